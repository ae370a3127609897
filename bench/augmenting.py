"""What augmentation costs a training through the lab."""

import statistics

from bench.registry import Measurement, benchmark, report
from bench.server import Server, serve
from bench.training import PAIRS, train_watched
from lab.architectures.rgb_cnn import RGBCNN
from lab.augmentation.code import read_code
from lab.config import RunConfig
from lab.datasets.shapes import Shapes
from lab.preparation import Preparation

SIDE = 64
HEAVY = f"""A.Compose([
    A.Affine(scale=(0.9, 1.1), translate_percent=(-0.1, 0.1), rotate=(-20, 20), p=1),
    A.RandomResizedCrop(size=({SIDE}, {SIDE}), p=1),
    A.ColorJitter(p=1),
    A.CLAHE(p=1),
    A.CoarseDropout(p=1),
])"""


@benchmark
def augment_heavy_ratio() -> Measurement:
    """The RGB CNN at its default with a heavy pipeline, against the same without augmentation."""
    plain = RunConfig(
        dataset=Shapes(count=1_000, size=SIDE), preparation=Preparation(size=SIDE), architecture=RGBCNN(), epochs=3
    )
    heavy = plain.model_copy(update={"augmentation": read_code(HEAVY)[0].pipeline})
    speeds = []
    with serve() as server:
        server.wait_until_warm()
        for pair in range(PAIRS):
            speeds.append((_measure_speed(server, plain), _measure_speed(server, heavy)))
            report(f"  pair {pair + 1}: images/s {speeds[-1][0]:.0f} without augmentation, {speeds[-1][1]:.0f} with it")
    return Measurement(
        statistics.median(augmented / without for without, augmented in speeds),
        "the same training without augmentation",
        f"images/s of training alone over {plain.epochs - 1} epochs after the first, RGB CNN at {SIDE}×{SIDE}, with "
        "Affine, RandomResizedCrop, ColorJitter, CLAHE, CoarseDropout, each always applied; through the lab's worker, "
        f"[without, with] in turn: {[[round(one) for one in pair] for pair in speeds]}; median of the ratios of each "
        "pair; a websocket client held the live page",
    )


def _measure_speed(server: Server, config: RunConfig) -> float:
    """Images a second of its epochs after the first."""
    epochs = [event for event in train_watched(server, config) if event["kind"] == "epoch"]
    return statistics.harmonic_mean([float(epoch["images_per_second"]) for epoch in epochs[1:]])
