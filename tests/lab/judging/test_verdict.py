import numpy as np
import pytest

from lab.judging.interval import wilson_interval
from lab.judging.verdict import TestResult, describe_lead, judge, mcnemar_p


@pytest.mark.parametrize(
    ("successes", "count", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962), (95, 100, 0.8882, 0.9785)],
)
def test_intervals_are_those_of_the_tables(successes, count, low, high):
    assert wilson_interval(successes, count) == pytest.approx((low, high), abs=1e-4)


def test_no_images_say_nothing():
    assert wilson_interval(0, 0) == (0.0, 1.0)
    assert judge(TestResult(0.0, 0), TestResult(0.0, 0)).better is None


@pytest.mark.parametrize(("only_a", "only_b", "p"), [(0, 0, 1.0), (5, 5, 1.0), (0, 5, 0.0625), (1, 9, 0.021484)])
def test_mcnemar_is_the_exact_binomial_test(only_a, only_b, p):
    assert mcnemar_p(only_a, only_b) == pytest.approx(p, abs=1e-6)


def make_test(right: list[bool]) -> TestResult:
    values = np.array(right)
    return TestResult(float(values.mean()), len(values), values, np.zeros(len(values), np.int64))


def test_on_the_same_images_a_few_steady_mistakes_are_enough():
    a = make_test([True] * 190 + [False] * 10)
    b = make_test([True] * 180 + [False] * 20)
    verdict = judge(a, b)
    assert (verdict.better, verdict.method, verdict.only_a, verdict.only_b) == ("a", "mcnemar", 10, 0)
    # The shares alone would not tell.
    assert judge(TestResult(0.95, 200), TestResult(0.90, 200)).better is None


def test_without_the_images_shares_far_apart_are_told_apart():
    verdict = judge(TestResult(0.1, 360), TestResult(0.97, 360))
    assert (verdict.better, verdict.method) == ("b", "proportions")


def test_who_was_ahead_when():
    assert describe_lead([1.0, 0.9, 0.2], [0.8, 0.9, None, 0.1]) == [(1, "b"), (3, "a")]
    assert describe_lead([], [1.0]) == []
