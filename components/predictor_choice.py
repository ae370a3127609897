"""The choice of a network that predicts, and of another one to compare it with."""

from collections.abc import Mapping

import streamlit as st

from components.backend import get_controller, get_model_service
from components.linked import read_link, write_link
from components.model_choice import choose_model, choose_other_model, name_checkpoint
from components.run_table import name_run
from lab.i18n import N_, _
from lab.looking.predictor import Predictor, RunPredictor
from lab.runs.record import RunRecord

RUNS, IMAGENET = "runs", "imagenet"
FAMILIES = {RUNS: N_("A run of yours"), IMAGENET: N_("Trained on ImageNet")}


def choose_family() -> str:
    """Draw the choice between the lab's own networks and published ones; the address carries it.

    Returns:
        `RUNS` or `IMAGENET`.
    """
    family = st.segmented_control(
        _("Network"),
        list(FAMILIES),
        default=read_link("family", FAMILIES, RUNS),
        required=True,
        format_func=lambda one: _(FAMILIES[one]),
        key="predict-family",
        label_visibility="collapsed",
    )
    write_link("family", family, RUNS)
    return family


def choose_predictors(records: Mapping[str, RunRecord]) -> list[Predictor]:
    """Draw the choice.

    Args:
        records: the runs that have weights, by id.

    Returns:
        One network, or two that are compared.

    Raises:
        RunError: a run is damaged.
    """
    left, right = st.columns(2)
    with left:
        first = choose_model(records)
    with right:
        other = choose_other_model(records, first)
    return [_open(records, *model) for model in (first, other) if model is not None]


def _open(records: Mapping[str, RunRecord], run_id: str, checkpoint: str) -> RunPredictor:
    folder = get_controller().store.folder(run_id)
    title = f"{name_run(records[run_id])} · {name_checkpoint(checkpoint)}"
    return RunPredictor(get_model_service(), folder, checkpoint, title)
