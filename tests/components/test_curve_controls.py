"""How curves are looked at stands in the address, and their numbers can be taken home."""

import csv
import io

from streamlit.testing.v1 import AppTest

from components.curves import CurveView, metric_figure, write_csv
from lab.runs.history import RunHistory


def show(folder, **parameters: str) -> AppTest:
    """The row alone, opened by an address."""

    def script(path: str) -> None:
        from pathlib import Path

        import streamlit as st

        from components.curve_controls import draw_curve_controls
        from lab.runs.history import RunHistory
        from lab.runs.run_folder import RunFolder

        st.text(str(draw_curve_controls(RunHistory(RunFolder(Path(path))).follow())))

    app = AppTest.from_function(script, args=(str(folder.path),), default_timeout=150)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def test_an_address_opens_the_curves_as_somebody_else_saw_them(lab):
    folder = lab.add()
    app = show(folder, **{"curves-over": "time", "curves-log": "y", "curves-smoothing": "0.5"})
    assert app.text[0].value == str(CurveView("time", 0.5, log_x=False, log_y=True))
    app.button_group(key="curves-over").set_value("step").run()
    assert app.text[0].value == str(CurveView("step", 0.5, log_x=False, log_y=True))
    assert show(folder).text[0].value == str(CurveView())


def test_each_choice_changes_the_figure(lab):
    history = RunHistory(lab.add(losses=(4.0, 2.0, 1.0))).follow()
    plain, over_time = (metric_figure(history, "loss", CurveView(axis=axis)) for axis in ("epoch", "time"))
    assert plain["layout"]["xaxis"]["title"] != over_time["layout"]["xaxis"]["title"]
    logarithmic = metric_figure(history, "loss", CurveView(log_x=True, log_y=True))
    assert (logarithmic["layout"]["xaxis"]["type"], logarithmic["layout"]["yaxis"]["type"]) == ("log", "log")
    smoothed = metric_figure(history, "loss", CurveView(smoothing=0.9))
    assert [trace["name"] for trace in smoothed["traces"]].count("Smoothed") == 1


def test_the_csv_has_every_point(lab):
    history = RunHistory(lab.add(losses=(4.0, 2.0, 1.0))).follow()
    rows = list(csv.DictReader(io.StringIO(write_csv(history))))
    assert [(row["per"], row["epoch"], float(row["loss"])) for row in rows] == [
        ("batch", "1", 4.0), ("batch", "2", 2.0), ("batch", "3", 1.0),
        ("epoch", "1", 4.0), ("epoch", "2", 2.0), ("epoch", "3", 1.0),
    ]  # fmt: skip
