"""What people ask of a run that has begun."""

import pytest

from lab.config import RunConfig
from lab.errors import ConfigError, RunError
from lab.runs.control import Control, ask_for, read_control
from lab.runs.run_folder import RunFolder


@pytest.fixture
def folder(tmp_path) -> RunFolder:
    folder = RunFolder(tmp_path / "run")
    folder.create(RunConfig())
    return folder


def test_wishes_add_up_and_each_learning_rate_has_its_number(folder):
    assert read_control(folder) == Control()
    ask_for(folder, epochs=20)
    ask_for(folder, learning_rate=0.01)
    ask_for(folder, learning_rate=0.01)
    assert read_control(folder) == Control(epochs=20, learning_rate=0.01, rate_number=2)


@pytest.mark.parametrize(
    ("field", "value"), [("epochs", 0), ("epochs", 10_001), ("learning_rate", 0), ("learning_rate", float("nan"))]
)
def test_an_impossible_wish_names_its_field_and_changes_nothing(folder, field, value):
    ask_for(folder, epochs=20)
    with pytest.raises(ConfigError) as caught:
        ask_for(folder, **{field: value})
    assert caught.value.field == field
    assert read_control(folder) == Control(epochs=20)


@pytest.mark.parametrize("text", ["", "[]", '{"epochs": "many"}', '{"other": 1}', "\0"])
def test_an_altered_file_is_named(folder, text):
    folder.control_path.write_text(text)
    with pytest.raises(RunError, match=r"damaged: control\.json"):
        read_control(folder)
