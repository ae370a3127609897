"""What can be done with marked runs: open, compare, describe, put away, delete, and take that back."""

from collections.abc import Sequence

import streamlit as st

from components import session
from components.backend import get_controller
from components.failures import shown_failures
from components.index_wait import waiting_for_index
from components.navigation import COMPARE, TRAIN
from components.run_marks import keep_marks
from components.run_table import name_run
from components.verbatim import verbatim
from lab.i18n import _, ngettext
from lab.runs.about import About
from lab.runs.record import RunRecord
from lab.validation import validate

DELETED = "deleted-runs"
DESCRIBED = "described-runs"
MOST_COMPARED = 10


def draw_run_actions(chosen: Sequence[RunRecord]) -> None:
    """Draw the buttons.

    Args:
        chosen: the marked runs.
    """
    unfinished = any(not record.state.ended for record in chosen)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(_("Open"), icon=":material/open_in_new:", disabled=len(chosen) != 1, type="primary"):
            st.switch_page(TRAIN.script, query_params={"run": chosen[0].id})
        if st.button(
            _("Compare"),
            icon=COMPARE.icon,
            disabled=not 2 <= len(chosen) <= MOST_COMPARED,
            help=_("Mark two to ten runs."),
        ):
            # Which runs, the session knows.
            st.switch_page(COMPARE.script)
        # What has been kept stands in the table: a new name for the same thing closes it.
        key = f"describe-{session.count(DESCRIBED)}"
        with st.popover(_("Describe"), icon=":material/edit_note:", disabled=not chosen, key=key):
            if chosen:
                _draw_about(chosen)
        if st.button(
            _("Delete"),
            icon=":material/delete:",
            disabled=not chosen or unfinished,
            help=_("Stop a run before deleting it.") if unfinished else _("It can be taken back for 30 days."),
        ):
            _delete(chosen)
        draw_undo()


def _draw_about(chosen: Sequence[RunRecord]) -> None:
    """The form for one run; for several only what makes sense for all."""
    one = chosen[0] if len(chosen) == 1 else None
    about = one.about if one else About(archived=all(record.archived for record in chosen))
    key = ",".join(record.id for record in chosen)
    with st.form(f"about-{key}", border=False), shown_failures():
        several = ngettext("{count} run", "{count} runs", len(chosen)).format(count=len(chosen))
        st.markdown(verbatim(name_run(one)) if one else several)
        name = st.text_input(_("Name"), about.name) if one else ""
        note = st.text_area(_("Note"), about.note) if one else ""
        tags = st.text_input(
            _("Tags") if one else _("Add tags"), ", ".join(about.tags), help=_("Separated by commas; to find runs by.")
        )
        archived = st.checkbox(_("Archived"), about.archived, help=_("Put away: the list leaves it out."))
        if st.form_submit_button(_("Keep"), type="primary"):
            with waiting_for_index():
                for record in chosen:
                    _keep(record, one is not None, name, note, tags, archived)
            session.count_up(DESCRIBED)
            st.rerun()


def _keep(record: RunRecord, alone: bool, name: str, note: str, tags: str, archived: bool) -> None:
    given = [tag.strip() for tag in tags.split(",") if tag.strip()]
    kept = {"tags": given, "archived": archived}
    if alone:
        kept |= {"name": name, "note": note}
    else:
        kept["tags"] = [*record.tags, *given]
    about = validate(About, {**record.about.model_dump(), **kept})
    get_controller().store.keep_about(record.id, about)


def _delete(chosen: Sequence[RunRecord]) -> None:
    with waiting_for_index():
        for record in chosen:
            get_controller().store.delete(record.id)
    session.replace_remembered(DELETED, [record.id for record in chosen])
    # All that was marked is gone: the address must not ask for it.
    keep_marks(())
    st.rerun()


def draw_undo() -> None:
    """Draw the button that takes back what was deleted last; nothing where nothing was."""
    deleted: list[str] = session.remember(DELETED, list)
    if not deleted:
        return
    label = ngettext("Take back the deletion of {count} run", "Take back the deletion of {count} runs", len(deleted))
    if st.button(label.format(count=len(deleted)), icon=":material/undo:"):
        with shown_failures(), waiting_for_index():
            for run_id in deleted:
                get_controller().store.restore(run_id)
            session.replace_remembered(DELETED, [])
            st.rerun()
