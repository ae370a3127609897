"""Messages between the server and the model service: a line of JSON, and behind it the numbers of the arrays in it.

In the JSON an array stands as `{"$array": [dtype, shape]}`; the bytes of all arrays follow the line in the same order,
as they lie in memory, so that a thousand images cost a copy and no more.
"""

import dataclasses
import json
import math
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

ARRAY = "$array"


def pack_message(message: Mapping[str, object]) -> list[bytes]:
    """Make the bytes of a message, in parts.

    Args:
        message: what JSON knows, and anywhere in it NumPy's arrays and numbers, paths, pydantic models and dataclasses.

    Raises:
        ValueError: an array is of objects.
        TypeError: something else cannot be written.
    """
    arrays: list[NDArray[Any]] = []
    line = json.dumps(message, default=partial(_replace, arrays))
    return [line.encode(), b"\n", *(array.tobytes() for array in arrays)]


def write_message(file: IO[bytes], message: Mapping[str, object]) -> None:
    """Write a message and flush it; what cannot be packed is not begun."""
    file.writelines(pack_message(message))
    file.flush()


def read_message(file: IO[bytes]) -> dict[str, Any] | None:
    """Read a message, with its arrays; models and dataclasses come as dicts, paths as strings.

    Returns:
        None where the file has ended.

    Raises:
        EOFError: it ended within the message.
    """
    line = file.readline()
    if not line:
        return None
    # The decoder meets the arrays in the order in which they were written.
    message: dict[str, Any] = json.loads(line, object_hook=partial(_restore, file))
    return message


def _replace(arrays: list[NDArray[Any]], value: object) -> object:
    if isinstance(value, np.ndarray):
        if value.dtype.hasobject:
            raise ValueError("An array of objects cannot be sent.")
        arrays.append(value)
        return {ARRAY: [value.dtype.str, value.shape]}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be sent.")


def _restore(file: IO[bytes], found: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    if found.keys() != {ARRAY}:
        return found
    dtype, shape = np.dtype(found[ARRAY][0]), found[ARRAY][1]
    data = bytearray(file.read(dtype.itemsize * math.prod(shape)))
    if len(data) != dtype.itemsize * math.prod(shape):
        raise EOFError("The message ended within an array.")
    return np.frombuffer(data, dtype).reshape(shape) if dtype.itemsize else np.zeros(shape, dtype)
