"""What people say about a run: a name, a note, tags, whether it is put away. In `about.json` in its folder."""

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from lab.errors import ConfigError, RunError
from lab.files import write_json
from lab.i18n import N_
from lab.registry import Settings
from lab.runs.run_folder import RunFolder
from lab.validation import validate

FILE_NAME = "about.json"

Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30)]


class About(Settings):
    """What somebody says about a run."""

    name: str = Field(
        "", max_length=80, title=N_("Name"), description=N_("What to call the run in lists; empty for none.")
    )
    note: str = Field(
        "", max_length=2000, title=N_("Note"), description=N_("What was meant, what came of it, what to try next.")
    )
    tags: tuple[Tag, ...] = Field((), max_length=12, title=N_("Tags"), description=N_("Words to find it by."))
    archived: bool = Field(False, title=N_("Archived"), description=N_("Put away: lists leave it out."))

    @field_validator("name", "note")
    @classmethod
    def _strip(cls, value: str) -> str:
        return value.strip()

    @field_validator("tags")
    @classmethod
    def _drop_repeats(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value))


def read_about(folder: RunFolder) -> About:
    """What is said about a run; nothing where the file is missing or damaged: the run itself is none the worse."""
    path = folder.path / FILE_NAME
    if not path.exists():
        return About()
    try:
        return validate(About, folder.read_json(path))
    except (ConfigError, RunError):
        return About()


def write_about(folder: RunFolder, about: About) -> None:
    """Write it, whole or not at all.

    Raises:
        OSError: there is no room; what was said before still stands.
    """
    write_json(folder.path / FILE_NAME, about.model_dump(mode="json"))
