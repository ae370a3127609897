"""Calling classes otherwise: by hand in a table, or by a dictionary, with what would change shown before."""

from collections import Counter

import pandas as pd
import streamlit as st

from components import session
from components.failures import shown_failures
from components.open_data import choose_dataset
from lab.datasets.imported import Imported, ImportedSource
from lab.datasets.translation import Direction, RenamePlan, parse_translation, plan_renaming, suggest_direction, turn
from lab.errors import DatasetError
from lab.i18n import _
from lab.natural_order import natural_key

EXAMPLE = '{"cane": "dog", "gatto": "cat"}'


def draw_class_names(dataset: Imported, source: ImportedSource) -> None:
    """Draw the table of class names, the dictionary, and what they would change.

    Args:
        dataset: the draft's.
        source: its images.
    """
    decisions = dataset.decisions()
    classes = source.folder.read_table().classes
    counts = Counter(classes[position] for position in source.positions)
    current = {name: decisions.class_names.get(name, name) for name in sorted(counts, key=natural_key)}
    remembered = f"class-names.{dataset.version_id}"
    wanted = session.remember(remembered, lambda: dict(current))
    names, dictionary = st.columns([3, 2], gap="large")
    with dictionary:
        _draw_dictionary(current, remembered)
    with names:
        entered = _draw_table(
            current,
            wanted,
            counts,
            f"{remembered}.{session.count(remembered)}",
        )
        with shown_failures():
            plan = plan_renaming(current, entered)
            _draw_plan(plan)
            if st.button(_("Rename"), type="primary", icon=":material/edit:", disabled=not plan.changed):
                version = source.folder.keep_decisions(decisions.rename({**current, **entered}))
                choose_dataset(Imported(id=dataset.id, version_id=version))
                st.rerun()


def _draw_table(current: dict[str, str], wanted: dict[str, str], counts: Counter[str], key: str) -> dict[str, str]:
    table = pd.DataFrame(
        {"imported": list(current), "called": [wanted[name] for name in current], "count": [counts[n] for n in current]}
    )
    edited = st.data_editor(
        table,
        key=key,
        hide_index=True,
        disabled=["imported", "count"],
        column_config={
            "imported": st.column_config.TextColumn(_("As imported")),
            "called": st.column_config.TextColumn(_("Called"), required=True, help=_("Click a name to change it.")),
            "count": st.column_config.NumberColumn(_("Images")),
        },
    )
    return dict(zip(edited["imported"], edited["called"].fillna("").astype(str), strict=True))


def _draw_dictionary(current: dict[str, str], remembered: str) -> None:
    st.markdown(f"**{_('By a dictionary')}**")
    text = st.text_area(
        _("Translation"),
        placeholder=EXAMPLE,
        height=140,
        help=_("A Python dictionary, or lines such as `cane,dog`. It is read, never executed."),
    )
    upload = st.file_uploader(_("Or a file"), type=["csv", "txt", "py", "json"], key="translation-file")
    if upload is not None:
        text = upload.getvalue().decode("utf-8-sig", errors="replace")
    if not text.strip():
        return
    try:
        translation = parse_translation(text)
        ways: dict[Direction, str] = {"forward": _("first → second"), "backward": _("second → first")}
        way = st.segmented_control(
            _("Direction"),
            list(ways),
            default=suggest_direction(translation, set(current.values())),
            required=True,
            format_func=ways.__getitem__,
        )
        words = turn(translation, way)
    except DatasetError as error:
        st.error(str(error), icon=":material/error:")
        return
    known = [called for called in current.values() if called in words]
    st.caption(_("{known} of {count} classes are in it.").format(known=len(known), count=len(current)))
    if st.button(_("Fill in the table"), icon=":material/translate:", disabled=not known):
        session.replace_remembered(remembered, {name: words.get(called, called) for name, called in current.items()})
        session.count_up(remembered)
        st.rerun()


def _draw_plan(plan: RenamePlan) -> None:
    if plan.changed:
        st.markdown(_("Will change:") + " " + ", ".join(f"`{old}` → `{new}`" for old, new in plan.changed.items()))
    for name, classes in plan.merged.items():
        merged = ", ".join(f"`{one}`" for one in classes)
        st.info(_("{classes} will be one class, `{name}`.").format(classes=merged, name=name), icon=":material/merge:")
    for names in plan.alike:
        st.warning(
            _("{names} differ only in small and capital letters.").format(names=", ".join(f"`{one}`" for one in names))
        )
