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

SLOW_POINTS = 3
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
        images_per_second, num_classes = _read_speed(folder.path)
        size = measure(past, num_classes)
    except LabError:
        return None
    if not images_per_second:
        return None
    return past.batch_size / images_per_second / Machine().estimate_step(size, past.batch_size)


@lru_cache(maxsize=256)
def _read_speed(path: Path) -> tuple[float, int]:
    """Images a second while it trained, and the number of classes; 0 where it did not come that far."""
    folder = RunFolder(path)
    points = [event for event in read_events(folder.events_path)[0] if event["kind"] == "batch"]
    # The first ones are slow: memory is taken for the first time.
    speeds = [float(point["images_per_second"]) for point in points[SLOW_POINTS:] or points]
    if not speeds:
        return 0.0, 1
    return statistics.median(speeds), len(folder.read_json(folder.labels_path))
