"""A served lab with a home of its own, which goes with it."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil

from lab.runs.store import RunStore

ROOT = Path(__file__).resolve().parent.parent


class Server:
    """The lab, served.

    Args:
        home: where it writes.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://localhost:{self.port}"
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)],
            cwd=ROOT,
            env={**os.environ, "LAB_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        """Wait until it answers."""
        while True:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):
                return
            time.sleep(0.02)

    def wait_until_idle(self) -> None:
        """Wait until no process of the lab has been busy for two seconds: the workers are warm, nothing trains."""
        quiet = 0
        while quiet < 4:
            processes = [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]
            before = sum(sum(process.cpu_times()[:2]) for process in processes)
            time.sleep(0.5)
            alive = [process for process in processes if process.is_running()]
            busy = sum(sum(process.cpu_times()[:2]) for process in alive) - before
            quiet = quiet + 1 if abs(busy) < 0.1 else 0

    def store(self) -> RunStore:
        """The runs, as another process sees them."""
        return RunStore(self.home / "runs", self.home / "index.sqlite")

    def close(self) -> None:
        """End it and all that it started."""
        processes = psutil.Process(self.process.pid).children(recursive=True)
        self.process.kill()
        self.process.wait()
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


@contextlib.contextmanager
def serve() -> Iterator[Server]:
    """Serve the lab for the length of the block."""
    home = Path(tempfile.mkdtemp(prefix="lab-bench-"))
    server = Server(home)
    try:
        server.wait()
        yield server
    finally:
        server.close()
        shutil.rmtree(home, ignore_errors=True)
