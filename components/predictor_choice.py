"""The choice of a network that predicts, and of another one to compare it with."""

from collections.abc import Mapping

import streamlit as st

from components.backend import get_controller, get_model_service
from components.model_choice import choose_model, choose_other_model, name_checkpoint
from components.run_table import name_run
from lab.looking.predictor import Predictor, RunPredictor
from lab.runs.record import RunRecord


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
