"""Two networks side by side: size, cost, depth, and their curves where runs exist."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components import session
from components.backend import get_controller, get_layers
from components.charts import GREY_COLOR, TRAIN_COLOR
from components.cost import estimate_draft
from components.curves_figure import Curve, curves_figure
from components.formatting import format_bytes, format_count, format_duration, format_percent
from components.live_chart import draw_live_chart
from components.open_data import open_source
from lab.architectures import ARCHITECTURES
from lab.architectures.base import Architecture
from lab.config import RunConfig
from lab.cost.size import measure_network
from lab.errors import LabError
from lab.i18n import _
from lab.network import LayerRow
from lab.runs.record import RunRecord
from lab.runs.status import RunStatus

RUNS_LOOKED_AT = 30


def draw_comparison(config: RunConfig) -> None:
    """Draw the draft's network beside another one.

    Args:
        config: the draft.
    """
    other = _choose_other(config)
    configs = [config, config.model_copy(update={"architecture": other})]
    titles = [_(config.architecture.title), _(other.title)]
    if titles[0] == titles[1]:
        titles = [_("{title}, as set here").format(title=titles[0]), _("{title}, as it comes").format(title=titles[1])]
    try:
        other.check(config.preparation.input_shape)
    except LabError as error:
        st.info(str(error), icon=":material/info:")
        return
    columns = [_list_figures(one) for one in configs]
    names = list(columns[0])
    table = pd.DataFrame(
        {"": names, **{title: [column[name] for name in names] for title, column in zip(titles, columns, strict=True)}}
    )
    st.dataframe(table, hide_index=True, height="content")
    _draw_curves(configs, titles)


def _choose_other(config: RunConfig) -> Architecture:
    """As it was last set in this session, or as it comes."""
    names = list(ARCHITECTURES)
    own = names.index(config.architecture.name)
    kept: dict[str, Architecture] = session.remember_settings("architecture")
    name = st.selectbox(
        _("Beside"),
        names,
        index=own - 1 if own else 1,
        format_func=lambda one: _(ARCHITECTURES[one].title),
        help=_("With the settings that you gave it last, or as it comes."),
    )
    return ARCHITECTURES[name]() if name == config.architecture.name else kept.get(name) or ARCHITECTURES[name]()


def _list_figures(config: RunConfig) -> dict[str, str]:
    num_classes = len(open_source(config.dataset).class_names)
    rows = get_layers(config.architecture, config.preparation.input_shape, num_classes)
    size, estimate = measure_network(rows), estimate_draft(config)
    return {
        _("Parameters"): f"{size.parameters:,}",
        _("of them in dense layers"): format_percent(_share_of_dense(rows)),
        _("Layers with weights"): f"{sum(row.parameters > 0 and row.type != 'BatchNormalization' for row in rows)}",
        _("Multiply-adds for an image"): format_count(size.multiply_adds),
        _("Activations of an image"): format_bytes(size.activation_bytes),
        _("Memory, about"): format_bytes(estimate.memory_bytes),
        _("An epoch, about"): format_duration(estimate.epoch_seconds),
    }


def _share_of_dense(rows: Sequence[LayerRow]) -> float:
    return sum(row.parameters for row in rows if row.type == "Dense") / max(1, sum(row.parameters for row in rows))


def _draw_curves(configs: Sequence[RunConfig], titles: Sequence[str]) -> None:
    curves, runs = [], []
    for config, title, color in zip(configs, titles, (TRAIN_COLOR, GREY_COLOR), strict=True):
        record = _find_run(config)
        if record is not None:
            epochs = get_controller().histories.follow(record.id).epochs
            curves.append(Curve(f"{title} #{record.number}", color, epochs["epoch"], epochs["val_accuracy"]))
            runs.append(record.id)
    if not curves:
        st.caption(_("Train both on this data set, and their curves stand here."))
        return
    st.markdown(f"**{_('Validation accuracy')}**")
    draw_live_chart(
        curves_figure(curves, x_name=_("Epoch"), revision=" ".join(runs), largest=1.0), key="comparison-curves"
    )


def _find_run(config: RunConfig) -> RunRecord | None:
    """The newest run of this network on this data set."""
    store = get_controller().store
    label, name = config.dataset.label(), config.architecture.name
    alike = [one for one in store.records() if one.architecture == name and one.dataset == label]
    for record in alike[:RUNS_LOOKED_AT]:
        if record.state is RunStatus.QUEUED:
            continue
        try:
            past = store.folder(record.id).read_config()
        except LabError:
            continue
        if past.architecture == config.architecture and past.dataset == config.dataset.pinned():
            return record
    return None
