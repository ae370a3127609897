"""Fetching something in a process of its own, with progress that any page can follow."""

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

from lab.files import PROJECT_DIRECTORY, write_json
from lab.i18n import N_
from lab.processes import find_process, start_of
from lab.settings import load_settings
from lab.source_text import SourceText, pack_text, unpack_text

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


@dataclass(frozen=True)
class Fetch:
    """Something to fetch.

    Attributes:
        module: the program that fetches it; its argument is the name.
        name: which one.
        directory: where it comes to lie.
        result: the file or folder that is there once it is fetched whole.
    """

    module: str
    name: str
    directory: Path
    result: Path

    @property
    def progress_path(self) -> Path:
        """Where the process writes how far it is."""
        return self.directory / f"{self.name}.progress.json"

    def start(self) -> None:
        """Start fetching, unless that is under way."""
        with _starting:
            progress = self.progress()
            if progress is not None and progress.state in ("running", "done"):
                return
            self.directory.mkdir(parents=True, exist_ok=True)
            process = subprocess.Popen(
                [sys.executable, "-m", self.module, self.name],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=PROJECT_DIRECTORY,
                env={**os.environ, "LAB_HOME": str(load_settings().home)},
                start_new_session=os.name != "nt",
            )
            _processes.append(process)
            # Written for it, so that a second click finds it under way; it takes over once it is there itself.
            self.write_progress(FetchProgress("running"), process.pid)

    def progress(self) -> FetchProgress | None:
        """How far it is, or None where it was never started."""
        for process in list(_processes):
            if process.poll() is not None:
                _forget(process)
        if self.result.exists():
            return FetchProgress("done")
        try:
            values = json.loads(self.progress_path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        pid, start_time = values.pop("pid"), values.pop("start_time")
        progress = FetchProgress(**{**values, "message": unpack_text(values.get("message", ""))})
        if progress.state == "running" and not _is_alive(pid, start_time):
            return FetchProgress("failed", message=SourceText(N_("Fetching was interrupted. Try again.")))
        return progress

    def write_progress(self, progress: FetchProgress, pid: int) -> None:
        """Tell how far it is.

        Args:
            progress: how far.
            pid: the fetching process.
        """
        try:
            start_time = start_of(psutil.Process(pid))
        except psutil.NoSuchProcess:
            return
        told = {**progress.__dict__, "message": pack_text(progress.message)}
        write_json(self.progress_path, {**told, "pid": pid, "start_time": start_time})


def _forget(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ValueError):  # another thread has done it
        _processes.remove(process)


def _is_alive(pid: int, start_time: float) -> bool:
    process = find_process(pid, start_time)
    try:
        return process is not None and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
