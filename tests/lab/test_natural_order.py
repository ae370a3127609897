from hypothesis import given
from hypothesis import strategies as st

from lab.natural_order import natural_key


def test_numbers_in_names_count_as_numbers():
    names = ["img10", "img2", "img1", "a", "10", "9", "img01"]
    assert sorted(names, key=natural_key) == ["9", "10", "a", "img01", "img1", "img2", "img10"]


@given(st.lists(st.text(max_size=8), unique=True))
def test_any_names_have_one_order(names):
    assert sorted(names, key=natural_key) == sorted(reversed(names), key=natural_key)
