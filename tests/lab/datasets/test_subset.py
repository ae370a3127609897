import numpy as np
import pytest

from lab.datasets.subset import Subset

ARRAY = np.arange(10, dtype=np.uint8).reshape(10, 1, 1, 1).repeat(12, axis=3)


def test_what_is_chosen_from_what_was_chosen_is_the_right_image_with_its_label():
    chosen = Subset.whole(ARRAY, np.arange(10)).choose(np.array([9, 4, 2, 7])).choose(slice(1, 3))
    assert len(chosen) == 2
    assert chosen.shape == (2, 1, 1, 12)
    assert chosen.labels.tolist() == [4, 2]
    assert chosen.take()[:, 0, 0, 0].tolist() == [4, 2]
    assert chosen.take(np.array([1, 1]))[:, 0, 0, 0].tolist() == [2, 2]


def test_choosing_copies_nothing_and_taking_does():
    subset = Subset.whole(ARRAY).choose(slice(2, 5))
    assert subset.array is ARRAY
    assert not np.shares_memory(subset.take(), ARRAY)


@pytest.mark.parametrize(("most_bytes", "lengths"), [(1, [1] * 7), (36, [3, 3, 1]), (10**9, [7])])
def test_chunks_hold_everything_once_in_order(most_bytes, lengths):
    chunks = list(Subset.whole(ARRAY).choose(slice(3, 10)).chunks(most_bytes))
    assert [len(chunk) for chunk in chunks] == lengths
    assert np.concatenate(chunks)[:, 0, 0, 0].tolist() == list(range(3, 10))
