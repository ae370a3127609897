"""Workers as forks of one process that has imported TensorFlow: some milliseconds each instead of seven seconds.

`python forking.py` reads lines from its input: a run's folder, a tab, and after how many changes of the checkpoints'
folder to die (0: never). It answers with the pid of the fork, and when that has ended with "ended".
"""

import os
import signal
import sys
from typing import Any


def main() -> None:
    """Serve until the input ends."""
    import keras
    import tensorflow as tf

    import lab.worker.train  # noqa: F401 - so that no fork has to
    from lab.worker.job import run_job

    assert keras and tf
    for line in sys.stdin:
        path, limit = line.rstrip("\n").split("\t")
        pid = os.fork()
        if pid == 0:
            if int(limit):
                _die_after(int(limit), os.path.join(path, "checkpoints"))
            from pathlib import Path

            run_job(Path(path))
            os._exit(0)
        print(pid, flush=True)
        os.waitpid(pid, 0)
        print("ended", flush=True)


def _die_after(limit: int, folder: str) -> None:
    """Kill this process just before a change of a folder: a file made, renamed, linked or removed."""
    seen = 0

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event not in ("open", "os.rename", "os.link", "os.remove"):
            return
        if any(isinstance(argument, str | os.PathLike) and folder in os.fspath(argument) for argument in arguments):
            seen += 1
            if seen == limit:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


if __name__ == "__main__":
    main()
