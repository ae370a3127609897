"""Runs laid over one another: curves, settings that differ, and what the tests say."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.backend import get_controller
from components.comparison_curves import ComparedRun, comparison_figure
from components.comparison_verdict import draw_verdicts
from components.failures import shown_failures
from components.formatting import format_metric, format_percent, state_word
from components.live_chart import draw_live_chart
from components.run_table import name_run
from components.shared_start import draw_shared_start
from components.verbatim import verbatim
from lab.comparing import Difference, describe_change, list_differences
from lab.config import RunConfig
from lab.i18n import _
from lab.judging.interval import wilson_interval
from lab.runs.record import RunRecord
from lab.runs.status import RunStatus
from lab.runs.summary import summarise_history

SECONDS_BETWEEN_LOOKS = 0.5


def draw_comparison(records: Sequence[RunRecord]) -> None:
    """Draw some runs, live while any of them trains.

    Args:
        records: two or more, in the order of their colours.
    """
    configs = [get_controller().store.folder(record.id).read_config() for record in records]
    differences = list_differences(configs)
    if len(records) == 2:
        change = describe_change(configs[0], configs[1])
        st.markdown(_("What changed: **{change}**.").format(change=change) if change else _("Nothing was changed."))
    labels = [_label(record, place, differences) for place, record in enumerate(records)]
    ids = tuple(record.id for record in records)
    states = tuple(get_controller().histories.follow(one).state for one in ids)
    moving = any(not state.ended for state in states)
    st.fragment(_draw_live, run_every=SECONDS_BETWEEN_LOOKS if moving else None)(ids, labels, states)
    if len(records) == 2:
        draw_shared_start(configs[0], configs[1])
    _draw_differences(labels, configs, differences)


def _label(record: RunRecord, place: int, differences: Sequence[Difference]) -> str:
    """As short as tells it from the others: its name, or what is different about it."""
    if record.name:
        return f"#{record.number} {record.name}"
    if len(differences) == 1:
        one = differences[0]
        return f"#{record.number} {one.label[:1].lower()}{one.label[1:]} {one.texts[place]}"
    return name_run(record)


def _draw_live(ids: Sequence[str], labels: Sequence[str], drawn: Sequence[RunStatus]) -> None:
    with shown_failures():
        histories = [get_controller().histories.follow(one) for one in ids]
        runs = [ComparedRun(label, history) for label, history in zip(labels, histories, strict=True)]
        log_y = st.toggle(
            _("Logarithmic"),
            key="comparison-log",
            bind="query-params",
            help=_("For losses: a run that went astray then leaves the others their room."),
        )
        left, right = st.columns(2)
        with left:
            st.markdown(f"**{_('Loss')}**")
            draw_live_chart(comparison_figure(runs, "loss", log_y=log_y), key="compared-loss")
        with right:
            st.markdown(f"**{_('Accuracy')}**")
            draw_live_chart(comparison_figure(runs, "accuracy"), key="compared-accuracy")
        st.caption(_("Solid: validation. Dotted: training."))
        _draw_figures(runs)
        draw_verdicts(runs)
        if tuple(history.state for history in histories) != tuple(drawn):
            st.rerun()


def _draw_figures(runs: Sequence[ComparedRun]) -> None:
    rows = []
    for run in runs:
        best, history = summarise_history(run.history), run.history
        rows.append(
            {
                _("Run"): run.label,
                _("State"): state_word(history.state),
                _("Epochs"): best.epochs_done,
                _("Best epoch"): best.best_epoch,
                _("Best validation loss"): format_metric(best.best_val_loss),
                _("Best validation accuracy"): format_percent(best.best_val_accuracy),
                _("Test accuracy"): _write_test(run),
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content")


def _write_test(run: ComparedRun) -> str:
    folder = run.history.folder
    if not folder.evaluation_path.exists():
        return "–"
    evaluation = folder.read_json(folder.evaluation_path)
    count = int(evaluation["count"])
    low, high = wilson_interval(round(evaluation["accuracy"] * count), count)
    return f"{format_percent(evaluation['accuracy'])} ({format_percent(low)} – {format_percent(high)})"


def _draw_differences(labels: Sequence[str], configs: Sequence[RunConfig], differences: Sequence[Difference]) -> None:
    st.markdown(f"**{_('Settings that differ')}**")
    if not differences:
        st.caption(_("None: these runs have the same settings."))
        return
    table = pd.DataFrame(
        {
            _("Setting"): [one.label for one in differences],
            **{label: [one.texts[place] for one in differences] for place, label in enumerate(labels)},
        }
    )
    st.dataframe(table, hide_index=True, height="content")
    with st.expander(_("All settings")):
        for label, config in zip(labels, configs, strict=True):
            st.markdown(verbatim(label))
            st.json(config.model_dump(mode="json"), expanded=False)
