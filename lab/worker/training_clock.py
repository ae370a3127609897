"""The time that training has taken, pauses not counted."""

import time


class TrainingClock:
    """A stopwatch that stands still during a pause and goes on where a resumed run had come to."""

    def __init__(self) -> None:
        self._offset = 0.0
        self._paused_at: float | None = None
        self.set(0.0)

    def now(self) -> float:
        """Seconds of training so far."""
        moment = time.monotonic() if self._paused_at is None else self._paused_at
        return moment - self._offset

    def set(self, seconds: float) -> None:
        """Go on from so many seconds."""
        self._offset = time.monotonic() - seconds

    def pause(self) -> None:
        """Stand still."""
        self._paused_at = time.monotonic()

    def go_on(self) -> None:
        """Run again."""
        assert self._paused_at is not None
        self._offset += time.monotonic() - self._paused_at
        self._paused_at = None
