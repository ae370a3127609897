"""What people ask of a run that has begun: another learning rate, more epochs."""

from pydantic import Field

from lab.errors import ConfigError
from lab.files import write_json
from lab.registry import Settings
from lab.runs.run_folder import RunFolder
from lab.validation import validate


class Control(Settings):
    """The wishes so far; the config stays what the run began with.

    Attributes:
        epochs: how many epochs in all; None as the config says.
        learning_rate: the last one asked for; None where nobody asked.
        rate_number: how many were asked for, so that each is taken on once.
    """

    epochs: int | None = Field(None, ge=1, le=10_000)
    learning_rate: float | None = Field(None, gt=0, le=1)
    rate_number: int = Field(0, ge=0)


def read_control(folder: RunFolder) -> Control:
    """The wishes of a run; none where nobody asked.

    Raises:
        RunError: the file is altered.
    """
    if not folder.control_path.exists():
        return Control()
    try:
        return validate(Control, folder.read_json(folder.control_path))
    except ConfigError as error:
        raise folder.damaged(folder.control_path, str(error)) from error


def ask_for(folder: RunFolder, *, epochs: int | None = None, learning_rate: float | None = None) -> None:
    """Ask for something.

    Args:
        folder: the run.
        epochs: how many in all.
        learning_rate: from the next step on.

    Raises:
        ConfigError: a value is not allowed; the message names it.
    """
    wishes = read_control(folder).model_dump()
    if epochs is not None:
        wishes["epochs"] = epochs
    if learning_rate is not None:
        wishes.update(learning_rate=learning_rate, rate_number=wishes["rate_number"] + 1)
    write_json(folder.control_path, validate(Control, wishes).model_dump())
