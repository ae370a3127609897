"""Importing a zip archive as the Data page does it."""

import os
import statistics
import tempfile
import time
import zipfile
from pathlib import Path

import cv2
import numpy as np

from bench.registry import Measurement, benchmark, report
from lab.importing.jobs import ImportJob, ImportJobs
from lab.importing.request import ImportRequest
from lab.settings import load_settings

IMAGES, CLASSES, SIDE = 3_000, 10, 32
TIMES = 5
IMPORT_SECONDS = 120.0


@benchmark
def import_images_per_s() -> Measurement:
    """From the start of the import's process to its report, with an archive of small photographs."""
    speeds = []
    with tempfile.TemporaryDirectory(prefix="lab-bench-") as home:
        before = os.environ.get("LAB_HOME")
        os.environ["LAB_HOME"] = home
        load_settings.cache_clear()
        try:
            jobs = ImportJobs()
            for number in range(TIMES):
                # Other images each time: those that are there already would not be kept again.
                archive = _write_archive(Path(home) / f"{number}.zip", seed=number)
                speeds.append(IMAGES / _time_import(jobs, archive))
                report(f"  import {number + 1}: {speeds[-1]:.0f} images/s")
            jobs.close()
        finally:
            os.environ.pop("LAB_HOME") if before is None else os.environ.update(LAB_HOME=before)
            load_settings.cache_clear()
    return Measurement(
        statistics.median(speeds),
        f"a zip of {IMAGES} JPEG files of {SIDE}×{SIDE} in {CLASSES} class folders",
        "start of the import's process to its report, all images decoded, measured, compared and kept; "
        f"images/s of {TIMES} imports: {[round(speed) for speed in speeds]}; median",
    )


def _time_import(jobs: ImportJobs, archive: Path) -> float:
    began = time.monotonic()
    job_id = jobs.start(ImportRequest(kind="archive", location=str(archive), title=archive.stem))
    job = _wait(jobs, job_id)
    seconds = time.monotonic() - began
    if job.imported is None or job.imported.report.imported != IMAGES:
        raise RuntimeError(f"The import did not take all images: {job.state} {job.error}")
    return seconds


def _wait(jobs: ImportJobs, job_id: str) -> ImportJob:
    end = time.monotonic() + IMPORT_SECONDS
    while time.monotonic() < end:
        job = jobs.find(job_id)
        if job is not None and job.state != "running":
            return job
        time.sleep(0.005)
    raise RuntimeError(f"The import had not ended after {IMPORT_SECONDS:g} s.")


def _write_archive(path: Path, seed: int) -> Path:
    """Photographs of a kind: soft colours with an edge or two, about as large as CIFAR's when they are files."""
    generator = np.random.default_rng(seed)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(IMAGES):
            soft = generator.integers(0, 256, (5, 5, 3), np.uint8)
            image = cv2.resize(soft, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
            corner = generator.integers(0, SIDE, 2).tolist()
            cv2.circle(image, corner, int(generator.integers(3, 12)), generator.integers(0, 256, 3).tolist(), -1)
            data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()
            archive.writestr(f"class {number % CLASSES}/{number:04d}.jpg", data)
    return path
