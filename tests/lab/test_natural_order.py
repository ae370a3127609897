import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.natural_order import natural_key


@pytest.mark.parametrize(
    "names",
    [
        ["1", "2", "10"],
        ["cat 2.png", "cat 10.png", "dog 1.png"],
        ["a9b2", "a9b10", "a10b1"],
        ["고양이 2", "고양이 10"],
        ["x", "x1", "xa"],
    ],
)
def test_numbers_in_names_count_as_numbers(names):
    assert sorted(reversed(names), key=natural_key) == names


def test_numbers_of_thousands_of_digits_are_ordered_too():
    names = ["1" * 5_000, "2" * 5_000, "1" + "0" * 5_000]
    assert sorted(names[::-1], key=natural_key) == names


@given(st.lists(st.text(st.sampled_from("019²٣৪①-aä고"), max_size=6)))
def test_any_names_have_one_order(names):
    ordered = sorted(names, key=natural_key)
    assert sorted(names[::-1], key=natural_key) == ordered


@given(st.integers(0), st.integers(0))
def test_the_order_is_that_of_the_numbers(first, second):
    assert (natural_key(f"a{first}") < natural_key(f"a{second}")) == (first < second)
