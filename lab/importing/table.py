"""Tables: a CSV with a row for each image, its path and its class."""

import csv
import io
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import Field

from lab.datasets.base import Skipped
from lab.errors import DatasetError
from lab.i18n import N_, _
from lab.importing.arrangement import IMAGE_ENDINGS, PART_FOLDERS, Place
from lab.importing.files import is_hidden
from lab.registry import Settings

ENCODINGS = ("utf-8-sig", "cp949")
DELIMITERS = ",;\t|"
MOST_ROWS = 1_000_000
# What a table takes in memory.
MOST_MEGABYTES, MOST_CELLS = 50, 20_000_000
# What people call such columns.
PATH_COLUMNS = ("path", "file", "filename", "file_name", "filepath", "file_path", "image", "image_path", "img", "name")
CLASS_COLUMNS = ("class", "label", "category", "target", "class_name", "labels", "y")
PART_COLUMNS = ("part", "split", "subset", "set", "partition", "fold")
GROUP_COLUMNS = ("group", "patient", "patient_id", "subject", "burst", "group_id")


class TableColumns(Settings):
    """Which column says what."""

    path: str = Field(title=N_("Path"), description=N_("The image's path in the archive or folder."))
    class_name: str = Field(title=N_("Class"), description=N_("What the image shows."))
    part: str = Field(
        "", title=N_("Part"), description=N_("train, validation or test; leave it out to split by fractions.")
    )
    group: str = Field(
        "",
        title=N_("Group"),
        description=N_("Images of one group, such as one patient or one burst, never land on both sides of the split."),
    )


