"""What t-SNE of a data set's features takes."""

import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.registry import Measurement, benchmark
from lab.feature_space.features import Features, write_features
from lab.feature_space.tsne import find_embedding, locate_embedding

COUNT, WIDTH, CLASSES, TIMES = 2000, 512, 10, 3


@benchmark
def tsne_s() -> Measurement:
    """t-SNE of 2,000 images by 512 features."""
    seconds, told = [], []
    with tempfile.TemporaryDirectory(prefix="lab-bench-") as home:
        path = Path(home) / "features.npz"
        write_features(path, _make_features())
        for _ in range(TIMES):
            shares: list[float] = []
            began = time.perf_counter()
            find_embedding(path, shares.append)
            seconds.append(time.perf_counter() - began)
            told.append(len(set(shares)))
            locate_embedding(path).unlink()
    return Measurement(
        statistics.median(seconds),
        "nothing",
        f"{COUNT} images of {CLASSES} overlapping classes, {WIDTH} features each, from the request until the picture "
        f"is there, the start of the process included: median of {TIMES}; largest {max(seconds):.1f}; the share "
        f"that is done was told {min(told)} times",
        condition=min(told) >= 10,
    )


def _make_features() -> Features:
    generator = np.random.default_rng(0)
    labels = np.arange(COUNT) % CLASSES
    values = generator.normal(0, 1, (CLASSES, WIDTH))[labels] + generator.normal(0, 1.5, (COUNT, WIDTH))
    # As after a ReLU.
    features = np.maximum(values, 0).astype(np.float32)
    answers = np.eye(CLASSES)[labels].astype(np.float32)
    return Features(features, answers, np.arange(COUNT), labels, np.zeros((COUNT, 8, 8, 1), np.uint8))
