"""The process of the model service, seen from the server: messages in, messages out, none of it waited for."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

from lab.files import PROJECT_DIRECTORY
from lab.wire import pack_message, read_message


class ServiceProcess:
    """Starts the process; it lives until it is closed or dies.

    Args:
        take: gets each message that it sends, in a thread of its own.
        end: is told when it is gone.
    """

    def __init__(self, take: Callable[[dict[str, Any]], None], end: Callable[["ServiceProcess"], None]) -> None:
        self._take, self._end = take, end
        self._outbox: queue.SimpleQueue[list[bytes] | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "lab.worker.service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT_DIRECTORY,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "2"},
        )
        for work in (self._write, self._listen):
            threading.Thread(target=work, daemon=True).start()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def send(self, message: Mapping[str, object]) -> None:
        """Send a message as soon as those before it are sent; what a dead process would have got is lost.

        Raises:
            TypeError, ValueError: it cannot be sent; nothing is.
        """
        self._outbox.put(pack_message(message))

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()

    def _write(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError), self._process.stdin as requests:
            while (message := self._outbox.get()) is not None:
                requests.writelines(message)
                requests.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(EOFError), self._process.stdout as answers:
            while (message := read_message(answers)) is not None:
                self._take(message)
        self._outbox.put(None)
        self._process.wait()
        self._end(self)
