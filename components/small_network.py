"""Whether a network is so small that it may be asked about hundreds of images without being told to."""

from components.backend import get_layers
from lab.trained import TrainedNetwork

# Multiplications for one image: five hundred images then take some seconds on two cores.
MOST_MULTIPLY_ADDS = 150e6


def is_small(network: TrainedNetwork) -> bool:
    """Whether it is."""
    rows = get_layers(network.config.architecture, network.input_shape, len(network.labels))
    return sum(row.multiply_adds for row in rows) <= MOST_MULTIPLY_ADDS
