"""Tells MLflow of a run: `python -m lab.tracking FOLDER`, started by the run's worker.

It follows the run's folder until its standard input ends, as it does when the worker ends in whatever way; then it
tells the end and leaves.
"""

import contextlib
import os
import signal
import sys
import threading
from pathlib import Path

NICENESS = 10


def main() -> None:
    """Follow the run that the command line names."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "fork"):
        # No child of the worker's: what ends it by force must not end this before the end is told.
        if os.fork():
            os._exit(0)
        os.nice(NICENESS)
    gone = threading.Event()
    threading.Thread(target=_wait_for_end, args=(gone,), daemon=True).start()
    _follow(Path(sys.argv[1]), gone)
    os._exit(0)


def _wait_for_end(gone: threading.Event) -> None:
    sys.stdin.buffer.read()
    gone.set()


def _follow(path: Path, gone: threading.Event) -> None:
    # Imported here, since a process must not fork when libraries have started threads.
    from filelock import FileLock, Timeout

    from lab.runs.run_folder import RunFolder
    from lab.tracking.mlflow_server import MlflowServer
    from lab.tracking.starting import VARIABLE
    from lab.tracking.tracker import GIVE_UP_SECONDS, Tracker

    folder, uri = RunFolder(path), os.environ[VARIABLE]
    # The tracker of the worker before may still be telling how that one ended.
    with contextlib.suppress(Timeout), FileLock(folder.path / "tracking.lock", timeout=2 * GIVE_UP_SECONDS):
        Tracker(folder, MlflowServer(uri), uri).follow(gone)


if __name__ == "__main__":
    main()
