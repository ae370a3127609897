"""How fast this machine is."""

from lab.worker import measuring
from lab.worker.context import Context
from lab.worker.operations.base import operation
from lab.worker.scheduler import Pieces


@operation
def measure_slowness(context: Context) -> Pieces[float]:
    """Seconds here for a second of the model of time.

    Args:
        context: of the service.
    """
    return (yield from context.measure(measuring.measure_slowness))
