from hypothesis import given
from hypothesis import strategies as st

from lab.architectures.stack_editing import duplicate, insert, move, remove, replace
from lab.layers.dense import Dense
from lab.network import StackItem, name_items

STACKS = st.lists(st.integers(1, 100), min_size=1, max_size=8, unique=True).map(
    lambda units: tuple(StackItem(label=f"layer{one}", block=Dense(units=one)) for one in units)
)


@given(STACKS, st.data())
def test_what_is_done_can_be_undone_and_nothing_else_changes(stack, data):
    place = data.draw(st.integers(0, len(stack) - 1))
    assert remove(insert(stack, place, Dense()), place) == stack
    assert remove(duplicate(stack, place), place + 1) == stack
    assert replace(replace(stack, place, StackItem(block=Dense())), place, stack[place]) == stack
    by = data.draw(st.integers(-10, 10))
    moved = move(stack, place, by)
    assert sorted(moved, key=str) == sorted(stack, key=str)
    assert moved.index(stack[place]) == max(0, min(len(stack) - 1, place + by))
    assert [one for one in moved if one != stack[place]] == [one for one in stack if one != stack[place]]


@given(STACKS, st.data())
def test_a_copy_has_the_same_settings_and_another_name(stack, data):
    place = data.draw(st.integers(0, len(stack) - 1))
    copied = duplicate(stack, place)
    assert copied[place + 1].block == copied[place].block
    assert len(set(name_items(copied))) == len(copied)
