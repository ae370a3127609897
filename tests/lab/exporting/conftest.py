"""Trained runs to export, and a place where there is nothing of the lab."""

import shutil
from collections.abc import Iterator

import pytest

from lab.exporting.script_archive import REQUIREMENTS
from tests.clean_environment import CleanEnvironment


@pytest.fixture(scope="session")
def clean_environment(tmp_path_factory) -> Iterator[CleanEnvironment]:
    """Python with what a script says that it needs, which is TensorFlow; it takes a minute and 2 GB for as long."""
    directory = tmp_path_factory.mktemp("clean")
    try:
        yield CleanEnvironment(directory, REQUIREMENTS.split())
    finally:
        shutil.rmtree(directory)
