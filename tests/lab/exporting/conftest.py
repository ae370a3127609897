"""Trained runs to export."""

from tests.lab.worker.conftest import forks, make_run

__all__ = ["forks", "make_run"]
