"""How fast past runs were, against the estimate."""

import statistics
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from lab.config import RunConfig
from lab.cost.machine import Machine
from lab.cost.size import NetworkSize
from lab.errors import LabError
from lab.runs.event_log import read_events
from lab.runs.run_folder import RunFolder

FEWEST_SECONDS = 0.2
Measure = Callable[[RunConfig, int], NetworkSize]


def find_slowness(config: RunConfig, folders: Iterable[RunFolder], measure: Measure, most: int = 3) -> float | None:
    """The seconds here for a second in the model, from runs of the same network.

    Args:
        config: what shall be trained.
        folders: of ended runs, the newest first.
        measure: sizes up the network of a config for a number of classes.
        most: how many runs are enough.

    Returns:
        The median; None where there was no such run.
    """
    ratios: list[float] = []
    for folder in folders:
        if len(ratios) == most:
            break
        ratio = _find_ratio(folder, config, measure)
        if ratio is not None:
            ratios.append(ratio)
    return statistics.median(ratios) if ratios else None


def _find_ratio(folder: RunFolder, config: RunConfig, measure: Measure) -> float | None:
    try:
        past = folder.read_config()
        if past.architecture != config.architecture:
            return None
        seconds, steps, num_classes = _read_speed(folder.path)
        size = measure(past, num_classes)
    except LabError:
        return None
    if seconds < FEWEST_SECONDS:
        return None
    return seconds / steps / Machine().estimate_step(size, past.batch_size)


@lru_cache(maxsize=256)
def _read_speed(path: Path) -> tuple[float, int, int]:
    """Seconds of the fastest epoch, its steps, and the number of classes; 0 seconds where none was whole."""
    folder = RunFolder(path)
    events = read_events(folder.events_path)[0]
    fit = next((event for event in events if event["kind"] == "fit"), None)
    seconds = [float(event["seconds"]) for event in events if event["kind"] == "epoch"]
    if fit is None or not seconds:
        return 0.0, 1, 2
    return min(seconds), int(fit["batches"]), len(folder.read_json(folder.labels_path))
