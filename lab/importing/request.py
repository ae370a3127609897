"""What somebody wants to import, and doing it."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from lab.datasets.base import PARTS, Skipped
from lab.errors import DatasetError
from lab.i18n import _
from lab.importing.archive import Archive
from lab.importing.arrangement import Place, SimilarNames, arrange_by_folders, settle_similar_names
from lab.importing.files import Files
from lab.importing.folder import Folder, resolve_folder
from lab.importing.intake import Imported, Progress, take_in
from lab.importing.table import TableColumns, arrange_by_table, read_table
from lab.natural_order import natural_key
from lab.registry import Settings


class ImportRequest(Settings):
    """What to import.

    Attributes:
        kind: whether the images are in an archive or in a folder below the administrator's root.
        location: the archive's path on this machine, or the folder's from the root on.
        title: what to call the data set, and the archive in messages.
        table: path of a CSV with the classes; "" where folders tell them.
        table_title: what to call it in messages.
        columns: which of its columns says what; None to go by their names.
        similar: what to do with class names that differ only in small and capital letters.
    """

    kind: Literal["archive", "folder"]
    location: str
    title: str = Field(min_length=1)
    table: str = ""
    table_title: str = ""
    columns: TableColumns | None = None
    similar: SimilarNames = "ask"


def run_import(request: ImportRequest, progress: Progress = lambda _phase, _done, _total: None) -> Imported:
    """Import: check everything, read everything, and lay it up in the library at once.

    Args:
        request: what.
        progress: told the phase ("checking", "reading", "comparing"), how many are done, and of how many.

    Returns:
        The data set and what became of every file.

    Raises:
        SimilarNamesError: somebody must say whether some class names are one.
        DatasetError: it cannot be imported; says why. Nothing has changed then.
    """
    progress("checking", 0, 1)
    with _open(request) as files:
        places, problems, order, empty = _arrange(request, files)
        class_names = settle_similar_names(places, request.similar)
        return take_in(
            files,
            places,
            order,
            title=request.title,
            class_names=class_names,
            empty_classes=empty,
            problems=problems,
            progress=progress,
        )


def _open(request: ImportRequest) -> Files:
    if request.kind == "folder":
        return Folder(resolve_folder(request.location))
    return Archive(Path(request.location), request.title)


def _arrange(request: ImportRequest, files: Files) -> tuple[list[Place], list[Skipped], list[int], list[str]]:
    """Each file's place, problems with the table, the files with a class in the data set's order, empty classes."""
    names = [file.name for file in files.files]
    if request.table:
        try:
            data = Path(request.table).read_bytes()
        except OSError as error:
            text = _("{table} cannot be read: {reason}.")
            raise DatasetError(text.format(table=request.table_title, reason=error.strerror)) from error
        table = read_table(data, request.table_title)
        columns = request.columns or table.suggest()
        return *arrange_by_table(names, table, columns, request.table_title), []
    # A folder without a file is a class as one with files would be.
    found = arrange_by_folders([*names, *(f"{folder}/" for folder in files.folders)])
    places, empty = found[: len(names)], [place.class_name for place in found[len(names) :] if place.class_name]
    with_class = [index for index, place in enumerate(places) if place.class_name]
    return places, [], sorted(with_class, key=lambda index: _folder_order(names[index], places[index])), empty


def _folder_order(name: str, place: Place) -> tuple[object, ...]:
    """By part, by class, by name; numbers in names count as numbers."""
    return PARTS.index(place.part) if place.part else 0, natural_key(place.class_name), natural_key(name)
