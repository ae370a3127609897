"""Whose turn it is: the model service works on all requests at once, a piece of each in turn."""

import itertools
import threading
import time
import traceback
from collections.abc import Callable, Generator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from lab.errors import LabError
from lab.i18n import _
from lab.source_text import pack_text

R = TypeVar("R")

# Work in pieces of half a second at most. Between them it yields the share that is done, 0…1, None where that is not
# known, or a future: then its next piece comes when that is done.
Pieces = Generator[float | None | Future[Any], None, R]

# Who has had less than this goes first, so that a quick request never waits for a long one; the others take turns.
QUICK_SECONDS = 1.0
SECONDS_BETWEEN_REPORTS = 0.2


@dataclass
class _Request:
    number: int
    pieces: Pieces[Any]
    seconds: float = 0.0
    turn: int = -1
    share: float | None = None
    awaited: Future[Any] | None = None
    cancelled: bool = False

    def is_ready(self) -> bool:
        return self.cancelled or self.awaited is None or self.awaited.done()

    def rank(self) -> tuple[bool, float, int]:
        """The lowest is next."""
        return not self.cancelled, min(self.seconds, QUICK_SECONDS), self.turn


class Scheduler:
    """Runs pieces of requests, one at a time, in the thread that calls `run`.

    Args:
        send: sends a message: `{"id", "share"}` while a request is worked on or waits, at last `{"id", "result"}` or
            `{"id", "error"}`. Nothing is sent of a cancelled one.
    """

    def __init__(self, send: Callable[[dict[str, Any]], None]) -> None:
        self._send = send
        self._requests: dict[int, _Request] = {}
        self._changed = threading.Condition()
        self._turns = itertools.count()
        self._reported = time.monotonic()
        self._open = True

    def add(self, number: int, pieces: Pieces[Any]) -> None:
        """Take a request; another thread may call this."""
        with self._changed:
            self._requests[number] = _Request(number, pieces)
            self._changed.notify()

    def cancel(self, number: int) -> None:
        """End a request before its next piece, if it isn't over; another thread may call this."""
        with self._changed:
            if number in self._requests:
                self._requests[number].cancelled = True
                self._changed.notify()

    def close(self) -> None:
        """Let `run` return when nothing is left to do; another thread may call this."""
        with self._changed:
            self._open = False
            self._changed.notify()

    def run(self) -> None:
        """Work until it is closed and all is done."""
        while True:
            with self._changed:
                while (request := self._choose()) is None and (self._open or self._requests):
                    self._changed.wait(SECONDS_BETWEEN_REPORTS if self._requests else None)
                    self._report()
            if request is None:
                return
            self._advance(request)
            self._report()

    def _choose(self) -> _Request | None:
        return min((one for one in self._requests.values() if one.is_ready()), key=_Request.rank, default=None)

    def _advance(self, request: _Request) -> None:
        started = time.monotonic()
        message: dict[str, Any] | None = None
        try:
            if request.cancelled:
                message = {}
                request.pieces.close()
            else:
                self._note(request, next(request.pieces))
        except StopIteration as end:
            message = {"result": end.value}
        except Exception as error:
            message = {"error": _describe(error)}
        request.seconds += time.monotonic() - started
        request.turn = next(self._turns)
        if message is not None:
            self._finish(request, message)

    def _note(self, request: _Request, step: float | None | Future[Any]) -> None:
        request.awaited = None
        if isinstance(step, Future):
            request.awaited = step
            step.add_done_callback(lambda _done: self._wake())
        elif step is not None:
            request.share = step

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify()

    def _finish(self, request: _Request, message: dict[str, Any]) -> None:
        with self._changed:
            del self._requests[request.number]
        if request.cancelled:
            return
        try:
            self._send({"id": request.number, **message})
        except (TypeError, ValueError) as error:
            # What came of it cannot be sent.
            self._send({"id": request.number, "error": _describe(error)})

    def _report(self) -> None:
        """Say how far all are; who hears nothing for long knows that the service hangs."""
        now = time.monotonic()
        if now - self._reported >= SECONDS_BETWEEN_REPORTS:
            self._reported = now
            for request in list(self._requests.values()):
                self._send({"id": request.number, "share": request.share})


def _describe(error: Exception) -> object:
    """What went wrong, as `lab.source_text` packs it."""
    if isinstance(error, LabError):
        return pack_text(str(error))
    traceback.print_exception(error)
    text = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
    told = f"{type(error).__name__}: {(text.strip().splitlines() or [''])[0][:300]}"
    return pack_text(_("The model service failed: {error}").format(error=told))
