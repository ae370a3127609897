"""Worker processes that start at once."""

import contextlib
import json
import math
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil

from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder

SECONDS_BETWEEN_LOOKS = 0.01


class Forks:
    """Worker processes that start at once; several threads may have some at work.

    Args:
        home: the lab's home for them.
    """

    def __init__(self, home: Path) -> None:
        self._asking = threading.Lock()
        self._server = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("forking.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=os.getcwd(),
            env={**os.environ, "PYTHONPATH": os.getcwd(), "LAB_HOME": str(home)},
        )  # fmt: skip

    def work(self, folder: RunFolder, kill_after: float = math.inf, die_at_change: int = 0, **environment: str) -> bool:
        """Let a worker have a run, and kill it; tells whether the run ended by itself.

        Args:
            folder: the run.
            kill_after: how many seconds of computing it may have: on a busy machine it comes as far as on another.
            die_at_change: before which change of the checkpoints' folder it is killed.
            environment: its variables beside those of this process.
        """
        request = {"folder": str(folder.path), "die_at_change": die_at_change, "environment": environment}
        self._watch(self._fork(request), kill_after)
        return RunHistory(folder).follow().state.ended

    def measure(self, folder: RunFolder) -> float:
        """Let a worker have a run; gives the seconds of computing that it took."""
        return self._watch(self._fork({"folder": str(folder.path), "die_at_change": 0, "environment": {}}))

    def close(self) -> None:
        """End them."""
        with self._server as server:
            server.kill()

    def _watch(self, pid: int, most: float = math.inf) -> float:
        """Wait for a worker's end, or kill it; gives its seconds of computing."""
        spent = 0.0
        # One that has ended is not there any more.
        with contextlib.suppress(psutil.NoSuchProcess):
            worker = psutil.Process(pid)
            while True:
                times = worker.cpu_times()
                spent = times.user + times.system
                if spent >= most:
                    worker.kill()
                time.sleep(SECONDS_BETWEEN_LOOKS)
        return spent

    def _fork(self, request: dict[str, object]) -> int:
        server = self._server
        assert server.stdin is not None and server.stdout is not None
        with self._asking:
            server.stdin.write(json.dumps(request) + "\n")
            server.stdin.flush()
            return int(server.stdout.readline())
