"""Workers as processes of this machine, detached so that they outlive the server."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

from lab.errors import LabError
from lab.executors.base import JobState
from lab.files import PROJECT_DIRECTORY
from lab.processes import find_process
from lab.runs.run_folder import RunFolder
from lab.settings import load_settings

SECONDS_TO_LEAVE = 5.0


@dataclass
class _Job:
    process: "subprocess.Popen[bytes]"
    memory_kills_before: int
    is_limited: bool = False


class LocalExecutor:
    """Starts `python -m lab.worker`, one process a run, each in a process group of its own.

    A worker imports TensorFlow before it is told which run to train: the path comes on its standard input. An idle one
    whose server dies reads the end of its input and leaves; one at work reads no more and goes on.
    """

    def __init__(self) -> None:
        self._idle: list[subprocess.Popen[bytes]] = []
        self._jobs: dict[Path, _Job] = {}
        # Workers of runs that others have taken up since: they have said their last word, but not left yet.
        self._leaving: list[subprocess.Popen[bytes]] = []

    def submit(self, run_folder: Path) -> None:
        """See Executor."""
        self._idle = [process for process in self._idle if process.poll() is None]
        process = self._idle.pop(0) if self._idle else _start_worker()
        if run_folder in self._jobs:
            self._leaving.append(self._jobs[run_folder].process)
        self._jobs[run_folder] = _Job(process, _count_memory_kills())
        assert process.stdin is not None
        with contextlib.suppress(OSError), process.stdin as pipe:
            pipe.write(os.fsencode(run_folder) + b"\n")

    def cancel(self, run_folder: Path, *, force: bool = False) -> None:
        """See Executor."""
        for process in self._find_processes(run_folder):
            with contextlib.suppress(psutil.NoSuchProcess):
                if force:
                    process.kill()
                else:
                    process.terminate()

    def poll(self, run_folder: Path) -> JobState:
        """See Executor."""
        job = self._jobs.get(run_folder)
        if job is None:
            return JobState(alive=RunFolder(run_folder).is_held())
        exit_code = job.process.poll()
        if exit_code is None:
            job.is_limited = _has_memory_limit(job.process.pid)
            return JobState(alive=True)
        return JobState(False, exit_code, _ran_out_of_memory(job, exit_code))

    def keep_warm(self, count: int) -> None:
        """See Executor."""
        self._idle = [process for process in self._idle if process.poll() is None]
        self._leaving = [process for process in self._leaving if process.poll() is None]
        while len(self._idle) < count:
            self._idle.append(_start_worker())
        for folder in [folder for folder, job in self._jobs.items() if job.process.poll() is not None]:
            # Its exit code has been read by poll() once the run has ended in its log.
            if RunFolder(folder).status()[0].ended:
                del self._jobs[folder]

    def close(self) -> None:
        """See Executor."""
        for process in self._idle:
            assert process.stdin is not None
            process.stdin.close()
            process.wait()
        self._idle.clear()
        for process in self._leaving:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(SECONDS_TO_LEAVE)
        for folder, job in self._jobs.items():
            # Its worker is on its way out; the others go on without us.
            with contextlib.suppress(LabError, subprocess.TimeoutExpired):
                if RunFolder(folder).status()[0].ended:
                    job.process.wait(SECONDS_TO_LEAVE)

    def _find_processes(self, run_folder: Path) -> list[psutil.Process]:
        """The worker and its children: the one we started, else the one that the run folder names and that lives."""
        try:
            job = self._jobs.get(run_folder)
            worker = psutil.Process(job.process.pid) if job else _named_process(run_folder)
            return [*worker.children(recursive=True), worker] if worker else []
        except psutil.NoSuchProcess:
            return []


def _named_process(run_folder: Path) -> psutil.Process | None:
    """The process that the folder names, if it is still the same one: a pid alone may have been given to another."""
    try:
        named = json.loads((run_folder / "process.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return find_process(named["pid"], named["start_time"])


def _start_worker() -> "subprocess.Popen[bytes]":
    settings = load_settings()
    return subprocess.Popen(
        [sys.executable, "-m", "lab.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=PROJECT_DIRECTORY,
        env={
            **os.environ,
            "LAB_HOME": str(settings.home),
            "LAB_FOLDER_ROOT": str(settings.folder_root),
            "TF_CPP_MIN_LOG_LEVEL": "2",
        },
        start_new_session=os.name != "nt",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


def _ran_out_of_memory(job: _Job, exit_code: int) -> bool:
    """Whether Linux killed it for want of memory, or refused it memory: TensorFlow then breaks down by itself."""
    if exit_code == -getattr(signal, "SIGKILL", 9):
        return _count_memory_kills() > job.memory_kills_before
    return job.is_limited and exit_code in (-signal.SIGSEGV, -signal.SIGABRT)


def _has_memory_limit(pid: int) -> bool:
    """Whether a process may have only so much memory (`ulimit -v`, `-d`); False where none can be set."""
    try:
        process = psutil.Process(pid)
        return any(process.rlimit(kind)[0] != psutil.RLIM_INFINITY for kind in (psutil.RLIMIT_AS, psutil.RLIMIT_DATA))
    except (psutil.Error, AttributeError):
        return False


def _count_memory_kills() -> int:
    """How many processes Linux has killed for want of memory since it started; 0 elsewhere."""
    try:
        lines = Path("/proc/vmstat").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("oom_kill ")), 0)
