"""Cleaning a data set: grids of images that may not belong, to be left out or put back by a click."""

from collections.abc import Sequence

import streamlit as st

from components.class_names_view import draw_class_names
from components.image_grid import Tile, draw_image_grid
from components.open_data import choose_dataset
from components.tiles import small_image
from lab.datasets.decisions import Decisions
from lab.datasets.imported import Imported, ImportedSource
from lab.datasets.imported_folder import ImportedFolder
from lab.datasets.inspection import SUSPICIONS, Suspicion, find_suspects
from lab.i18n import N_, _, ngettext

TILES_A_PAGE = 60
TILE_SIDE = 96

TITLES: dict[str, str] = {
    "names": N_("Class names"),
    "equal": N_("Equal"),
    "similar": N_("Alike"),
    "blurred": N_("Blurred"),
    "dark": N_("Dark"),
    "bright": N_("Bright"),
    "flat": N_("Empty"),
    "odd": N_("Odd ones"),
    "all": N_("All"),
    "out": N_("Left out"),
}
EXPLANATIONS: dict[str, str] = {
    "equal": N_("Sets of images that are equal pixel by pixel. One of each set is enough."),
    "similar": N_("Sets that look alike by a perceptual hash: saved anew, made smaller, brightened, or a burst."),
    "blurred": N_("Far less sharp than the others of this data set, the least sharp first."),
    "dark": N_("Mean brightness below 40 of 255, and darker than the others, the darkest first."),
    "bright": N_("Mean brightness above 225 of 255, and brighter than the others, the brightest first."),
    "flat": N_("Nearly one colour: a lens cap, a blank page, a failed scan."),
    "odd": N_("Least like the mean image of their class, in shape and colour. Perhaps in the wrong folder."),
    "all": N_("Every image that takes part."),
    "out": N_("These take no part. The files are untouched; put back what you like."),
}


def draw_cleaning(dataset: Imported, source: ImportedSource) -> None:
    """Draw what can be cleaned.

    Args:
        dataset: the draft's, its version said.
        source: its images.
    """
    decisions = dataset.decisions()
    counts: dict[str, int] = {name: len(_suspects(dataset, name)) for name in SUSPICIONS}
    counts["out"] = len(decisions.left_out)
    shown = [name for name in TITLES if counts.get(name, 1)]

    def name(view: str) -> str:
        return _(TITLES[view]) + (f" · {counts[view]}" if view in counts else "")

    view = st.pills(_("What to look at"), shown, default=shown[0], required=True, format_func=name, key="cleaning-view")
    if view == "names":
        draw_class_names(dataset, source)
    else:
        st.caption(_(EXPLANATIONS[view]))
        _draw_grid(dataset, source, decisions, view)
    clear = [_(TITLES[one]).lower() for one in SUSPICIONS if not counts[one]]
    if clear:
        st.caption(_("Looked for and not found: {kinds}.").format(kinds=", ".join(clear)))


@st.cache_data(show_spinner=False, max_entries=64)
def _suspects(dataset: Imported, suspicion: Suspicion) -> list[tuple[int, ...]]:
    return find_suspects(dataset.open(), suspicion)


def _draw_grid(dataset: Imported, source: ImportedSource, decisions: Decisions, view: str) -> None:
    """A page of the grid, and the button that leaves out or puts back what is marked."""
    positions, groups = _choose_tiles(dataset, source, decisions, view)
    pages = max(1, -(-len(positions) // TILES_A_PAGE))
    page = st.pagination(pages, key=f"cleaning-page-{view}") if pages > 1 else 1
    chosen = slice((page - 1) * TILES_A_PAGE, page * TILES_A_PAGE)
    tiles = [_make_tile(dataset, source.folder, position) for position in positions[chosen]]
    action = st.container(horizontal=True, vertical_alignment="center")
    suggested = _suggest_marks(positions[chosen], groups[chosen]) if view == "equal" else []
    marked = draw_image_grid(
        tiles,
        key=f"cleaning-grid-{view}-{dataset.version_id}-{page}",
        side=TILE_SIDE,
        marked=[str(position) for position in suggested],
        groups=groups[chosen] if view in ("equal", "similar") else None,
    )
    with action:
        _draw_action(dataset, source.folder, decisions, [int(key) for key in marked], put_back=view == "out")


def _draw_action(
    dataset: Imported, folder: ImportedFolder, decisions: Decisions, marked: list[int], *, put_back: bool
) -> None:
    count = len(marked)
    if not count:
        label = _("Put back") if put_back else _("Leave out")
    elif put_back:
        label = ngettext("Put back one image", "Put back {count} images", count)
    else:
        label = ngettext("Leave out one image", "Leave out {count} images", count)
    icon = ":material/undo:" if put_back else ":material/block:"
    if st.button(label, icon=icon, type="primary", disabled=not marked):
        changed = decisions.put_back(marked) if put_back else decisions.leave_out(marked)
        choose_dataset(Imported(id=dataset.id, version_id=folder.keep_decisions(changed)))
        st.rerun()
    if not marked:
        st.caption(_("Click images to mark them; hold Shift for a row."))


def _choose_tiles(
    dataset: Imported, source: ImportedSource, decisions: Decisions, view: str
) -> tuple[list[int], list[int]]:
    """Positions in the data set's table, and for each the number of its set."""
    if view == "out":
        positions = list(decisions.left_out)
        return positions, list(range(len(positions)))
    if view == "all":
        return source.positions.tolist(), list(range(len(source)))
    sets = _suspects(dataset, view)  # type: ignore[arg-type]
    positions = [int(source.positions[index]) for members in sets for index in members]
    return positions, [number for number, members in enumerate(sets) for _index in members]


def _suggest_marks(positions: Sequence[int], groups: Sequence[int]) -> list[int]:
    """All but the first image of each set."""
    first: dict[int, int] = {}
    for position, group in zip(positions, groups, strict=True):
        first.setdefault(group, position)
    return [position for position in positions if position not in first.values()]


def _make_tile(dataset: Imported, folder: ImportedFolder, position: int) -> Tile:
    table = folder.read_table()
    called = dataset.decisions().class_names.get(table.classes[position], table.classes[position])
    name = table.names[position]
    return Tile(small_image(folder, position), caption=name.rpartition("/")[2], note=called, key=str(position))
