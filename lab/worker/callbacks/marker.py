"""Marks on the curves: what was done to a training while it ran."""

from lab.i18n import _
from lab.runs.event_log import EventLog


class Marker:
    """Writes events of kind "mark" at the point that the training has come to.

    Args:
        log: where to.

    Attributes:
        epoch: the present epoch, from 1.
        step: the steps done.
    """

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self.epoch = 1
        self.step = 0

    def mark(self, text: str) -> None:
        """Write a mark."""
        self._log.append("mark", durable=True, epoch=self.epoch, step=self.step, text=text)

    def mark_rate(self, before: float, after: float) -> None:
        """Write that the learning rate has changed."""
        self.mark(_("learning rate {before:.3g} → {after:.3g}").format(before=before, after=after))
