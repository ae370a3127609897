"""The event log of a run: one JSON object a line, only ever appended to, read by byte offset.

Kinds: "state" (state, message), "phase", "progress" (done, total: within the phase), "fit" (epochs, batches, …),
"batch", "epoch", "checkpoint", "message", "mark" (epoch, step, text: to stand in the curves), "resume" (epoch: training
goes on after so many whole epochs, and what the log has of later ones no longer counts). Every event carries `time`,
seconds since 1970, for people; order is the order of the lines and durations are `elapsed`, so that a clock that jumps
does no harm. A text is English, or as `lab.source_text` packs one that its reader shall have in another language.
"""

import json
import math
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lab.source_text import pack_text

Event = Mapping[str, Any]


class EventLog:
    """Appends events to a log; one writer at a time.

    Args:
        path: the file; made where it is missing.
        flush_seconds: how long events of little weight may wait in memory.
    """

    def __init__(self, path: Path, flush_seconds: float = 0.1) -> None:
        self._flush_seconds = flush_seconds
        self._lines: list[bytes] = []
        self._last_flush = -math.inf
        self._file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        # A line that a crash left half written must not swallow the next one.
        size = os.lseek(self._file, 0, os.SEEK_END)
        if size and _last_byte(self._file, size) != b"\n":
            os.write(self._file, b"\n")

    def append(self, kind: str, *, durable: bool = False, **fields: Any) -> None:  # noqa: ANN401 - JSON values
        """Append an event.

        Args:
            kind: see the module.
            durable: write and sync it before returning.
            **fields: JSON values; a float that is not finite is written as null.
        """
        event = {"kind": kind, "time": round(time.time(), 3), **{key: _plain(value) for key, value in fields.items()}}
        self._lines.append(json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        if durable or time.monotonic() - self._last_flush >= self._flush_seconds:
            self.flush()
        if durable:
            os.fsync(self._file)

    def flush(self) -> None:
        """Hand everything to the system.

        Raises:
            OSError: the disk is full, for one; what is not yet written is kept for another try.
        """
        data = b"".join(self._lines)
        while data:
            written = os.write(self._file, data)
            data = data[written:]
            self._lines = [data] if data else []
        self._last_flush = time.monotonic()

    def close(self) -> None:
        """Flush and close."""
        self.flush()
        os.close(self._file)

    def __enter__(self) -> "EventLog":
        """The log itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def read_events(path: Path, offset: int = 0) -> tuple[list[Event], int]:
    """Read the whole lines from a byte offset on.

    Args:
        path: the log; a missing one is empty.
        offset: where the last reading ended.

    Returns:
        The events, and the offset to go on from. A last line without its end is left for next time; a line that is no
        JSON object (cut by a crash) is passed over.
    """
    try:
        with path.open("rb") as file:
            file.seek(offset)
            data = file.read()
    except FileNotFoundError:
        return [], offset
    end = data.rfind(b"\n") + 1
    events = [event for line in data[:end].splitlines() if (event := _parse(line)) is not None]
    return events, offset + end


def _parse(line: bytes) -> Event | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and isinstance(event.get("kind"), str) else None


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return pack_text(value)
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    return value


def _last_byte(file: int, size: int) -> bytes:
    os.lseek(file, size - 1, os.SEEK_SET)
    return os.read(file, 1)
