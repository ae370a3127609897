"""Benchmarks by name, and the line that each prints."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass

from bench.bounds import BOUNDS


@dataclass(frozen=True)
class Measurement:
    """What a benchmark found.

    Attributes:
        value: the figure, in the unit of its bound.
        compared_with: the other side of a ratio, or what the figure is of.
        how: how it was measured, with the single figures behind it.
    """

    value: float
    compared_with: str
    how: str


Benchmark = Callable[[], Measurement]
BENCHMARKS: dict[str, Benchmark] = {}


def benchmark(function: Benchmark) -> Benchmark:
    """Register a benchmark under its function's name, which must have a bound."""
    name = function.__name__
    if name in BENCHMARKS or name not in BOUNDS:
        raise ValueError(f"`{name}` must be registered once and have a bound.")
    BENCHMARKS[name] = function
    return function


def describe(name: str, found: Measurement) -> str:
    """The JSON line of a measurement."""
    bound = BOUNDS[name]
    return json.dumps(
        {
            "name": name,
            "value": round(found.value, 3),
            "unit": bound.unit,
            "bound": f"{bound.relation} {bound.limit:g}",
            "holds": bound.holds(found.value),
            "compared_with": found.compared_with,
            "how": found.how,
        }
    )


def report(message: str) -> None:
    """Tell how far a benchmark is."""
    print(message, file=sys.stderr, flush=True)
