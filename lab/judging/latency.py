"""How long a network takes to answer."""

from dataclasses import dataclass

BATCH_SIZE = 32


@dataclass(frozen=True)
class Latency:
    """Medians, once everything is in memory.

    Attributes:
        one_seconds: from an image of 0…255 to its probabilities, asked alone.
        batch_seconds: an image's share of that, asked `BATCH_SIZE` at a time.
        machine: the processor's name.
        cores: how many of its cores may be used.
    """

    one_seconds: float
    batch_seconds: float
    machine: str
    cores: int
