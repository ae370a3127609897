"""Texts for readers whose language is not known where they are written: a worker's, whoever looks at its run.

Such a text is English, and knows the message that it was made of and the values in it, so that a page can say the same
in its reader's language. In JSON it is `{"text", "message", "values"}`; without values, `{"text"}`.
"""

import math
from collections.abc import Mapping

# What two texts are when they are put together.
JOINED = "{first}{second}"
# Texts hold texts, which hold texts; no deeper than this in a file that anybody may have written.
DEEPEST = 8


class SourceText(str):
    """A text in the code's language that can be translated later.

    Args:
        text: as it reads.
        message: what it was made of, as catalogues know it; the text itself where nothing was filled in.
        plural: the same for many, where it depends on a count; "" where it does not.
        values: what was filled in, by name.
    """

    message: str
    plural: str
    values: Mapping[str, object]

    def __new__(
        cls, text: str, message: str = "", plural: str = "", values: Mapping[str, object] | None = None
    ) -> "SourceText":
        """See the class."""
        made = super().__new__(cls, text)
        made.message, made.plural, made.values = message or str.__str__(text), plural, values or {}
        return made

    def __str__(self) -> str:
        # An exception's `str` is that of its text: what it was made of must not be lost there.
        return self

    def format(self, *args: object, **values: object) -> "SourceText":
        """Fill in values, and remember them."""
        return SourceText(super().format(*args, **values), self.message, self.plural, values)

    def __add__(self, other: str) -> "SourceText":
        return _join(self, other)

    def __radd__(self, other: str) -> "SourceText":
        return _join(other, self)


def pack_text(text: str) -> object:
    """What JSON shall hold of a text: all of a `SourceText`, any other as it is."""
    if not isinstance(text, SourceText):
        return text
    packed: dict[str, object] = {"text": str.__str__(text)}
    if text.values:
        packed["message"] = text.message
        packed["values"] = {name: _pack_value(value) for name, value in text.values.items()}
    if text.plural:
        packed["plural"] = text.plural
    return packed


def unpack_text(value: object) -> str:
    """The text that JSON holds; whatever else it may hold is taken for a text as it is.

    Args:
        value: what `pack_text` gave, or what was in a file.
    """
    return _unpack(value, DEEPEST)


def _join(first: str, second: str) -> SourceText:
    return SourceText("".join((first, second)), JOINED, values={"first": first, "second": second})


def _pack_value(value: object) -> object:
    if isinstance(value, str):
        return pack_text(value)
    # NumPy's numbers are numbers.
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return str(value)


def _unpack(value: object, depth: int) -> str:
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return str(value)
    message, plural, values = value.get("message", ""), value.get("plural", ""), value.get("values", {})
    if not isinstance(message, str) or not isinstance(plural, str) or not isinstance(values, dict) or not depth:
        return str(value["text"])
    filled = {name: _unpack(one, depth - 1) if isinstance(one, dict) else one for name, one in values.items()}
    return SourceText(value["text"], message, plural, filled)
