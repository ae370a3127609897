"""Networks that somebody saved by name: a JSON file each, below the lab's home."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from lab.architectures.custom import MOST_ITEMS
from lab.errors import ConfigError
from lab.files import write_json
from lab.i18n import _
from lab.network import Stack, StackItem
from lab.settings import load_settings
from lab.validation import validate

MOST_LETTERS = 60


class SavedNetwork(BaseModel):
    """A stack with a name.

    Attributes:
        title: any letters.
        layers: the stack.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1, max_length=MOST_LETTERS)
    layers: tuple[StackItem, ...] = Field(max_length=MOST_ITEMS)


@dataclass(frozen=True)
class Damaged:
    """A file that holds no network.

    Attributes:
        file: its name.
        reason: why.
    """

    file: str
    reason: str


def save_network(title: str, layers: Stack) -> None:
    """Save a stack; one of the same name is replaced.

    Raises:
        ConfigError: the name is empty or too long.
    """
    network = validate(SavedNetwork, {"title": title.strip(), "layers": [item.model_dump() for item in layers]})
    path = _path(network.title)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_json(path, network.model_dump(mode="json"))


def list_networks() -> tuple[list[SavedNetwork], list[Damaged]]:
    """All that are saved, by name; and files that hold none."""
    networks, damaged = [], []
    for path in sorted(_directory().glob("*.json")):
        try:
            networks.append(validate(SavedNetwork, json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, ConfigError) as error:
            damaged.append(Damaged(path.name, str(error)))
    return sorted(networks, key=lambda one: one.title.casefold()), damaged


def is_saved(title: str) -> bool:
    """Whether a network of that name is there."""
    return _path(title.strip()).exists()


def delete_network(title: str) -> None:
    """Delete a network.

    Raises:
        ConfigError: there is none of that name.
    """
    try:
        _path(title).unlink()
    except FileNotFoundError as error:
        raise ConfigError("title", _("There is no network named {title}.").format(title=title)) from error


def _directory() -> Path:
    return load_settings().home / "networks"


def _path(title: str) -> Path:
    """A file name that any system takes, whatever the letters."""
    return _directory() / f"{hashlib.sha256(title.encode()).hexdigest()[:24]}.json"
