import numpy as np

from lab.datasets.base import ArraySource
from lab.datasets.samples import class_counts, sample_indices


def make(labels, parts=None):
    labels = np.asarray(labels)
    return ArraySource(np.zeros((len(labels), 2, 2, 1), np.uint8), labels, ("a", "b", "c"), parts)


def test_samples_are_of_their_class_different_and_the_same_for_the_same_seed():
    source = make(np.arange(300) % 3)
    chosen = sample_indices(source, 5, seed=1)
    assert [label for label, _indices in chosen] == [0, 1, 2]
    for label, indices in chosen:
        assert len(set(indices.tolist())) == 5
        assert (source.labels[indices] == label).all()
    again, other = sample_indices(source, 5, seed=1), sample_indices(source, 5, seed=2)
    assert [indices.tolist() for _label, indices in again] == [indices.tolist() for _label, indices in chosen]
    assert [indices.tolist() for _label, indices in other] != [indices.tolist() for _label, indices in chosen]


def test_a_class_with_fewer_gives_all_it_has():
    chosen = dict(sample_indices(make([0, 0, 1]), 5, seed=0))
    assert {label: indices.tolist() for label, indices in chosen.items()} == {0: [0, 1], 1: [2], 2: []}


def test_counts_are_by_part_in_a_fixed_order_and_know_empty_classes():
    counts = class_counts(make([0, 0, 1, 1], ["test", "train", "train", ""]))
    assert list(counts) == ["train", "test", ""]
    assert {part: count.tolist() for part, count in counts.items()} == {
        "train": [1, 1, 0],
        "test": [1, 0, 0],
        "": [0, 1, 0],
    }
    assert sum(count.sum() for count in counts.values()) == 4
