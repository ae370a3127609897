"""How long a run's network takes for an image, measured when it is asked for."""

import functools

import streamlit as st

from components import session
from components.backend import get_model_service
from components.failures import shown_failures
from components.formatting import format_milliseconds
from components.waiting import shown_waiting
from lab.i18n import _, ngettext
from lab.judging.latency import BATCH_SIZE, Latency
from lab.runs.run_folder import RunFolder
from lab.trained import TrainedNetwork


def draw_latency(folder: RunFolder) -> None:
    """Draw the button and, once it was pressed, the figures.

    Args:
        folder: the run; nothing is drawn where it has no weights.
    """
    if not folder.checkpoints():
        return
    with st.expander(_("How long it takes for an image"), icon=":material/timer:"), shown_failures():
        name = f"latency-{folder.id}"
        if st.button(_("Measure"), key=name, help=_("With the network and its scaling in memory; a few seconds.")):
            network = TrainedNetwork.read(folder, folder.checkpoints()[0])
            ask = functools.partial(get_model_service().measure_latency, network)
            session.replace_remembered(name, shown_waiting(_("Asking the network …"), ask))
        latency: Latency | None = session.remember(name, lambda: None)
        if latency is not None:
            _draw_figures(latency)


def _draw_figures(latency: Latency) -> None:
    with st.container(horizontal=True, gap="medium"):
        st.metric(_("One image alone"), format_milliseconds(latency.one_seconds))
        together = _("An image among {count}").format(count=BATCH_SIZE)
        st.metric(together, format_milliseconds(latency.batch_seconds))
    cores = ngettext("{count} core", "{count} cores", latency.cores)
    text = _("Medians on {machine} ({cores}). Whatever else the machine did meanwhile is in them.")
    st.caption(text.format(machine=latency.machine, cores=cores))
