"""Workers that start at once."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lab.config import RunConfig
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder


class Forks:
    """Worker processes that start at once."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("forking.py")
        self._server = subprocess.Popen(
            [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=os.getcwd(),
            env={**os.environ, "PYTHONPATH": os.getcwd()},
        )  # fmt: skip

    def work(self, folder: RunFolder, kill_after: float | None = None, die_at_change: int = 0) -> bool:
        """Let a worker have a run, and kill it; tells whether it ended by itself."""
        server = self._server
        assert server.stdin is not None and server.stdout is not None
        server.stdin.write(f"{folder.path}\t{die_at_change}\n")
        server.stdin.flush()
        pid = int(server.stdout.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert server.stdout.readline() == "ended\n"
        return RunHistory(folder).follow().state.ended

    def close(self) -> None:
        """End them."""
        with self._server as server:
            server.kill()


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    forks = Forks()
    yield forks
    forks.close()


@pytest.fixture
def make_run(tmp_path) -> Callable[[str, RunConfig], RunFolder]:
    def make(name: str, config: RunConfig) -> RunFolder:
        folder = RunFolder(tmp_path / name)
        folder.create(config)
        return folder

    return make
