"""A network without the lab around it: `python -m bench.network_side RUN …`.

Gives each run folder random weights for its config, and says "ready". Then it answers each line of its input, the path
of an .npy file of scaled images (count, height, width, channels), float32, with the seconds that `model.predict` of the
last run's network takes for them, at the best of its batch sizes.
"""

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from lab.files import link_file
from lab.runs.run_folder import RunFolder

BATCH_SIZES = (32, 128)


def give_weights(folders: list[RunFolder]) -> Any:  # noqa: ANN401 - Keras is untyped
    """Write random weights; runs of the same network get the same file. Returns the last network."""
    written: dict[str, Path] = {}
    for folder in folders:
        config, path = folder.read_config(), folder.checkpoint_path("best")
        path.parent.mkdir(exist_ok=True)
        kind = config.architecture.model_dump_json()
        if kind not in written:
            labels = folder.read_json(folder.labels_path)
            model = config.architecture.build(config.preparation.input_shape, len(labels))
            model.save_weights(path)
            written[kind] = path
        else:
            link_file(written[kind], path)
    return model


def main(folders: list[RunFolder]) -> None:
    """Write the weights, then time predictions."""
    model = give_weights(folders)
    print("ready", flush=True)
    for line in sys.stdin:
        images = np.load(line.strip())
        for size in BATCH_SIZES:
            model.predict(images[: 2 * size], batch_size=size, verbose=0)
        print(min(_time(model, images, size) for size in BATCH_SIZES), flush=True)


def _time(model: Any, images: np.ndarray, batch_size: int) -> float:  # noqa: ANN401
    began = time.perf_counter()
    model.predict(images, batch_size=batch_size, verbose=0)
    return time.perf_counter() - began


if __name__ == "__main__":
    main([RunFolder(Path(name)) for name in sys.argv[1:]])
