"""Looks are read whole, in order, and whatever a file holds."""

import io
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab.errors import RunError
from lab.files import replace_file
from lab.runs.insight import choose_epochs, list_epochs, read_insight, read_look
from lab.runs.run_folder import RunFolder
from tests.lab.runs.looking import LAYERS, make_insight, make_look, write_handful, write_look


@pytest.fixture
def folder(tmp_path) -> RunFolder:
    folder = RunFolder(tmp_path)
    write_handful(folder)
    return folder


def test_looks_come_in_order_from_before_training_to_the_epoch_that_the_run_has_come_to(folder):
    for epoch in (10, 2, 0, 1, 9):
        write_look(folder, epoch)
    insight = read_insight(folder, 9)
    assert [look.epoch for look in insight.looks] == [0, 1, 2, 9]
    assert insight.looks[0].layers == LAYERS
    np.testing.assert_array_equal(insight.looks[1].counts, make_look(1)["counts"])
    assert insight.handful.images.shape == (2, 6, 6, 3)


def test_a_look_that_is_written_anew_is_read_anew(folder):
    write_look(folder, 1)
    first = read_look(folder, 1)
    replace_file(folder.look_path(1), lambda path: np.savez_compressed(path, **make_look(77)))
    assert not np.array_equal(read_look(folder, 1).probabilities, first.probabilities)


def test_a_run_of_an_earlier_version_has_none(tmp_path):
    assert read_insight(RunFolder(tmp_path), 5) is None


def test_a_damaged_look_is_named_and_the_others_are_shown(folder):
    for epoch in range(4):
        write_look(folder, epoch)
    folder.look_path(2).write_bytes(folder.look_path(2).read_bytes()[:-40])
    np.savez(folder.look_path(3), **make_look(3, images=7))
    insight = read_insight(folder, 3)
    assert [look.epoch for look in insight.looks] == [0, 1]
    assert insight.damaged == ("epoch-0002.npz", "epoch-0003.npz")


@pytest.mark.parametrize("labels", [[0, 3], [0, -1], [0]])
def test_a_handful_of_other_classes_is_damaged(folder, labels):
    write_look(folder, 0)
    np.savez(folder.handful_path, images=np.zeros((2, 6, 6, 3), np.uint8), labels=np.array(labels))
    with pytest.raises(RunError, match=r"damaged: images\.npz"):
        read_insight(folder, 0)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9), st.integers(0, 255), st.booleans())
def test_whatever_byte_is_wrong_or_missing_nothing_but_a_sentence_comes_of_it(folder, place, value, cut):
    write_look(folder, 1)
    data = bytearray(folder.look_path(1).read_bytes())
    place %= len(data)
    data[place] = value
    folder.look_path(1).write_bytes(data[:place] if cut else data)
    try:
        assert read_look(folder, 1).layers
    except RunError as error:
        assert "epoch-0001.npz" in str(error)


def make_claim(count: int) -> bytes:
    """An array file whose header claims so many numbers, and holds eight."""
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f4", "fortran_order": False, "shape": (count, 3)})
    return header.getvalue() + bytes(32)


@pytest.mark.parametrize("count", [10**7, 10**9, 10**15])
def test_a_file_that_claims_to_be_huge_takes_no_memory(folder, count):
    write_look(folder, 1)
    with zipfile.ZipFile(folder.look_path(1), "w") as archive:
        archive.writestr("probabilities.npy", make_claim(count))
    tracemalloc.start()
    with pytest.raises(RunError):
        read_look(folder, 1)
    assert tracemalloc.get_traced_memory()[1] < 150e6
    tracemalloc.stop()


def test_no_pickle_is_ever_opened(folder, tmp_path):
    class Evil:
        def __reduce__(self):
            return open, (str(tmp_path / "it-ran"), "w")

    np.savez(folder.look_path(1), **{**make_look(1), "layers": np.array([Evil()], dtype=object)})
    with pytest.raises(RunError):
        read_look(folder, 1)
    assert not (tmp_path / "it-ran").exists()


def test_other_files_are_no_looks(folder):
    for name in (".new-x-epoch-0001.npz", "epoch-1.npz", "epoch-0001.npz.txt", "epoch-00x1.npz"):
        folder.handful_path.with_name(name).touch()
    assert list_epochs(folder) == []


@given(st.integers(0, 3000), st.integers(4, 100))
def test_few_epochs_are_chosen_the_same_ones_as_more_come_and_always_the_last(count, most):
    epochs = list(range(count))
    chosen = choose_epochs(epochs, most)
    assert chosen == sorted(set(chosen))
    assert len(chosen) <= most + 1
    assert chosen[-1:] == epochs[-1:]
    if count > 2:
        before = choose_epochs(epochs[:-1], most)
        assert len(set(before) & set(chosen)) >= min(len(before), len(chosen)) - 1


def test_a_thousand_epochs_are_read_thinned_out(tmp_path):
    insight = make_insight(tmp_path, 300, ())
    assert len(insight.looks) <= 101
    assert insight.looks[-1].epoch == 300
