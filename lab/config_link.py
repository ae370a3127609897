"""A config as a short text for an address: what differs from the defaults, as deflated JSON in base64url."""

import base64
import binascii
import json
import zlib
from typing import Any

from lab.config import RunConfig
from lab.errors import ConfigError
from lab.i18n import _
from lab.validation import validate

# Browsers and proxies take addresses of 8,000 characters.
MOST_CHARACTERS = 6000
# A text that unpacks to more is an attack or an accident.
MOST_BYTES = 500_000


def encode_config(config: RunConfig) -> str:
    """Write a config as letters, figures, - and _.

    Args:
        config: any; the defaults give an empty text.

    Raises:
        ConfigError: it is too long for an address, as a network of hundreds of layers is.
    """
    changes = _prune(config.model_dump(mode="json"), RunConfig().model_dump(mode="json"))
    if not changes:
        return ""
    packed = zlib.compress(json.dumps(changes, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    text = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    if len(text) > MOST_CHARACTERS:
        raise ConfigError(
            "", _("These settings are too long for a link. Train once with them, and hand on the link of the run.")
        )
    return text


def decode_config(text: str) -> RunConfig:
    """Read a config from such a text.

    Args:
        text: as `encode_config` writes it; anything else is refused.

    Raises:
        ConfigError: the text is damaged, or a setting in it is not allowed; says which.
    """
    changes = _unpack(text) if text else {}
    return validate(RunConfig, _merge(RunConfig().model_dump(mode="json"), changes))


def _unpack(text: str) -> dict[str, Any]:
    damaged = ConfigError("", _("The link's settings are damaged or cut off. Copy the whole link once more."))
    if len(text) > MOST_CHARACTERS or not text.isascii():
        raise damaged
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(packed, MOST_BYTES)
        changes = json.loads(data) if unpacking.eof else None
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise damaged from error
    if not isinstance(changes, dict):
        raise damaged
    return changes


def _prune(values: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    """What differs; of a choice between classes, where another one is chosen, all of it."""
    return {
        name: _prune(value, defaults[name]) if _is_same_kind(value, defaults.get(name)) else value
        for name, value in values.items()
        if name not in defaults or value != defaults[name]
    }


def _merge(defaults: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    merged = dict(defaults)
    for name, value in changes.items():
        within = defaults.get(name)
        is_part = (
            isinstance(value, dict) and isinstance(within, dict) and value.get("name") in (None, within.get("name"))
        )
        merged[name] = _merge(within, value) if is_part and isinstance(within, dict) else value
    return merged


def _is_same_kind(value: object, default: object) -> bool:
    return isinstance(value, dict) and isinstance(default, dict) and value.get("name") == default.get("name")
