"""What the model service takes to show what a layer makes of an image."""

import statistics
import time

import numpy as np

from bench.explaining import serve_network
from bench.registry import Measurement, benchmark
from components.map_picture import picture_wall
from lab.architectures.rgb_cnn import RGBCNN
from lab.dissecting import ask_wall

SIZE = 64
ROUNDS = 3


@benchmark
def activations_s() -> Measurement:
    """The wall of each layer of the RGB CNN at 64, warm."""
    seconds = []
    with serve_network("rgb_cnn", SIZE) as (service, network):
        layers = [row.name for row in RGBCNN().list_layers(network.input_shape, len(network.labels))]
        for number, layer in enumerate(layers * (1 + ROUNDS)):
            image = np.random.default_rng(number).integers(0, 256, network.input_shape, np.uint8)
            began = time.perf_counter()
            picture_wall(ask_wall(service, network, layer, image), same_scale=False)
            seconds.append(time.perf_counter() - began)
    warm = seconds[len(layers) :]
    return Measurement(
        statistics.median(warm),
        "nothing",
        f"from the request until the coloured pictures of up to 64 maps are there, in the server's process, another "
        f"image each time: median of {ROUNDS} for each of {len(layers)} layers, after one that loads the network; "
        f"largest {max(warm):.2f}",
    )
