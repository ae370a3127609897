"""What a table of runs shows, from the index alone: no run's folder is opened."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lab.comparing import Difference, Leaf, compare_leaves, flatten_config
from lab.runs.record import RunRecord

Grouping = Literal["dataset", "architecture", "state", "tags"]
GROUPINGS: Mapping[Grouping, Callable[[RunRecord], str]] = {
    "dataset": lambda record: record.dataset,
    "architecture": lambda record: record.architecture,
    "state": lambda record: record.state.value,
    "tags": lambda record: ", ".join(record.tags),
}
# By which column, and whether the lowest (1) or the highest (-1) comes first.
ORDERS = {"number": -1, "test_accuracy": -1, "best_val_accuracy": -1, "best_val_loss": 1}


def differing_settings(records: Sequence[RunRecord]) -> list[Difference]:
    """The settings in which runs differ, with a value for each run.

    Args:
        records: any number.
    """
    return compare_leaves([_flatten(record.config) for record in records]) if records else []


def find_runs(records: Sequence[RunRecord], words: str) -> list[RunRecord]:
    """The runs in whose name, note, tags, state, data set, network or settings every word occurs.

    Args:
        records: where to look.
        words: separated by spaces; capitals make no difference.
    """
    wanted = words.casefold().split()
    return [record for record in records if all(word in _text_of(record) for word in wanted)]


def _text_of(record: RunRecord) -> str:
    parts = [f"#{record.number}", record.name, record.note, *record.tags, record.state.value, record.dataset]
    settings = (f"{leaf.label} {leaf.text}" for leaf in _flatten(record.config).values())
    return " ".join([*parts, record.architecture, *settings]).casefold()


@lru_cache(maxsize=4096)
def _flatten(config: str) -> Mapping[str, Leaf]:
    return flatten_config(json.loads(config))


@dataclass(frozen=True)
class RunGroup:
    """Runs that have something in common.

    Attributes:
        value: what they have in common.
        records: the runs, in the order in which they were given.
        best: the one with the highest test accuracy; where none was tested, with the highest validation accuracy.
    """

    value: str
    records: tuple[RunRecord, ...]
    best: RunRecord | None


def group_runs(records: Iterable[RunRecord], by: Grouping) -> list[RunGroup]:
    """Put runs into groups, each where its first run stands.

    Args:
        records: any number.
        by: what the runs of a group have in common; of their tags, all.
    """
    read = GROUPINGS[by]
    groups: dict[str, list[RunRecord]] = {}
    for record in records:
        groups.setdefault(read(record), []).append(record)
    return [RunGroup(value, tuple(members), find_best(members)) for value, members in groups.items()]


def find_best(records: Iterable[RunRecord]) -> RunRecord | None:
    """The run with the highest test accuracy, else with the highest validation accuracy; None where none has either."""
    records = list(records)
    for order in ("test_accuracy", "best_val_accuracy"):
        first = next(iter(sort_runs(records, order)), None)
        if first is not None and getattr(first, order) is not None:
            return first
    return None


def sort_runs(records: Iterable[RunRecord], by: str) -> list[RunRecord]:
    """Put the best first, and runs without a value last; equal ones stay in their order.

    Args:
        records: any number.
        by: one of `ORDERS`.
    """
    sign = ORDERS[by]

    def place(record: RunRecord) -> tuple[bool, float]:
        value = getattr(record, by)
        return value is None, 0.0 if value is None else sign * value

    return sorted(records, key=place)
