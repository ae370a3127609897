"""A test's figures are scikit-learn's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.errors import RunError
from lab.judging.report import (
    Predictions,
    calibrate,
    count_confusion,
    find_cell,
    judge_classes,
    read_predictions,
    top_k_accuracy,
)  # fmt: skip


def make(seed: int, count: int, classes: int) -> Predictions:
    generator = np.random.default_rng(seed)
    probabilities = generator.dirichlet(np.ones(classes), count).astype(np.float32)
    return Predictions(generator.integers(0, classes, count), probabilities, np.arange(count))


@given(st.integers(0, 1000), st.integers(1, 60), st.integers(2, 6))
def test_matrix_and_figures_are_scikit_learn_s(seed, count, classes):
    from sklearn.metrics import confusion_matrix, precision_recall_fscore_support, top_k_accuracy_score

    given_ = make(seed, count, classes)
    names = list(range(classes))
    confusion = count_confusion(given_)
    np.testing.assert_array_equal(confusion, confusion_matrix(given_.labels, given_.predicted, labels=names))
    expected = precision_recall_fscore_support(given_.labels, given_.predicted, labels=names, zero_division=0)
    figures = judge_classes(confusion)
    for place, name in enumerate(("precision", "recall", "f1", "count")):
        np.testing.assert_allclose([getattr(one, name) for one in figures], expected[place], atol=1e-12)
    if classes > 2:
        score = top_k_accuracy_score(given_.labels, given_.probabilities, k=2, labels=names)
        assert top_k_accuracy(given_, 2) == pytest.approx(score)
    assert top_k_accuracy(given_, classes) == 1


@given(st.integers(0, 1000), st.integers(1, 200), st.integers(2, 5))
def test_calibration_counts_every_image_once(seed, count, classes):
    calibration = calibrate(make(seed, count, classes))
    assert sum(calibration.counts) == count
    assert 0 <= calibration.error <= 1
    assert list(calibration.sure) == sorted(calibration.sure)


def test_a_network_that_is_always_sure_and_right_is_calibrated_and_one_that_is_wrong_is_not():
    labels = np.array([0, 1, 0, 1])
    sure = np.eye(2, dtype=np.float32)[labels]
    assert calibrate(Predictions(labels, sure, labels)).error == 0
    assert calibrate(Predictions(1 - labels, sure, labels)).error == 1


def test_a_cell_s_images_come_surest_first():
    probabilities = np.array([[0.4, 0.6], [0.1, 0.9], [0.8, 0.2]], np.float32)
    predictions = Predictions(np.array([0, 0, 0]), probabilities, np.arange(3))
    assert find_cell(predictions, 0, 1).tolist() == [1, 0]
    assert find_cell(predictions, 1, 1).tolist() == []


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x03\x04"])
def test_a_damaged_file_is_named(tmp_path, content):
    path = tmp_path / "predictions.npz"
    path.write_bytes(content)
    with pytest.raises(RunError, match=r"predictions\.npz"):
        read_predictions(path)
