"""The choice of a run that has weights, and of which ones."""

from collections.abc import Mapping

import streamlit as st

from components.backend import get_controller
from components.linked import read_link, write_link
from components.run_table import name_run
from lab.i18n import _
from lab.runs.record import RunRecord
from lab.runs.run_folder import RunFolder


def find_models() -> dict[str, RunRecord]:
    """The runs that have weights, the newest first, by id."""
    store = get_controller().store
    return {record.id: record for record in store.records() if RunFolder(store.directory / record.id).checkpoints()}


def choose_model(records: Mapping[str, RunRecord]) -> tuple[str, str]:
    """Draw the choice; the address carries it.

    Args:
        records: the runs that have weights, by id; not empty.

    Returns:
        The run's id and the checkpoint's name.
    """
    left, right = st.columns([3, 1])
    ids = list(records)
    run_id = left.selectbox(
        _("Run"), ids, index=_find("run", ids), format_func=lambda one: _label(records[one]), key="model.run"
    )
    checkpoints = get_controller().store.folder(run_id).checkpoints()
    checkpoint = right.selectbox(
        _("Checkpoint"),
        checkpoints,
        index=_find("checkpoint", checkpoints),
        format_func=name_checkpoint,
        help=_("The weights with the lowest validation loss, or those at the end."),
        key=f"model.checkpoint.{run_id}",
    )
    st.query_params.update(run=run_id, checkpoint=checkpoint)
    return run_id, checkpoint


def choose_other_model(records: Mapping[str, RunRecord], first: tuple[str, str]) -> tuple[str, str] | None:
    """Draw the choice of another one to compare the first with; the address carries it.

    Args:
        records: the runs that have weights, by id; not empty.
        first: the run's id and the checkpoint's name.

    Returns:
        The other run's id and the checkpoint's name, or None where nothing is compared.
    """
    left, right = st.columns([3, 1])
    ids = ["", *records]
    run_id = left.selectbox(
        _("Compare with"),
        ids,
        index=_find("with", ids),
        format_func=lambda one: _label(records[one]) if one else _("nothing"),
        help=_("Another run, or another checkpoint of the same one, on the same images."),
        key="model.with",
    )
    write_link("with", run_id)
    if not run_id:
        write_link("with-checkpoint", "")
        return None
    checkpoints = get_controller().store.folder(run_id).checkpoints()
    # With itself a run is compared at its other weights.
    usual = checkpoints[-1] if (run_id, checkpoints[0]) == first else checkpoints[0]
    checkpoint = right.selectbox(
        _("Checkpoint"),
        checkpoints,
        index=checkpoints.index(read_link("with-checkpoint", checkpoints, usual)),
        format_func=name_checkpoint,
        key=f"model.with-checkpoint.{run_id}",
    )
    write_link("with-checkpoint", checkpoint)
    return run_id, checkpoint


def name_checkpoint(name: str) -> str:
    """A checkpoint's name for people."""
    return {"best": _("Best epoch"), "last": _("Last epoch")}.get(name, name)


def _find(name: str, options: list[str]) -> int:
    """The place of what the address asks for; the first where there is none such."""
    asked = st.query_params.get(name)
    return options.index(asked) if asked in options else 0


def _label(record: RunRecord) -> str:
    accuracy = f" · {record.test_accuracy:.1%}" if record.test_accuracy is not None else ""
    return name_run(record) + accuracy
