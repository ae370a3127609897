"""A warm worker that trains one run: `python -m bench.peak_side RUN`; prints its `idle` and `peak` memory, bytes."""

import json
import os
import sys
from pathlib import Path


def main(path: str) -> None:
    """Warm up, train, print."""
    from lab.worker.warm_up import warm_up

    warm_up()
    from lab.worker.job import run_job

    idle = _read("VmRSS")
    # The peak from here on.
    Path("/proc/self/clear_refs").write_text("5")
    output = os.dup(1)
    run_job(Path(path))
    os.write(output, json.dumps({"idle": idle, "peak": _read("VmHWM")}).encode() + b"\n")


def _read(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main(sys.argv[1])
