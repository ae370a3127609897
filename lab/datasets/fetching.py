"""Fetching data sets that Keras offers, in a process of its own, with progress that any page can follow."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from lab.errors import DatasetError
from lab.files import PROJECT_DIRECTORY, write_json
from lab.i18n import _
from lab.settings import load_settings

# Two sessions may click at once.
_starting = threading.Lock()
# Kept so that each is waited for; one that nobody waits for stays in the process table as a zombie.
_processes: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True)
class FetchProgress:
    """How far a fetch is.

    Attributes:
        state: running, failed or done.
        done_bytes: how much of the present file has come.
        total_bytes: its size; 0 where unknown.
        message: why it failed.
    """

    state: Literal["running", "failed", "done"]
    done_bytes: int = 0
    total_bytes: int = 0
    message: str = ""


def fetched_directory(name: str) -> Path:
    """Where a fetched set's arrays stand: images.npy, labels.npy, training_count.npy."""
    return load_settings().datasets_directory / name


def progress_path(name: str) -> Path:
    """Where the fetching process writes how far it is."""
    return load_settings().datasets_directory / f"{name}.progress.json"


def is_present(name: str) -> bool:
    """Whether a set has been fetched."""
    return fetched_directory(name).is_dir()


def start_fetch(name: str) -> None:
    """Start fetching, unless that is under way."""
    with _starting:
        progress = fetch_progress(name)
        if progress is not None and progress.state in ("running", "done"):
            return
        load_settings().datasets_directory.mkdir(parents=True, exist_ok=True)
        process = subprocess.Popen(
            [sys.executable, "-m", "lab.worker.fetch", name],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT_DIRECTORY,
            env={**os.environ, "LAB_HOME": str(load_settings().home)},
            start_new_session=os.name != "nt",
        )
        _processes.append(process)
        # Written for it, so that a second click finds it under way; it takes over once it has imported Keras.
        write_progress(name, FetchProgress("running"), process.pid)


def fetch_progress(name: str) -> FetchProgress | None:
    """How far a fetch is, or None where none was ever started."""
    for process in list(_processes):
        if process.poll() is not None:
            _forget(process)
    if is_present(name):
        return FetchProgress("done")
    try:
        values = json.loads(progress_path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    pid, start_time = values.pop("pid"), values.pop("start_time")
    progress = FetchProgress(**values)
    if progress.state == "running" and not _is_alive(pid, start_time):
        return FetchProgress("failed", message=_("Fetching was interrupted. Try again."))
    return progress


def write_progress(name: str, progress: FetchProgress, pid: int) -> None:
    """Tell how far a fetch is.

    Args:
        name: the set.
        progress: how far.
        pid: the fetching process.
    """
    try:
        start_time = psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return
    write_json(progress_path(name), {**progress.__dict__, "pid": pid, "start_time": start_time})


def refuse_absent(title: str) -> DatasetError:
    """The error of a set that has not been fetched."""
    return DatasetError(_("{title} is not on this machine yet: fetch it on the Data page.").format(title=title))


def _forget(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ValueError):  # another thread has done it
        _processes.remove(process)


def _is_alive(pid: int, start_time: float) -> bool:
    try:
        process = psutil.Process(pid)
        return abs(process.create_time() - start_time) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
