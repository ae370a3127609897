"""How fast images reach the network, against Keras's own generator."""

import functools
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.feed_side import COLOUR
from bench.registry import Measurement, benchmark, report
from bench.server import ROOT

PHOTOS, FEW, SIDE, QUALITY = 2_000, 64, 300, 90
PAIRS, EPOCHS = 5, 5
SIDE_SECONDS = 300.0
COMPARED = {
    "flip": "ImageDataGenerator(horizontal_flip=True, rescale=1/255).flow_from_dataframe(target_size=(64, 64))",
    "colour": "ImageDataGenerator(preprocessing_function=…, rescale=1/255).flow_from_dataframe(target_size=(64, 64)), "
    "the function casting to uint8 and applying the same pipeline of albumentations",
}

# For each pair, for Keras and the lab: images/s of the first epoch, and of those after it together.
Speeds = list[tuple[tuple[float, float], tuple[float, float]]]


@benchmark
def feed_cached_ratio() -> Measurement:
    """From the second epoch on."""
    return _compare("flip", 1, f"epochs 2 to {EPOCHS}")


@benchmark
def feed_first_epoch_ratio() -> Measurement:
    """The first epoch with all its decoding; on the lab's side the JPEG files have been imported before."""
    return _compare(
        "flip",
        0,
        "the first epoch: Keras lists and decodes the files, the lab decodes the files that it imported earlier and "
        "writes the prepared images to disk",
    )


@benchmark
def augment_ratio() -> Measurement:
    """From the second epoch on, with the course's colour pipeline."""
    return _compare("colour", 1, f"epochs 2 to {EPOCHS}, augmented by {COLOUR}")


def _compare(changes: str, which: int, epochs: str) -> Measurement:
    speeds = [(keras[which], lab[which]) for keras, lab in _measure_pairs(changes)]
    return Measurement(
        statistics.median(lab / keras for keras, lab in speeds),
        COMPARED[changes],
        f"images/s over {epochs}, of {PHOTOS} JPEGs of {SIDE} px in batches of 32, nothing trained, each side in a "
        f"process of its own that has read {FEW} others before, [Keras, lab] in turn: "
        f"{[[round(one) for one in pair] for pair in speeds]}; median of the ratios of each pair",
    )


@functools.cache
def _measure_pairs(changes: str) -> Speeds:
    """The benchmarks of the same changes look at the same epochs."""
    speeds = []
    with tempfile.TemporaryDirectory(prefix="lab-bench-") as directory:
        folder = Path(directory).resolve() / "photos"
        write_photos(folder.with_name("few"), FEW)
        write_photos(folder, PHOTOS)
        for pair in range(PAIRS):
            speeds.append((_run_side("keras", changes, folder, pair), _run_side("lab", changes, folder, pair)))
            report(f"  pair {pair + 1}: images/s, first epoch and later, Keras {speeds[-1][0]}, lab {speeds[-1][1]}")
    return speeds


def _run_side(side: str, changes: str, folder: Path, pair: int) -> tuple[float, float]:
    settings = {"LAB_HOME": str(folder.parent / f"home-{pair}"), "LAB_FOLDER_ROOT": str(folder.parent)}
    ended = subprocess.run(
        [sys.executable, "-m", "bench.feed_side", side, changes, str(folder), str(EPOCHS)],
        cwd=ROOT,
        env={**os.environ, **settings, "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        timeout=SIDE_SECONDS,
    )
    if ended.returncode != 0:
        raise RuntimeError(f"The side {side} failed:\n{ended.stderr}")
    found = json.loads(ended.stdout.splitlines()[-1])
    if found["images"] != [PHOTOS] * EPOCHS:
        raise RuntimeError(f"The side {side} did not see every image in every epoch: {found['images']}.")
    seconds = found["seconds"]
    return round(PHOTOS / seconds[0]), round(PHOTOS * (EPOCHS - 1) / sum(seconds[1:]))


def write_photos(folder: Path, count: int) -> None:
    """Write JPEGs of about 24 KB into two class folders: clouds of every scale, with discs on them."""
    report(f"  writing {count} JPEGs …")
    generator = np.random.default_rng(0)
    for name in ("a", "b"):
        (folder / name).mkdir(parents=True)
    for number in range(count):
        path = folder / "ab"[number % 2] / f"{number}.jpg"
        cv2.imwrite(str(path), _draw_photo(generator), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])


def _draw_photo(generator: np.random.Generator) -> NDArray[np.uint8]:
    photo = np.full((SIDE, SIDE, 3), 128, np.float32)
    for cells, strength in ((4, 70), (12, 40), (40, 22), (120, 9)):
        noise = generator.standard_normal((cells, cells, 3), np.float32)
        photo += strength * cv2.resize(noise, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    pixels = np.clip(photo, 0, 255).astype(np.uint8)
    for _disc in range(4):
        center, color = generator.integers(0, SIDE, 2).tolist(), generator.integers(0, 256, 3).tolist()
        cv2.circle(pixels, center, int(generator.integers(10, 60)), color, -1, cv2.LINE_AA)
    return pixels
