from pathlib import Path

import pytest

from lab.files import replace_file, write_json


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "file.json"
    write_json(path, {"version": 1})

    def half(temporary: Path) -> None:
        temporary.write_text("{")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        replace_file(path, half)
    assert path.read_text() == '{\n "version": 1\n}'
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_fails_its_check_is_not_put_in_place(tmp_path):
    path = tmp_path / "file"
    path.write_text("old")

    def check(temporary: Path) -> None:
        assert temporary.read_text() == "new"
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        replace_file(path, lambda temporary: temporary.write_text("new") and None, check)
    assert path.read_text() == "old"


def test_nan_is_refused(tmp_path):
    with pytest.raises(ValueError, match="JSON compliant"):
        write_json(tmp_path / "file.json", {"loss": float("nan")})
    assert list(tmp_path.iterdir()) == []
