"""Benchmarks by name, and the line that each prints."""

import importlib
import json
import pkgutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.bounds import BOUNDS

# Programs of their own; the rest of the package is imported, so that a new benchmark is a function in any file of it.
PROGRAMS = ("__main__", "feed_side", "network_side", "peak_side", "plain", "untrained_side")


@dataclass(frozen=True)
class Measurement:
    """What a benchmark found.

    Attributes:
        value: the figure, in the unit of its bound.
        compared_with: the other side of a ratio, or what the figure is of.
        how: how it was measured, with the single figures behind it.
        condition: what must be true besides the bound is true.
    """

    value: float
    compared_with: str
    how: str
    condition: bool = True


Benchmark = Callable[[], Measurement]
BENCHMARKS: dict[str, Benchmark] = {}


def benchmark(function: Benchmark) -> Benchmark:
    """Register a benchmark under its function's name, which must have a bound."""
    name = function.__name__
    if name in BENCHMARKS or name not in BOUNDS:
        raise ValueError(f"`{name}` must be registered once and have a bound.")
    BENCHMARKS[name] = function
    return function


def load_benchmarks() -> None:
    """Import every file of the package that may hold one; they come in the order of their bounds."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name not in PROGRAMS:
            importlib.import_module(f"bench.{module.name}")
    ordered = {name: BENCHMARKS[name] for name in BOUNDS if name in BENCHMARKS}
    BENCHMARKS.clear()
    BENCHMARKS.update(ordered)


def describe(name: str, found: Measurement) -> str:
    """The JSON line of a measurement."""
    bound = BOUNDS[name]
    return json.dumps(
        {
            "name": name,
            "value": round(found.value, 3),
            "unit": bound.unit,
            "bound": f"{bound.relation} {bound.limit:g}",
            "holds": bound.holds(found.value) and found.condition,
            "compared_with": found.compared_with,
            "how": found.how,
        },
        ensure_ascii=False,
    )


def report(message: str) -> None:
    """Tell how far a benchmark is."""
    print(message, file=sys.stderr, flush=True)
