"""A home for the lab, data sets in it, made in a few lines, and workers that start at once."""

import os
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import cv2
import numpy as np
import pytest

from lab.config import RunConfig
from lab.datasets.imported import Imported
from lab.importing.request import ImportRequest, run_import
from lab.runs.run_folder import RunFolder
from lab.settings import load_settings
from tests.lab.forks import Forks


@pytest.fixture
def home(tmp_path, monkeypatch) -> Iterator[Path]:
    """An empty home."""
    path = tmp_path / "home"
    monkeypatch.setenv("LAB_HOME", str(path))
    load_settings.cache_clear()
    yield path
    load_settings.cache_clear()


def draw_jpeg(seed: int, height: int = 40, width: int = 40, quality: int = 92) -> bytes:
    """A soft picture in colour, another one for each seed."""
    soft = np.random.default_rng(seed).integers(0, 256, (5, 5, 3), np.uint8)
    image = cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC)
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


@pytest.fixture
def jpeg() -> Callable[..., bytes]:
    """Draws a picture: `jpeg(seed, height, width, quality)`."""
    return draw_jpeg


@pytest.fixture
def import_zip(home, tmp_path) -> Callable[[Mapping[str, bytes]], Imported]:
    """Imports the files of a mapping from name to content, the version said."""

    def bring_in(files: Mapping[str, bytes], **options: object) -> Imported:
        path = tmp_path / "given.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        imported = run_import(ImportRequest(kind="archive", location=str(path), title="given", **options))
        return Imported(id=imported.id, version_id=imported.version)

    return bring_in


@pytest.fixture
def lab_home(tmp_path, monkeypatch):
    """An empty LAB_HOME; settings are read anew."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("LAB_HOME", str(home))
    load_settings.cache_clear()
    yield home
    load_settings.cache_clear()


@pytest.fixture
def set_limit(monkeypatch, lab_home):
    """Sets what an administrator would: `set_limit(import_files=5)`."""

    def set_them(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"LAB_{name.upper()}", str(value))
        load_settings.cache_clear()

    return set_them


@pytest.fixture
def mount_disk(tmp_path) -> Iterator[Callable[[str], Path]]:
    """Mounts a small disk, where one may be mounted: `mount_disk("3m")`."""
    path = tmp_path / "disk"

    def mount(size: str) -> Path:
        path.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path)]
        if os.name == "nt" or subprocess.run(command, capture_output=True).returncode:
            pytest.skip("nobody may mount a disk here")
        return path

    yield mount
    if path.is_mount():
        subprocess.run(["umount", "-l", str(path)], check=True)


@pytest.fixture(scope="session")
def forks(tmp_path_factory) -> Iterator[Forks]:
    """Workers that start at once."""
    forks = Forks(tmp_path_factory.mktemp("forks"))
    yield forks
    forks.close()


@pytest.fixture
def make_run(tmp_path) -> Callable[[str, RunConfig], RunFolder]:
    """A run that waits for its worker: `make_run("name", config)`."""

    def make(name: str, config: RunConfig) -> RunFolder:
        folder = RunFolder(tmp_path / name)
        folder.create(config)
        return folder

    return make
