"""How fast a training would be."""

from lab.config import RunConfig
from lab.worker import measuring
from lab.worker.context import Context
from lab.worker.operations.base import operation
from lab.worker.scheduler import Pieces


@operation
def time_steps(context: Context, config: RunConfig, num_classes: int) -> Pieces[float]:
    """Train two steps of a config's network on noise.

    Args:
        context: of the service.
        config: what would be trained.
        num_classes: how many classes.

    Returns:
        Seconds of one step.
    """
    return (yield from context.measure(measuring.time_steps, config, num_classes))
