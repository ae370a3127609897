import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.config import Split
from lab.datasets import DATASETS
from lab.datasets.base import ArraySource
from lab.datasets.digits import Digits
from lab.datasets.prepared import prepare_images
from lab.datasets.samples import class_counts, sample_indices
from lab.datasets.shapes import SHAPES, Shapes
from lab.datasets.splitting import split_indices
from lab.errors import DatasetError
from lab.settings import load_settings

BUNDLED = [Digits(), Shapes(count=60)]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_HOME", str(tmp_path))
    load_settings.cache_clear()
    yield
    load_settings.cache_clear()


@pytest.mark.parametrize("dataset", BUNDLED, ids=lambda dataset: dataset.name)
def test_a_bundled_set_opens_and_suggests_its_own_size(dataset):
    source = dataset.open()
    assert len(source.class_names) == len(np.unique(source.labels))
    loaded = prepare_images(dataset, dataset.suggest())
    assert loaded.images.shape == (len(source), *dataset.suggest().input_shape)
    np.testing.assert_array_equal(loaded.images.take(slice(3, 4))[0], source.read(3))


@pytest.mark.parametrize("cls", DATASETS.classes(), ids=lambda cls: cls.__name__)
def test_a_set_that_is_not_there_says_so_in_a_sentence(cls):
    if cls().name in [dataset.name for dataset in BUNDLED]:
        return
    with pytest.raises(DatasetError, match=r"not on this machine yet|Choose images"):
        cls().open()


def test_digits_are_scikit_learn_s():
    from sklearn.datasets import load_digits

    expected = load_digits()
    source = Digits().open()
    np.testing.assert_array_equal(source.labels, expected.target)
    np.testing.assert_array_equal(source.images[..., 0], (expected.images * 255 // 16).astype(np.uint8))


def test_shapes_are_the_same_for_the_same_seed_and_as_many_as_asked():
    first, again, other = (Shapes(count=24, num_classes=8, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.open().images, again.model_copy().open().images)
    assert (first.open().images != other.open().images).any()
    assert first.open().class_names == tuple(SHAPES)
    assert np.bincount(first.open().labels).tolist() == [3] * 8


def test_shapes_without_variation_are_white_on_black_in_the_middle():
    plain = Shapes(count=20, color_variation=0, shift=0, rotation_degrees=0, noise=0, num_classes=2).open()
    for image in plain.images:
        assert image[16, 16].tolist() == [255, 255, 255]
        assert image[0, 0].tolist() == [0, 0, 0]


def split_of(labels, parts=None, **options):
    labels = np.asarray(labels)
    names = [f"class {label}" for label in range(labels.max() + 1)]
    return split_indices(labels, parts or [""] * len(labels), names, Split(**options))


def test_the_course_s_split_is_scikit_learn_s():
    from sklearn.model_selection import train_test_split

    labels = Digits().open().labels
    rest, test = train_test_split(np.arange(len(labels)), test_size=0.2, random_state=124, stratify=labels)
    train, validation = train_test_split(rest, test_size=0.2, random_state=124, stratify=labels[rest])
    found = split_of(labels, validation_split=0.2, test_split=0.2, seed=124)
    for part, expected in {"train": train, "validation": validation, "test": test}.items():
        np.testing.assert_array_equal(found[part], expected)


@settings(max_examples=30)
@given(st.integers(2, 4), st.integers(20, 40), st.floats(0.1, 0.5), st.floats(0.1, 0.5), st.integers(0, 1000))
def test_every_image_is_in_exactly_one_part_and_every_class_in_each(classes, each, validation, test, seed):
    labels = np.repeat(np.arange(classes), each)
    found = split_of(labels, validation_split=validation, test_split=test, seed=seed)
    assert sorted(np.concatenate(list(found.values())).tolist()) == list(range(len(labels)))
    for indices in found.values():
        assert set(labels[indices]) == set(range(classes))


def test_parts_that_the_set_gives_are_kept():
    labels = np.tile([0, 1], 30)
    parts = ["train"] * 40 + ["test"] * 20
    found = split_of(labels, parts)
    assert found["test"].tolist() == list(range(40, 60))
    assert sorted([*found["train"], *found["validation"]]) == list(range(40))
    parts = ["train"] * 20 + ["validation"] * 20 + ["test"] * 20
    assert split_of(labels, parts)["train"].tolist() == list(range(20))


def test_parts_that_the_set_gives_can_be_mixed():
    labels = np.tile([0, 1], 30)
    mixed = split_of(labels, ["train"] * 40 + ["test"] * 20, keep_parts=False)
    assert {part: indices.tolist() for part, indices in mixed.items()} == {
        part: indices.tolist() for part, indices in split_of(labels).items()
    }


@settings(max_examples=30)
@given(st.lists(st.integers(0, 39), min_size=60, max_size=60), st.integers(0, 1000), st.booleans())
def test_a_group_is_never_divided(groups, seed, given_parts):
    labels = np.concatenate([np.tile([0, 1], 30), np.tile([0, 1], 20)])
    # The last forty are alone, so that every class has enough.
    numbers = np.concatenate([groups, np.arange(60, 100)])
    parts = ["test" if number % 7 == 0 else "" for number in range(100)] if given_parts else [""] * 100
    found = split_indices(labels, parts, ["a", "b"], Split(seed=seed), numbers)
    assert sorted(np.concatenate(list(found.values())).tolist()) == list(range(100))
    part_of = {int(index): part for part, indices in found.items() for index in indices}
    for number in set(groups):
        members = np.flatnonzero(numbers == number)
        assert len({part_of[int(index)] for index in members}) == 1
        if given_parts and all(parts[index] == "test" for index in members):
            assert part_of[int(members[0])] == "test"


def test_groups_of_one_are_no_groups():
    labels = Digits().open().labels
    alone = split_indices(labels, [""] * len(labels), list("0123456789"), Split(), np.arange(len(labels)) + 7)
    for part, expected in split_of(labels).items():
        np.testing.assert_array_equal(alone[part], expected)


def test_too_few_images_are_refused_with_the_class_and_the_count():
    with pytest.raises(DatasetError, match="`class 1` has 1"):
        split_of([0] * 20 + [1])


def test_samples_and_counts():
    source = ArraySource(
        np.zeros((6, 4, 4, 1), np.uint8), np.array([0, 0, 0, 1, 1, 1]), ("a", "b"), ["train"] * 5 + ["test"]
    )
    assert [(label, len(indices)) for label, indices in sample_indices(source, 2, seed=0)] == [(0, 2), (1, 2)]
    assert {part: counts.tolist() for part, counts in class_counts(source).items()} == {"train": [3, 2], "test": [0, 1]}
