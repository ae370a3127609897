"""What became of every file of an import."""

from dataclasses import dataclass
from typing import Any

from lab.datasets.base import Skipped
from lab.source_text import pack_text, unpack_text


@dataclass(frozen=True)
class Report:
    """What became of every file of an import.

    Attributes:
        total: files there were.
        imported: how many became images of the data set.
        skipped: every other one, with its reason.
        notes: what else its owner should know.
    """

    total: int
    imported: int
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """For a file or another process, with its texts for every reader."""
        skipped = [[one.file, pack_text(one.reason)] for one in self.skipped]
        notes = [pack_text(note) for note in self.notes]
        return {"total": self.total, "imported": self.imported, "skipped": skipped, "notes": notes}

    @classmethod
    def from_json(cls, values: Any) -> "Report":  # noqa: ANN401 - whatever JSON holds
        """What `to_json` gave.

        Raises:
            KeyError: something is missing.
            TypeError, ValueError: something is not what it should be.
        """
        skipped = tuple(Skipped(file, unpack_text(reason)) for file, reason in values["skipped"])
        return cls(values["total"], values["imported"], skipped, tuple(map(unpack_text, values["notes"])))
