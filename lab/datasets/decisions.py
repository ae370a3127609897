"""What somebody decided about an imported data set; with the contents it makes a version."""

import hashlib

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.registry import Settings


class Decisions(Settings):
    """What is called otherwise, left out or held together; the images themselves are never touched.

    Attributes:
        class_names: what classes are called, by the name that they were imported under; two that are called the same
            are one. Those that keep their name are left out here.
        left_out: positions in the table of images that don't take part.
        together: sets of positions that never land on both sides of a split, such as duplicates.
    """

    class_names: dict[str, str] = Field(default_factory=dict)
    left_out: tuple[int, ...] = ()
    together: tuple[tuple[int, ...], ...] = ()

    def version(self, content_hash: str) -> str:
        """The hash of contents and decisions, 16 hexadecimal digits."""
        return hashlib.sha256((content_hash + self._canonical().model_dump_json()).encode()).hexdigest()[:16]

    def _canonical(self) -> "Decisions":
        """The same decisions in one order, so that their order makes no version of its own."""
        return Decisions(
            class_names={old: new for old, new in sorted(self.class_names.items()) if old != new},
            left_out=tuple(sorted(set(self.left_out))),
            together=tuple(sorted(tuple(sorted(set(one))) for one in self.together)),
        )

    def leave_out(self, positions: list[int]) -> "Decisions":
        """The decisions with these images left out."""
        return self.model_copy(update={"left_out": tuple(sorted({*self.left_out, *positions}))})

    def put_back(self, positions: list[int]) -> "Decisions":
        """The decisions with these images in again."""
        return self.model_copy(update={"left_out": tuple(sorted({*self.left_out} - {*positions}))})

    def rename(self, class_names: dict[str, str]) -> "Decisions":
        """The decisions with these names for the classes."""
        return self.model_copy(update={"class_names": {old: new for old, new in class_names.items() if old != new}})

    def hold_together(self, sets: list[tuple[int, ...]]) -> "Decisions":
        """The decisions with these sets on one side of the split each; sets that share an image become one."""
        return self.model_copy(update={"together": merge_sets([*self.together, *sets])})


def merge_sets(sets: list[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """Join sets that share a member.

    Args:
        sets: of numbers, each at least one.

    Returns:
        Sets without a member in common, each ascending, in the order of their first members.
    """
    parent: dict[int, int] = {}

    def find(one: int) -> int:
        while parent.setdefault(one, one) != one:
            parent[one] = one = parent[parent[one]]
        return one

    for members in sets:
        for member in members[1:]:
            parent[find(member)] = find(members[0])
    joined: dict[int, list[int]] = {}
    for member in sorted({member for members in sets for member in members}):
        joined.setdefault(find(member), []).append(member)
    return tuple(sorted(tuple(members) for members in joined.values()))


def number_sets(count: int, sets: list[tuple[int, ...]]) -> NDArray[np.int64]:
    """Number things so that those of one set have the same number.

    Args:
        count: how many things there are.
        sets: of their indices; sets that share one are one; a thing in none is alone.

    Returns:
        (count,), int64: for each the first member of its set.
    """
    numbers = np.arange(count)
    for members in merge_sets([members for members in sets if members]):
        numbers[list(members)] = members[0]
    return numbers
