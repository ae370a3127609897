"""Executors: where workers run. Nothing outside this package knows."""

from lab.executors.base import Executor, JobState
from lab.executors.local import LocalExecutor

__all__ = ["Executor", "JobState", "LocalExecutor"]
