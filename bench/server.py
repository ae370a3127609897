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
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from lab.runs.store import RunStore

ROOT = Path(__file__).resolve().parent.parent
# TensorFlow is imported in both, after the first page has been drawn.
WARM_MODULES = ("lab.worker", "lab.worker.service")
START_SECONDS, WARM_SECONDS = 60.0, 180.0
LOOK_SECONDS, QUIET_LOOKS, QUIET_SHARE = 0.5, 4, 0.2


class Server:
    """The lab, served.

    Args:
        home: where it writes.

    Attributes:
        started: when its process was started, seconds since 1970, as a browser counts them too.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://localhost:{self.port}"
        # The lab as it comes, whatever the administrator's settings on this machine.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LAB_")}
        self.started = time.time()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)],
            cwd=ROOT,
            env={**environment, "LAB_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        """Wait until it answers.

        Raises:
            RuntimeError: it ended, or takes too long.
        """
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):
                return
            time.sleep(0.02)
        raise RuntimeError(f"The server did not start; its exit code is {self.process.poll()}.")

    def wait_until_warm(self) -> None:
        """Wait until a worker and the model service are there and nothing of the lab has been busy for two seconds.

        Raises:
            RuntimeError: that takes too long.
        """
        end = time.monotonic() + WARM_SECONDS
        quiet, before = 0, self._cpu_seconds()
        while quiet < QUIET_LOOKS:
            if time.monotonic() > end:
                raise RuntimeError(f"The lab was not at rest within {WARM_SECONDS:g} s.")
            time.sleep(LOOK_SECONDS)
            now = self._cpu_seconds()
            busy = sum(now.values()) - sum(before.values())
            at_rest = now.keys() == before.keys() and busy < QUIET_SHARE * LOOK_SECONDS
            quiet = quiet + 1 if at_rest and self._has_warm_processes() else 0
            before = now

    def _cpu_seconds(self) -> dict[int, float]:
        """What each process of the lab has used of a core, by its id."""
        seconds = {}
        for process in self._processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                seconds[process.pid] = sum(process.cpu_times()[:2])
        return seconds

    def _has_warm_processes(self) -> bool:
        modules = set()
        for process in self._processes():
            with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                modules.update(process.cmdline()[1:])
        return modules.issuperset(WARM_MODULES)

    def _processes(self) -> list[psutil.Process]:
        try:
            server = psutil.Process(self.process.pid)
            return [server, *server.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def store(self) -> RunStore:
        """The runs, as another process sees them."""
        return RunStore(self.home / "runs", self.home / "index.sqlite")

    def close(self) -> None:
        """End it and all that it started, and wait until they are gone."""
        started = self._processes()[1:]
        self.process.kill()
        self.process.wait()
        # Workers outlive their server; one started a moment ago is known by its home alone.
        processes = list({*started, *_find_by_home(self.home)})
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, timeout=10)


def _find_by_home(home: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get("LAB_HOME") == str(home):
                found.append(process)
    return found


@contextlib.contextmanager
def serve(furnish: Callable[[Path], None] = lambda _home: None) -> Iterator[Server]:
    """Serve the lab for the length of the block.

    Args:
        furnish: puts into its home what shall be there before the server starts, which trains what it sees waiting.
    """
    home = Path(tempfile.mkdtemp(prefix="lab-bench-")).resolve()
    try:
        furnish(home)
        server = Server(home)
        try:
            server.wait()
            yield server
        finally:
            server.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)
