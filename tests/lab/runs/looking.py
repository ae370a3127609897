"""Looks as a worker writes them, made up."""

import numpy as np

from lab.files import write_json
from lab.runs.insight import BINS, KINDS, Insight, read_insight
from lab.runs.run_folder import RunFolder

LAYERS = ("conv", "relu", "output")


def write_handful(folder: RunFolder, images: int = 2, classes: int = 3) -> None:
    write_json(folder.labels_path, [f"class {number}" for number in range(classes)])
    folder.handful_path.parent.mkdir(exist_ok=True)
    pixels = np.random.default_rng(0).integers(0, 256, (images, 6, 6, 3), np.uint8)
    np.savez_compressed(folder.handful_path, images=pixels, labels=np.arange(images) % classes)


def make_look(seed: int, layers: tuple[str, ...] = LAYERS, images: int = 2, classes: int = 3) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(seed)
    probabilities = chance.random((images, classes)).astype(np.float32)
    ranges = np.tile(np.array([-1, 1], np.float32), (len(KINDS), len(layers), 1))
    norms, dead = chance.random((2, len(layers))).astype(np.float32)
    if layers:
        # A ReLU of its own has no weights, and an output no ReLU.
        ranges[:2, 1], norms[1], dead[-1] = np.nan, np.nan, np.nan
    return {
        "probabilities": probabilities / probabilities.sum(axis=1, keepdims=True),
        "layers": np.array(layers, np.str_),
        "gradient_norms": norms,
        "dead_shares": dead,
        "counts": chance.integers(0, 500, (len(KINDS), len(layers), BINS)).astype(np.uint16),
        "ranges": ranges,
    }


def write_look(folder: RunFolder, epoch: int, layers: tuple[str, ...] = LAYERS) -> None:
    np.savez_compressed(folder.look_path(epoch), **make_look(epoch, layers))


def make_insight(path, epochs: int = 3, layers: tuple[str, ...] = LAYERS) -> Insight:
    folder = RunFolder(path)
    write_handful(folder)
    for epoch in range(epochs + 1):
        write_look(folder, epoch, layers)
    insight = read_insight(folder, epochs)
    assert insight is not None
    return insight
