"""What a table of runs shows, from the index alone: no run's folder is opened."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

from lab.comparing import Difference, Leaf, compare_leaves, flatten_config
from lab.runs.record import RunRecord


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
