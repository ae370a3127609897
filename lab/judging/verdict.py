"""What two tests say about two networks: whether a difference is more than chance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lab.judging.interval import wilson_interval

SIGNIFICANT = 0.05


@dataclass(frozen=True)
class TestResult:
    """A network's test.

    Attributes:
        accuracy: 0…1.
        count: how many images.
        right: for each image whether it was taken for what it is, (count,); None where that was not kept.
        labels: the images' classes, (count,), to see that two tests are of the same images; None as above.
    """

    accuracy: float
    count: int
    right: NDArray[np.bool_] | None = None
    labels: NDArray[np.int64] | None = None

    # Not a class of tests, whatever its name begins with.
    __test__ = False

    @property
    def interval(self) -> tuple[float, float]:
        """Where the accuracy on endlessly many such images lies, with 95 % confidence."""
        return wilson_interval(round(self.accuracy * self.count), self.count)


@dataclass(frozen=True)
class Verdict:
    """What two tests say.

    Attributes:
        better: "a", "b", or None where chance alone may have made the difference.
        p: how likely chance alone makes such a difference or a larger one.
        method: "mcnemar" on the same images, "proportions" otherwise.
        only_a: images that only the first one took for what they are; None without the images.
        only_b: the same for the second one.
    """

    better: Literal["a", "b"] | None
    p: float
    method: Literal["mcnemar", "proportions"]
    only_a: int | None = None
    only_b: int | None = None


def judge(a: TestResult, b: TestResult) -> Verdict:
    """Whether one of two networks is better: image by image on the same images, else by their shares."""
    if a.right is not None and b.right is not None and _are_same_images(a, b):
        only_a, only_b = int((a.right & ~b.right).sum()), int((b.right & ~a.right).sum())
        p = mcnemar_p(only_a, only_b)
        return Verdict(_choose(p, only_a - only_b), p, "mcnemar", only_a, only_b)
    p = proportions_p(a, b)
    return Verdict(_choose(p, a.accuracy - b.accuracy), p, "proportions")


def mcnemar_p(only_a: int, only_b: int) -> float:
    """How likely a fair coin falls so unevenly: McNemar's test, exact, on images where just one of two is right.

    Source: Q. McNemar, "Note on the sampling error of the difference between correlated proportions", 1947.
    """
    count, fewer = only_a + only_b, min(only_a, only_b)
    logs = [_log_binomial(count, taken) - count * math.log(2) for taken in range(fewer + 1)]
    return min(1.0, 2 * math.fsum(math.exp(one) for one in logs))


def proportions_p(a: TestResult, b: TestResult) -> float:
    """How likely two shares differ so much by chance: the two-sided test with pooled variance."""
    pooled = (a.accuracy * a.count + b.accuracy * b.count) / max(1, a.count + b.count)
    variance = pooled * (1 - pooled) * (1 / max(1, a.count) + 1 / max(1, b.count))
    if variance == 0:
        return 1.0
    return math.erfc(abs(a.accuracy - b.accuracy) / math.sqrt(2 * variance))


def describe_lead(a: Sequence[float | None], b: Sequence[float | None]) -> list[tuple[int, Literal["a", "b"]]]:
    """Who was ahead when, of two curves where lower is better.

    Args:
        a: a value for each epoch, None where it was not finite.
        b: the same.

    Returns:
        (epoch from 1, who is ahead from there on), a change a line; epochs that only one has do not count.
    """
    changes: list[tuple[int, Literal["a", "b"]]] = []
    for epoch, (one, other) in enumerate(zip(a, b, strict=False), 1):
        first, second = (math.inf if value is None or math.isnan(value) else value for value in (one, other))
        if first == second:
            continue
        ahead: Literal["a", "b"] = "a" if first < second else "b"
        if not changes or changes[-1][1] != ahead:
            changes.append((epoch, ahead))
    return changes


def _choose(p: float, difference: float) -> Literal["a", "b"] | None:
    if p >= SIGNIFICANT or difference == 0:
        return None
    return "a" if difference > 0 else "b"


def _are_same_images(a: TestResult, b: TestResult) -> bool:
    return a.labels is not None and b.labels is not None and np.array_equal(a.labels, b.labels)


def _log_binomial(count: int, taken: int) -> float:
    return math.lgamma(count + 1) - math.lgamma(taken + 1) - math.lgamma(count - taken + 1)
