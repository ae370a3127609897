"""The runs that one looks for, in an order and in groups, and what can be done with the marked ones."""

from typing import Literal

import streamlit as st

from components.backend import get_controller
from components.failures import shown_failures
from components.index_wait import waiting_for_index
from components.linked import read_link, write_link
from components.run_actions import draw_run_actions
from components.run_marks import keep_marks, read_marks
from components.run_table import draw_groups, draw_run_table, name_grouping
from lab.i18n import _
from lab.runs.table import GROUPINGS, Grouping, find_runs, group_runs, sort_runs

SECONDS_BETWEEN_LOOKS = 2.0


def draw_run_list(moving: bool) -> None:
    """Draw it, and bring it up to date while a run trains.

    Args:
        moving: whether one does.
    """
    words, order, by, archived = _draw_controls()
    st.fragment(_draw, run_every=SECONDS_BETWEEN_LOOKS if moving else None)(words, order, by, archived)


def _draw_controls() -> tuple[str, str, Grouping | None, bool]:
    """What to look for, the order, the groups, whether with archived ones; the address holds them."""
    orders = {
        "number": _("the newest"),
        "test_accuracy": _("test accuracy"),
        "best_val_accuracy": _("validation accuracy"),
        "best_val_loss": _("validation loss"),
    }
    groupings: list[Grouping | Literal[""]] = ["", *GROUPINGS]
    left, middle, right, last = st.columns([3, 2, 2, 2], vertical_alignment="bottom")
    words = left.text_input(
        _("Find"),
        placeholder=_("digits adam finished …"),
        help=_("Words in names, notes, tags, states and settings."),
        key="find-runs",
        bind="query-params",
    )
    order = middle.selectbox(
        _("First"),
        list(orders),
        index=list(orders).index(read_link("runs-order", orders, "number")),
        format_func=orders.__getitem__,
        key="runs-order",
    )
    write_link("runs-order", order, "number")
    by = right.selectbox(
        _("Group by"),
        groupings,
        index=groupings.index(read_link("runs-groups", groupings, "")),
        format_func=lambda one: name_grouping(one) if one else _("nothing"),
        key="runs-groups",
    )
    write_link("runs-groups", by)
    return words, order, by or None, last.toggle(_("With archived ones"), key="with-archived", bind="query-params")


def _draw(words: str, order: str, by: Grouping | None, archived: bool) -> None:
    with shown_failures():
        with waiting_for_index():
            records = get_controller().store.records()
        marked = read_marks(record.id for record in records)
        shown = [record for record in records if archived or not record.archived]
        found = {record.id for record in find_runs(shown, words)}
        # What is marked stays in sight: the buttons work on it.
        listed = sort_runs((one for one in records if one.id in found or one.id in marked), order)
        st.caption(
            _("{count} of {total} runs. Mark one to open it, two or more to compare them.").format(
                count=len(found), total=len(shown)
            )
        )
        if by:
            draw_groups(group_runs(listed, by), by)
        chosen = draw_run_table(listed, marked, by)
        chosen_ids = {record.id for record in chosen}
        # In the order of their making, as one compares them: what came first, and what became of it.
        keep_marks(record.id for record in reversed(records) if record.id in chosen_ids)
        if {*marked} - chosen_ids - found:
            # It was listed for its mark alone.
            st.rerun()
        draw_run_actions([record for record in records if record.id in chosen_ids])
