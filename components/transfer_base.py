"""What a transfer begins with: the run whose convolutions are taken over, or weights that must be fetched first."""

import itertools
from collections.abc import Iterator

import streamlit as st

from components import session
from components.backend import get_controller
from components.fetch import draw_fetch_button
from components.formatting import format_percent
from components.run_table import name_run
from lab.architectures.base import Architecture
from lab.architectures.transfer import Transfer
from lab.architectures.transfer_from_run import TransferFromRun, cut_trunk
from lab.config import RunConfig
from lab.errors import ConfigError, LabError
from lab.fetch_weights import weights_fetch
from lab.i18n import _
from lab.pretrained import find_weights
from lab.runs.record import RunRecord
from lab.runs.status import RunStatus

MOST_RUNS = 50
NO_BASES = ("perceptron", "mlp", "transfer")


def complete_transfer(architecture: Architecture) -> Architecture:
    """Let a transfer from a run have its run.

    Args:
        architecture: the draft's; any other is given back as it is.
    """
    if not isinstance(architecture, TransferFromRun):
        return architecture
    records = {record.id: record for record in itertools.islice(_list_bases(), MOST_RUNS)}
    if not records:
        st.info(_("Train a network with convolutions first: it can be the base of this one."), icon=":material/info:")
        return architecture
    wanted = architecture.run or session.remember("transfer-run", str)
    run_id = st.selectbox(
        _("Take over from"),
        list(records),
        index=list(records).index(wanted) if wanted in records else 0,
        format_func=lambda one: f"{name_run(records[one])} · {format_percent(records[one].test_accuracy)}",
        help=_("Its convolutions, with the weights of its best epoch."),
    )
    session.replace_remembered("transfer-run", run_id)
    return architecture.taking(run_id, get_controller().store.folder(run_id).read_config())


def draw_readiness(config: RunConfig) -> bool:
    """Say what is missing for a training, on this machine or in time, with the way to get it.

    Args:
        config: the draft.

    Returns:
        Whether nothing is.
    """
    architecture = config.architecture
    try:
        architecture.check_epochs(config.epochs)
        architecture.check_ready()
    except ConfigError as error:
        if isinstance(architecture, Transfer) and find_weights(architecture.pretrained) is None:
            text = _("The ImageNet weights of {title} are not on this machine yet ({megabytes:.0f} MB).")
            base = architecture.pretrained
            draw_fetch_button(
                weights_fetch(architecture.base), text.format(title=base.title, megabytes=base.size_bytes / 1e6)
            )
        else:
            st.error(str(error), icon=":material/error:")
        return False
    return True


def _list_bases() -> Iterator[RunRecord]:
    """The newest first."""
    for record in get_controller().store.records((RunStatus.FINISHED, RunStatus.STOPPED)):
        if record.architecture not in NO_BASES and _has_trunk(record.id):
            yield record


@st.cache_data(show_spinner=False, ttl=600)
def _has_trunk(run_id: str) -> bool:
    folder = get_controller().store.folder(run_id)
    try:
        return bool(cut_trunk(folder.read_config()) and folder.checkpoints())
    except LabError:
        return False
