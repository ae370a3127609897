"""The worker process: imports TensorFlow, is told a run folder, turns its config into a run.

`python -m lab.worker` waits for the folder's path on its standard input; `python -m lab.worker FOLDER` begins at once.
"""

import os
import signal
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"


def main() -> None:
    """Wait for a run and train it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from lab.worker.warm_up import warm_up

    if len(sys.argv) > 1:
        path = sys.argv[1]
    else:
        warm_up()
        path = os.fsdecode(sys.stdin.buffer.readline()).rstrip("\n")
    if path:
        from lab.worker.job import run_job

        run_job(Path(path))
    sys.stdout.flush()
    sys.stderr.flush()
    # Everything is written and synced; TensorFlow's own tidying up would take another second.
    os._exit(0)


main()
