import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lab.datasets.decisions import Decisions, merge_sets, number_sets

POSITIONS = st.lists(st.integers(0, 20), max_size=8)
SETS = st.lists(st.lists(st.integers(0, 15), min_size=1, max_size=4).map(tuple), max_size=6)


@given(POSITIONS, POSITIONS, SETS, st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=3))
def test_the_same_decisions_are_the_same_version_in_whatever_order(first, second, sets, names):
    one = Decisions().leave_out(first).leave_out(second).rename(names).hold_together(sets)
    other = Decisions().rename(dict(reversed(names.items()))).hold_together(sets[::-1]).leave_out(second + first)
    assert one.version("x") == other.version("x")
    assert one.version("x") != one.version("y")
    again = Decisions.model_validate_json(one.model_dump_json())
    assert again.version("x") == one.version("x")


@given(POSITIONS, POSITIONS)
def test_what_was_left_out_can_be_put_back(first, second):
    decisions = Decisions().leave_out(first)
    assert set(decisions.leave_out(second).put_back(second).left_out) == set(first) - set(second)


def test_a_class_called_by_its_own_name_is_no_decision():
    assert Decisions().rename({"a": "a"}) == Decisions()


@given(SETS)
def test_sets_that_share_a_member_become_one(sets):
    merged = merge_sets(sets)
    members = [member for one in merged for member in one]
    assert sorted(members) == sorted({member for one in sets for member in one})
    for one in sets:
        assert any(set(one) <= set(joined) for joined in merged)
    assert list(merged) == sorted(merged)


def test_members_of_a_set_have_one_number():
    np.testing.assert_array_equal(number_sets(6, [(4, 1), (5,), (), (1, 3)]), [0, 1, 2, 1, 1, 5])
