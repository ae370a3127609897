from hypothesis import given
from hypothesis import strategies as st

from lab.augmentation.editing import append, duplicate, move, remove, replace
from lab.augmentation.steps import Group, Step

FLIP, BLUR, TURN = (Step(transform=name) for name in ("HorizontalFlip", "Blur", "RandomRotate90"))
GROUP = Group(kind="one_of", steps=(FLIP, BLUR))
STEPS = (TURN, GROUP)
PATHS = st.lists(st.integers(-1, 3), min_size=1, max_size=3).map(tuple)


def test_steps_of_a_group_are_edited_where_they_stand():
    assert remove(STEPS, (1, 0))[1].steps == (BLUR,)
    assert duplicate(STEPS, (1, 1))[1].steps == (FLIP, BLUR, BLUR)
    assert move(STEPS, (1, 0), 1)[1].steps == (BLUR, FLIP)
    assert replace(STEPS, (0,), BLUR) == (BLUR, GROUP)
    assert append(STEPS, (1,), TURN)[1].steps == (FLIP, BLUR, TURN)
    assert append(STEPS, (), FLIP) == (*STEPS, FLIP)
    assert append(STEPS, (0,), FLIP) == STEPS


@given(PATHS, st.integers(-5, 5))
def test_a_move_loses_nothing_and_back_is_back(path, by):
    moved = move(STEPS, path, by)
    assert sorted(map(repr, moved)) == sorted(map(repr, STEPS)) or moved[1].steps in ((FLIP, BLUR), (BLUR, FLIP))


@given(PATHS)
def test_a_path_that_leads_nowhere_changes_nothing(path):
    leads = path in ((0,), (1,), (1, 0), (1, 1))
    assert (remove(STEPS, path) != STEPS) == leads
    assert (duplicate(STEPS, path) != STEPS) == leads
