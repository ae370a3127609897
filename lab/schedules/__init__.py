"""Schedules: how the learning rate changes while a network trains."""

from typing import TYPE_CHECKING

from lab.schedules.base import SCHEDULES, Schedule

SCHEDULES.discover(__name__)

if TYPE_CHECKING:
    AnySchedule = Schedule
else:
    AnySchedule = SCHEDULES.union()

__all__ = ["SCHEDULES", "AnySchedule", "Schedule"]
