"""What a run will cost on this machine."""

import math
from dataclasses import dataclass

from lab.config import RunConfig
from lab.cost.machine import Machine
from lab.cost.memory import estimate_memory, largest_batch_size
from lab.cost.size import FORWARD_SHARE, NetworkSize
from lab.errors import ConfigError
from lab.i18n import _

LONG_SECONDS = 2 * 3600
# Between two epochs, and for each byte of weights and optimizer written to the disk.
EPOCH_SECONDS, CHECKPOINT_BYTE_SECONDS = 0.1, 2.5e-9


@dataclass(frozen=True)
class Estimate:
    """What is expected.

    Attributes:
        memory_bytes: of the worker at its peak, above what it takes when idle.
        step_seconds: of a training step.
        epoch_seconds: training and validation.
        total_seconds: all epochs.
        largest_batch_size: that fits into memory, a power of two; 0 where none does.
        free_bytes: of memory now.
        source: where the machine's speed is known from: "guess", "machine", "steps" or "runs".
    """

    memory_bytes: int
    step_seconds: float
    epoch_seconds: float
    total_seconds: float
    largest_batch_size: int
    free_bytes: int
    source: str

    @property
    def fits(self) -> bool:
        """Whether the memory is there."""
        return self.memory_bytes <= self.free_bytes

    @property
    def is_long(self) -> bool:
        """Whether it takes so long that somebody should know before."""
        return self.total_seconds > LONG_SECONDS

    def check(self, batch_size: int) -> None:
        """Refuse what does not fit.

        Args:
            batch_size: images a step.

        Raises:
            ConfigError: with the largest batch size that fits, where one does.
        """
        if self.fits:
            return
        text = _("`batch_size` {batch} would take about {needed:,.1f} GB of memory; {free:,.1f} GB are free. {remedy}")
        largest = min(self.largest_batch_size, batch_size // 2)
        remedy = (
            _("{largest} fits.").format(largest=largest) if largest else _("Take smaller images or a smaller network.")
        )
        raise ConfigError(
            "batch_size",
            text.format(batch=batch_size, needed=self.memory_bytes / 1e9, free=self.free_bytes / 1e9, remedy=remedy),
            remedy=largest or None,
        )


def estimate_cost(
    config: RunConfig,
    size: NetworkSize,
    counts: tuple[int, int, int],
    machine: Machine,
    source: str,
    free_bytes: int,
    held_bytes: int = 0,
) -> Estimate:
    """Estimate what a run will cost.

    Args:
        config: what shall be trained.
        size: of its network.
        counts: training, validation and test images.
        machine: how fast it is.
        source: where that is known from.
        free_bytes: of memory.
        held_bytes: of the data set itself (see ImageSource).
    """
    training, validation, _test = counts
    height, width, channels = config.preparation.input_shape
    images_bytes = held_bytes + sum(counts) * height * width * channels
    slots = config.optimizer.slots
    # A batch is never larger than the part that it is taken from.
    batch_size = min(config.batch_size, max(1, training))
    step = machine.estimate_step(size, batch_size)
    checkpoint = size.weight_bytes * (1 + slots) * CHECKPOINT_BYTE_SECONDS
    validating = validation / batch_size * step * FORWARD_SHARE
    epoch = math.ceil(training / batch_size) * step + validating + EPOCH_SECONDS + checkpoint
    return Estimate(
        memory_bytes=estimate_memory(size, batch_size, slots, images_bytes),
        step_seconds=step,
        epoch_seconds=epoch,
        total_seconds=epoch * config.epochs,
        largest_batch_size=largest_batch_size(size, slots, images_bytes, free_bytes),
        free_bytes=free_bytes,
        source=source,
    )
