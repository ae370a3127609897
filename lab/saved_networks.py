"""Networks that somebody saved by name: a JSON file each, below the lab's home."""

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from lab.architectures.custom import MOST_ITEMS, MOST_LETTERS
from lab.errors import ConfigError
from lab.files import write_json
from lab.i18n import _, cache_by_language
from lab.network import Stack, StackItem
from lab.settings import load_settings
from lab.validation import validate


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


def save_network(title: str, layers: Stack) -> SavedNetwork:
    """Save a stack; one of the same name is replaced.

    Raises:
        ConfigError: the name is empty or too long, or the file cannot be written.
    """
    network = validate(SavedNetwork, {"title": _tidy(title), "layers": [item.model_dump() for item in layers]})
    try:
        write_json(_path(network.title), network.model_dump(mode="json"))
    except OSError as error:
        text = _("{title} could not be saved: {reason}.")
        raise ConfigError("title", text.format(title=network.title, reason=error.strerror)) from error
    return network


def load_network(title: str) -> SavedNetwork:
    """A network by its name.

    Raises:
        ConfigError: there is none of that name, or its file is damaged.
    """
    if not is_saved(title):
        raise ConfigError("title", _("There is no network named {title}.").format(title=title))
    found = _read(_path(title))
    if isinstance(found, Damaged):
        text = _("{title} is damaged: {reason}")
        raise ConfigError("title", text.format(title=title, reason=found.reason))
    return found


def list_networks() -> tuple[list[SavedNetwork], list[Damaged]]:
    """All that are saved, by name; and files that hold none."""
    found = [_read(path) for path in sorted(load_settings().networks_directory.glob("*.json"))]
    networks = [one for one in found if isinstance(one, SavedNetwork)]
    damaged = [one for one in found if isinstance(one, Damaged)]
    return sorted(networks, key=lambda one: (one.title.casefold(), one.title)), damaged


def is_saved(title: str) -> bool:
    """Whether a network of that name is there."""
    return _path(title).exists()


def delete_network(title: str) -> None:
    """Delete a network; nothing happens where there is none of that name any more.

    Raises:
        ConfigError: its file cannot be deleted.
    """
    try:
        _path(title).unlink(missing_ok=True)
    except OSError as error:
        text = _("{title} could not be deleted: {reason}.")
        raise ConfigError("title", text.format(title=title, reason=error.strerror)) from error


def _read(path: Path) -> SavedNetwork | Damaged:
    try:
        status = path.stat()
        return _parse(path, status.st_mtime_ns, status.st_size, status.st_ino)
    except OSError as error:
        return Damaged(path.name, str(error.strerror))


@cache_by_language(maxsize=512)
def _parse(path: Path, *_version: int) -> SavedNetwork | Damaged:
    """Remembered until the file is another one: every drawing of the page asks for all of them."""
    try:
        network = validate(SavedNetwork, json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, RecursionError, ConfigError) as error:
        return Damaged(path.name, str(error))
    if path != _path(network.title):
        text = _("It was copied or renamed: its name is not the one that belongs to {title}.")
        return Damaged(path.name, text.format(title=network.title))
    return network


def _tidy(title: str) -> str:
    """The same letters are the same name, in whichever way a keyboard writes them."""
    return unicodedata.normalize("NFC", title).strip()


def _path(title: str) -> Path:
    """A file name that any system takes, whatever the letters."""
    digest = hashlib.sha256(_tidy(title).encode("utf-8", "surrogatepass")).hexdigest()
    return load_settings().networks_directory / f"{digest[:24]}.json"
