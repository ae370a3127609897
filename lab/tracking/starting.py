"""Starts the process that tells MLflow of a run, where the administrator has named a server."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from lab.files import PROJECT_DIRECTORY
from lab.i18n import _
from lab.runs.event_log import EventLog
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder

VARIABLE = "MLFLOW_TRACKING_URI"


@contextmanager
def tracked(folder: RunFolder, log: EventLog) -> Iterator[None]:
    """Let MLflow know what a run does while the block runs; without MLFLOW_TRACKING_URI nothing happens.

    The process reads the run's folder, and nobody waits for what it does, so that no server can hold up a run. The end
    of its input, which the system brings about however this process ends, tells it that the run goes on no more.

    Args:
        folder: the run.
        log: is told where there is no client.
    """
    if not os.environ.get(VARIABLE):
        yield
        return
    if find_spec("mlflow") is None:
        _tell_once(folder, log)
        yield
        return
    process = _start(folder)
    try:
        yield
    finally:
        if process is not None:
            _leave_alone(process)


def _tell_once(folder: RunFolder, log: EventLog) -> None:
    text = _("{variable} is set, but there is no MLflow client here: pip install -r requirements-mlflow.txt")
    text = text.format(variable=VARIABLE)
    if text not in [told for _time, told in RunHistory(folder).follow().messages]:
        # A full disk is the training's to say.
        with contextlib.suppress(OSError):
            log.append("message", text=text, durable=True)


def _start(folder: RunFolder) -> "subprocess.Popen[bytes] | None":
    with contextlib.suppress(OSError):
        return subprocess.Popen(
            [sys.executable, "-m", "lab.tracking", str(folder.path)],
            stdin=subprocess.PIPE,
            cwd=PROJECT_DIRECTORY,
            start_new_session=os.name != "nt",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    return None


def _leave_alone(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    process.stdin.close()
    if os.name != "nt":
        # Long ago it went on as a process of its own: nothing but its exit code is left.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
