"""Imports under way: each in a process of its own, so that pages stay quick and a wild archive harms nobody."""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from lab.datasets.report import Report
from lab.errors import DatasetError
from lab.files import PROJECT_DIRECTORY
from lab.i18n import N_, _
from lab.importing.arrangement import SimilarNames
from lab.importing.intake import Imported, sweep_staging
from lab.importing.request import ImportRequest
from lab.settings import load_settings
from lab.source_text import SourceText, unpack_text

JOBS_KEPT = 50


@dataclass(frozen=True)
class ImportJob:
    """An import as far as it is.

    Attributes:
        id: its name.
        request: what it imports.
        state: running; asking, when somebody must say whether `similar` class names are one; failed; done.
        phase: checking, reading or comparing.
        done: how many files are done in this phase.
        total: of how many.
        began: when it started, by the monotonic clock, in seconds.
        error: why it failed, or what it asks.
        similar: class names that differ only in small and capital letters, in groups.
        imported: what came of it.
    """

    id: str
    request: ImportRequest
    state: Literal["running", "asking", "failed", "done"] = "running"
    phase: str = "checking"
    done: int = 0
    total: int = 0
    began: float = field(default_factory=time.monotonic)
    error: str = ""
    similar: tuple[tuple[str, ...], ...] = ()
    imported: Imported | None = None

    @property
    def seconds_left(self) -> float | None:
        """How long reading will go on at the pace so far, or None where that is not known yet."""
        if self.phase != "reading" or not self.done:
            return None
        return (time.monotonic() - self.began) * (self.total / self.done - 1)


class ImportJobs:
    """The imports of this server."""

    def __init__(self) -> None:
        self._jobs: dict[str, ImportJob] = {}
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self._lock = threading.Lock()
        # What an earlier server was given and did not finish.
        shutil.rmtree(_uploads_directory(), ignore_errors=True)

    def keep_upload(self, data: bytes | memoryview, ending: str) -> Path:
        """Keep an uploaded file until its import has ended.

        Args:
            data: its content.
            ending: of its name here, such as ".zip".

        Returns:
            Where it is.

        Raises:
            DatasetError: the disk is full.
        """
        path = _uploads_directory() / f"{secrets.token_hex(8)}{ending}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            path.unlink(missing_ok=True)
            text = _("The upload of {size:,.0f} MB cannot be kept: {reason}.")
            raise DatasetError(text.format(size=len(data) / 1e6, reason=error.strerror)) from error
        return path

    def start(self, request: ImportRequest) -> str:
        """Start an import; gives its id."""
        return self._start(ImportJob(secrets.token_hex(8), request))

    def answer(self, job_id: str, similar: SimilarNames) -> None:
        """Answer the question of an import, which then starts again."""
        job = self._jobs[job_id]
        if job.state == "asking":
            self._start(ImportJob(job_id, job.request.model_copy(update={"similar": similar})))

    def cancel(self, job_id: str) -> None:
        """End an import; nothing of it stays."""
        with self._lock:
            job = self._jobs.pop(job_id, None)
            process = self._processes.pop(job_id, None)
        if process is not None:
            process.kill()
            process.wait()
            sweep_staging()
        if job is not None:
            _drop_uploads(job.request)

    def find(self, job_id: str) -> ImportJob | None:
        """An import, or None where there is none of that id, as after a restart of the server."""
        return self._jobs.get(job_id)

    def close(self) -> None:
        """End all of them."""
        for job_id in list(self._jobs):
            self.cancel(job_id)

    def _start(self, job: ImportJob) -> str:
        settings = load_settings()
        process = subprocess.Popen(
            [sys.executable, "-m", "lab.importing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            cwd=PROJECT_DIRECTORY,
            env={**os.environ, "LAB_HOME": str(settings.home), "LAB_FOLDER_ROOT": str(settings.folder_root)},
        )
        with self._lock:
            self._jobs[job.id] = job
            self._processes[job.id] = process
            for old in list(self._jobs)[:-JOBS_KEPT]:
                if self._jobs[old].state in ("failed", "done"):
                    del self._jobs[old]
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.write(job.request.model_dump_json() + "\n")
            process.stdin.flush()
        threading.Thread(target=self._listen, args=(job, process), daemon=True).start()
        return job.id

    def _listen(self, job: ImportJob, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process:
            for line in process.stdout:
                job = _take(job, json.loads(line))
                self._keep(job, process)
        if job.state == "running":
            text = SourceText(N_("The import ended before it was finished. Nothing was imported; try again."))
            self._keep(replace(job, state="failed", error=text), process)
        if job.state != "asking":
            _drop_uploads(job.request)

    def _keep(self, job: ImportJob, process: "subprocess.Popen[str]") -> None:
        with self._lock:
            # A cancelled one is forgotten.
            if self._processes.get(job.id) is process:
                self._jobs[job.id] = job


def _take(job: ImportJob, told: dict[str, Any]) -> ImportJob:
    """Bring a job up to what its process tells."""
    if "similar" in told:
        similar = tuple(map(tuple, told["similar"]))
        return replace(job, state="asking", error=unpack_text(told["error"]), similar=similar)
    if "error" in told:
        return replace(job, state="failed", error=unpack_text(told["error"]))
    if "report" in told:
        imported = Imported(told["id"], told["version"], Report.from_json(told["report"]))
        return replace(job, state="done", imported=imported)
    return replace(job, phase=told["phase"], done=told["done"], total=told["total"])


def _uploads_directory() -> Path:
    return load_settings().home / "uploads"


def _drop_uploads(request: ImportRequest) -> None:
    for given in (request.location if request.kind == "archive" else "", request.table):
        path = Path(given)
        if given and path.parent == _uploads_directory():
            path.unlink(missing_ok=True)
