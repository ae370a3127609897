"""Which class and part every file of an import belongs to, or why to none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lab.datasets.base import Part
from lab.errors import DatasetError
from lab.i18n import _
from lab.importing.files import ARCHIVE_ENDINGS, is_hidden
from lab.natural_order import natural_key

PART_FOLDERS: dict[str, Part] = {
    "train": "train", "training": "train",
    "validation": "validation", "valid": "validation", "val": "validation",
    "test": "test", "testing": "test",
}  # fmt: skip
IMAGE_ENDINGS = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".tga", ".ico")

SimilarNames = Literal["ask", "merge", "apart"]


@dataclass(frozen=True)
class Place:
    """Where one file belongs.

    Attributes:
        class_name: its class; "" where it belongs to none.
        part: the part that it is put in, or "".
        group: images of one group must never be divided between parts; "" for an image of its own.
        reason: why it belongs to no class.
    """

    class_name: str = ""
    part: Part | Literal[""] = ""
    group: str = ""
    reason: str = ""


class SimilarNamesError(DatasetError):
    """Class names that differ only in small and capital letters: somebody must say whether they are one.

    Args:
        groups: names that belong together perhaps.
    """

    def __init__(self, groups: list[list[str]]) -> None:
        names = "; ".join(", ".join(f"`{name}`" for name in group) for group in groups)
        text = _(
            "Some class folders differ only in small and capital letters: {names}. Merge them, or keep them apart?"
        )
        super().__init__(text.format(names=names))
        self.groups = groups


def arrange_by_folders(names: Sequence[str]) -> list[Place]:
    """Classes from the folders: `class/…`, or `train/class/…` beside `test/class/…`, perhaps all in one more folder.

    Args:
        names: paths with `/`.

    Returns:
        A place for each name.
    """
    visible = [name for name in names if not is_hidden(name)]
    images = [name for name in visible if name.lower().endswith(IMAGE_ENDINGS)] or visible
    wrapper = _find_wrapper([name.split("/") for name in images])
    depth = len(wrapper)
    tops = {name.split("/")[depth].casefold() for name in images if name.count("/") > depth}
    parts = {PART_FOLDERS[top] for top in tops if top in PART_FOLDERS}
    is_split = "train" in parts and len(parts) > 1 and tops <= PART_FOLDERS.keys()
    return [_place(name, wrapper, is_split) for name in names]


def _find_wrapper(paths: list[list[str]]) -> list[str]:
    """The folders that hold everything else, as an archive of one folder has one."""
    wrapper: list[str] = []
    while True:
        depth = len(wrapper)
        nested = [path for path in paths if len(path) > depth + 1]
        holds_folders = any(len(path) > depth + 2 for path in nested)
        if len({path[depth] for path in nested}) != 1 or not holds_folders:
            return wrapper
        wrapper.append(nested[0][depth])


def _place(name: str, wrapper: list[str], is_split: bool) -> Place:
    if is_hidden(name):
        return Place(reason=_("A file that the system keeps for itself."))
    if name.lower().endswith(ARCHIVE_ENDINGS):
        return Place(reason=_("An archive inside: unpack it and import it on its own."))
    folders = name.split("/")[:-1]
    folders = folders[len(wrapper) :] if folders[: len(wrapper)] == wrapper else []
    part: Part | Literal[""] = PART_FOLDERS.get(folders[0].casefold(), "") if is_split and folders else ""
    if is_split:
        folders = folders[1:] if part else []
    if not folders or not folders[0].strip():
        return Place(reason=_("It lies in no class folder."))
    return Place(folders[0].strip(), part)


def settle_similar_names(places: Sequence[Place], similar: SimilarNames) -> dict[str, str]:
    """Find class names that differ only in small and capital letters.

    Args:
        places: of every file.
        similar: what to do with them.

    Returns:
        For each class name what it is called from here on.

    Raises:
        SimilarNamesError: there are some, and nobody has said what to do.
    """
    counts = Counter(place.class_name for place in places if place.class_name)
    groups: dict[str, list[str]] = {}
    for name in sorted(counts, key=natural_key):
        groups.setdefault(name.casefold(), []).append(name)
    alike = [names for names in groups.values() if len(names) > 1]
    if alike and similar == "ask":
        raise SimilarNamesError(alike)
    called = {name: name for name in counts}
    if similar == "merge":
        for names in alike:
            commonest = max(names, key=lambda name: counts[name])
            called.update(dict.fromkeys(names, commonest))
    return called
