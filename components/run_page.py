"""The page of one run."""

import streamlit as st

from components import session
from components.backend import get_controller
from components.duel import draw_duel
from components.failures import shown_failures
from components.first_batch import draw_first_batch
from components.insight import draw_insight
from components.live_run import draw_live_run
from components.navigation import INSIDE, MODEL, PREDICT
from components.run_controls import draw_controls, draw_resume
from components.run_export import draw_export
from components.run_results import draw_results
from components.run_table import name_run
from components.start import start_run
from components.tracking_notice import draw_tracking_notice
from components.verbatim import verbatim
from components.wrong_scaling import draw_wrong_scaling
from lab.i18n import _
from lab.runs.record import RunRecord
from lab.runs.run_folder import RunFolder


def draw_run_page(record: RunRecord) -> None:
    """Draw a run: its name and what can be done with it, its curves, and its results where it has ended.

    Args:
        record: the run.
    """
    folder = get_controller().store.folder(record.id)
    history = get_controller().histories.follow(record.id)
    state = history.state
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(verbatim(name_run(record)), anchor=False, width="stretch")
        if state.ended:
            draw_resume(folder, history)
            _draw_actions(folder, name_run(record))
        else:
            draw_controls(folder, history)
    draw_live_run(record.id)
    draw_tracking_notice(folder)
    draw_insight(folder, state.ended)
    draw_first_batch(folder, state.ended)
    if state.ended:
        draw_results(folder)
        _draw_what_if(folder)
        draw_duel(folder.read_config())
        draw_export(record)
    with st.expander(_("Settings of this run")):
        st.json(folder.read_config().model_dump(mode="json"))


def _draw_what_if(folder: RunFolder) -> None:
    if not folder.checkpoints():
        return
    shown = st.toggle(
        _("What if the scaling were wrong?"),
        value=st.query_params.get("what-if") == "scaling",
        key="what-if-scaling",
        help=_("The same network, the same test images, under every scaling."),
    )
    if shown:
        with shown_failures():
            draw_wrong_scaling(folder)


def _draw_actions(folder: RunFolder, name: str) -> None:
    if folder.checkpoints():
        st.page_link(PREDICT.script, label=_("Predict with it"), icon=PREDICT.icon, query_params={"run": folder.id})
        st.page_link(INSIDE.script, label=_("Look inside"), icon=INSIDE.icon, query_params={"run": folder.id})
    if st.button(_("Change its settings"), icon=":material/tune:", help=_("Take them over into Data … Model.")):
        session.set_draft(folder.read_config(), name)
        st.switch_page(MODEL.script)
    if st.button(_("Train again"), icon=":material/replay:", help=_("The same settings, once more.")):
        start_run(folder.read_config())
