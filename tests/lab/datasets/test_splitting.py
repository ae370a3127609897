import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.config import Split
from lab.datasets.splitting import split_indices
from lab.errors import DatasetError

NAMES = ("cat", "dog", "fox", "owl")


def divide(labels, parts=None, **options):
    labels = np.asarray(labels)
    return split_indices(labels, parts or [""] * len(labels), NAMES[: labels.max() + 1], Split(**options))


@settings(max_examples=40)
@given(
    st.lists(st.integers(1, 12), min_size=2, max_size=4), st.floats(0.05, 0.9), st.floats(0.05, 0.9),
    st.integers(0, 2**31 - 1), st.lists(st.sampled_from(["", "train", "validation", "test"]), max_size=48),
)  # fmt: skip
def test_it_is_a_partition_that_keeps_given_parts_or_a_sentence(counts, validation, test, seed, given_parts):
    labels = np.repeat(np.arange(len(counts)), counts)
    parts = (given_parts + [""] * len(labels))[: len(labels)]
    options = {"validation_split": validation, "test_split": test, "seed": seed}
    try:
        found = divide(labels, parts, **options)
    except DatasetError as error:
        assert "Add images, or change the split." in str(error)
        return
    assert sorted(np.concatenate(list(found.values())).tolist()) == list(range(len(labels)))
    assert set(labels[found["train"]]) == set(labels)
    for index, part in enumerate(parts):
        if part in ("validation", "test"):
            assert index in found[part]
    again = divide(labels, parts, **options)
    for part, indices in found.items():
        np.testing.assert_array_equal(again[part], indices)


def test_validation_is_taken_from_a_given_training_part_as_scikit_learn_does_it():
    from sklearn.model_selection import train_test_split

    labels = np.tile([0, 1, 2], 40)
    parts = ["train"] * 90 + ["test"] * 30
    train, validation = train_test_split(np.arange(90), test_size=0.25, random_state=7, stratify=labels[:90])
    found = divide(labels, parts, validation_split=0.25, seed=7)
    np.testing.assert_array_equal(found["train"], train)
    np.testing.assert_array_equal(found["validation"], validation)
    assert found["test"].tolist() == list(range(90, 120))


@pytest.mark.parametrize(
    ("parts", "minimum"),
    [("", 3), ("train", 3), ("test", 2), ("validation", 2)],
)
def test_too_few_images_name_the_class_the_count_and_the_minimum(parts, minimum):
    # Twenty cats for every part that is given, twenty that are left open, and one dog in each.
    labels = [0] * 20 + [1] + [0] * 20 + [1]
    given_parts = [""] * 21 + [parts] * 21
    count = 1 if parts in ("test", "validation") else 2
    with pytest.raises(DatasetError, match=f"`dog` has {count}, at least {minimum} are needed"):
        divide(labels, given_parts)


def test_a_training_part_without_a_class_is_refused():
    with pytest.raises(DatasetError, match="`dog` has 0, at least 1 are needed"):
        divide([0, 0, 0, 1, 0, 1], ["train", "train", "validation", "validation", "test", "test"])


@pytest.mark.parametrize("options", [{"test_split": 0.01}, {"test_split": 0.9}])
def test_a_split_too_small_for_every_class_says_what_it_would_give(options):
    with pytest.raises(DatasetError, match=r"divides 16 images into \d+ and \d+; at least 4 are needed"):
        divide(np.tile(np.arange(4), 4), **options)