@dataclass(frozen=True)
class Table:
    """A table that has been read.

    Attributes:
        columns: their names.
        rows: each as long as `columns`.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def suggest(self) -> TableColumns:
        """The columns by what people usually call them; the first ones where nothing fits."""
        known = {column.strip().casefold(): column for column in reversed(self.columns)}

        def find(names: Sequence[str]) -> str:
            return next((known[name] for name in names if name in known), "")

        path = find(PATH_COLUMNS) or self.columns[0]
        rest = [column for column in self.columns if column != path]
        return TableColumns(
            path=path, class_name=find(CLASS_COLUMNS) or rest[0], part=find(PART_COLUMNS), group=find(GROUP_COLUMNS)
        )


def read_table(data: bytes, title: str) -> Table:
    """Read a CSV: UTF-8 or CP949; commas, semicolons, tabs or bars between the columns; names in the first row.

    Args:
        data: the file's content.
        title: what its owner calls it, for messages.

    Raises:
        DatasetError: it cannot be read as a table; says why.
    """
    text = _decode(data, title)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise DatasetError(_("{table} cannot be read: {reason}.").format(table=title, reason=error)) from error
    if len(rows) < 2 or len(rows[0]) < 2:
        problem = _(
            "{table} needs a first row with the names of its columns, at least a path and a class, and a row for each "
            "image below. Received: {rows} rows of {columns} columns."
        )
        raise DatasetError(problem.format(table=title, rows=len(rows), columns=len(rows[0]) if rows else 0))
    width = len(rows[0])
    if width * len(rows) > MOST_CELLS:
        problem = _("{table} has {rows:,} rows of {columns:,} columns; at most {most:,} cells are allowed.")
        raise DatasetError(problem.format(table=title, rows=len(rows), columns=width, most=MOST_CELLS))
    # Spreadsheets leave empty names over empty columns.
    columns = tuple(name.strip() or _("column {number}").format(number=n) for n, name in enumerate(rows[0], 1))
    if len(set(columns)) < len(columns):
        twice = next(name for name in columns if columns.count(name) > 1)
        raise DatasetError(_("{table} has two columns named `{name}`.").format(table=title, name=twice))
    return Table(columns, tuple(tuple((*row, *[""] * width)[:width]) for row in rows[1:]))


def arrange_by_table(
    names: Sequence[str], table: Table, columns: TableColumns, title: str
) -> tuple[list[Place], list[Skipped], list[int]]:
    """Classes from a table.

    Args:
        names: the paths of the files.
        table: the rows.
        columns: which column says what.
        title: what the table is called, for messages.

    Returns:
        A place for each name; what is wrong with rows; the order of the names in the table.

    Raises:
        DatasetError: a column isn't there, or a part is none; names it.
    """
    picked = [_column(table, name, title) for name in (columns.path, columns.class_name, columns.part, columns.group)]
    finder = _Finder(names)
    places: list[Place] = [Place(reason=_absent_reason(name)) for name in names]
    problems: list[Skipped] = []
    order: list[int] = []
    for number, row in enumerate(table.rows, 2):
        path, class_name, part, group = (row[column].strip() if column is not None else "" for column in picked)
        index = finder.find(path)
        label = _("{table}, row {number}: {path}").format(table=title, number=number, path=path)
        if index is None:
            problems.append(Skipped(label, _("There is no such file, or more than one.")))
        elif not class_name:
            places[index] = Place(reason=_("Its row names no class."))
        elif places[index].class_name:
            problems.append(Skipped(label, _("The file has a row already; the first one counts.")))
        else:
            if part and part.casefold() not in PART_FOLDERS:
                text = _("{row}: a part must be train, validation or test. Received: {part}.")
                raise DatasetError(text.format(row=label, part=part))
            places[index] = Place(class_name, PART_FOLDERS[part.casefold()] if part else "", group)
            order.append(index)
    return places, problems, order


def _column(table: Table, name: str, title: str) -> int | None:
    if not name:
        return None
    if name not in table.columns:
        text = _("{table} has no column `{name}`. There are: {columns}.")
        raise DatasetError(text.format(table=title, name=name, columns=", ".join(table.columns)))
    return table.columns.index(name)


def _absent_reason(name: str) -> str:
    return _("A file that the system keeps for itself.") if is_hidden(name) else _("The table has no row for it.")


def _decode(data: bytes, title: str) -> str:
    if len(data) > MOST_MEGABYTES * 1_000_000:
        text = _("{table} has {size:,.0f} MB; at most {most:,} MB are allowed.")
        raise DatasetError(text.format(table=title, size=len(data) / 1_000_000, most=MOST_MEGABYTES))
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and text.count("\n") <= MOST_ROWS:
            # Paths are compared with those of the files, which are put together (NFC) too.
            return unicodedata.normalize("NFC", text)
    text = _("{table} is not a CSV in UTF-8 or CP949 of at most {most:,} rows.")
    raise DatasetError(text.format(table=title, most=MOST_ROWS))


class _Finder:
    """Finds files by the paths that people write: whole, or from some folder on, or with folders before it.

    Args:
        names: the files that there are; nothing outside them is ever found.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._exact = {name: index for index, name in enumerate(names)}
        # Names that end alike stand together, written backwards.
        self._backwards = sorted((name[::-1], index) for index, name in enumerate(names))
        self._deepest = max((name.count("/") for name in names), default=0)

    def find(self, path: str) -> int | None:
        """The one file that a path means, or None."""
        parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
        if not parts:
            return None
        # Some tables leave the ending out.
        endings = ("", *IMAGE_ENDINGS)
        return next((index for ending in endings if (index := self._find(parts, ending)) is not None), None)

    def _find(self, parts: list[str], ending: str) -> int | None:
        path = "/".join(parts) + ending
        if path in self._exact:
            return self._exact[path]
        # With folders before it that the archive hasn't, the most that is there; or with some left out.
        start = max(1, len(parts) - 1 - self._deepest)
        tails = ("/".join(parts[first:]) + ending for first in range(start, len(parts)))
        above = next((self._exact[tail] for tail in tails if tail in self._exact), None)
        found = {*self._find_below(path), *([] if above is None else [above])}
        return found.pop() if len(found) == 1 else None

    def _find_below(self, path: str) -> list[int]:
        """The first two files that have this path in some folder."""
        key = ("/" + path)[::-1]
        first = bisect_left(self._backwards, (key, 0))
        return [index for name, index in self._backwards[first : first + 2] if name.startswith(key)]
