"""Workers as forks of one process that has imported TensorFlow: some milliseconds each instead of seven seconds.

`python forking.py` reads lines from its input, each a JSON object: a run's folder, after how many changes of the
checkpoints' folder to die (0: never), and the environment's changes. It answers with the pid of the fork.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Serve until the input ends."""
    import albumentations
    import keras
    import sklearn.model_selection
    import tensorflow as tf

    import lab.worker.train  # noqa: F401 - so that no fork has to
    from lab.worker.job import run_job

    assert albumentations and keras and sklearn and tf
    # Nobody waits for the forks: Linux clears them away.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        request = json.loads(line)
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.environ.update(request["environment"])
            if request["die_at_change"]:
                _die_after(request["die_at_change"], os.path.join(request["folder"], "checkpoints"))
            run_job(Path(request["folder"]))
            os._exit(0)
        print(pid, flush=True)


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
