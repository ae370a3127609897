"""One side of the comparison of feeds: `python -m bench.feed_side SIDE FOLDER EPOCHS`.

SIDE is keras or lab; FOLDER holds class folders of JPEGs, and `few` beside it a few more. Prints as JSON how many
`images` each epoch had, and how many `seconds` each took, the first with all that has to be done before it.
"""

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

SIZE, BATCH_SIZE = 64, 32


def keras_epochs(folder: Path) -> Iterator[Iterable[Any]]:
    """Keras's generator, as the course uses it: epoch after epoch."""
    import pandas
    from keras.src.legacy.preprocessing.image import ImageDataGenerator

    files = list(folder.rglob("*.jpg"))
    frame = pandas.DataFrame({"filename": map(str, files), "class": [path.parent.name for path in files]})
    batches = ImageDataGenerator(horizontal_flip=True, rescale=1 / 255).flow_from_dataframe(
        frame, target_size=(SIZE, SIZE), batch_size=BATCH_SIZE, class_mode="sparse"
    )
    while True:
        # It goes on for ever by itself.
        yield (next(batches) for _batch in range(len(batches)))


def lab_epochs(folder: Path) -> Iterator[Iterable[Any]]:
    """The lab's feed, as a warm worker makes it, of images that were imported before: epoch after epoch."""
    return _feed_epochs(import_folder(folder))


def _feed_epochs(dataset: Any) -> Iterator[Iterable[Any]]:  # noqa: ANN401
    from lab.augmentation.geometric import Geometric
    from lab.datasets.prepared import prepare_images
    from lab.preparation import Preparation
    from lab.scaling.zero_one import ZeroOne
    from lab.worker.feed import make_feed

    flip = Geometric(rotation_degrees=0, shift=0, zoom=0, brightness=0, horizontal_flip=True)
    images = prepare_images(dataset, Preparation(size=SIZE)).images
    feed = make_feed(images, ZeroOne().fit(images), BATCH_SIZE, shuffle_seed=0, augmentation=flip)
    while True:
        yield feed


def import_folder(folder: Path) -> Any:  # noqa: ANN401
    """The folder as a data set of the lab, which keeps its JPEG files as they are."""
    from lab.datasets.imported import Imported
    from lab.importing.request import ImportRequest, run_import

    imported = run_import(ImportRequest(kind="folder", location=folder.name, title=folder.name))
    return Imported(id=imported.id, version_id=imported.version)


def main(side: str, folder: Path, epochs: int) -> None:
    """Go through the images and print the times."""
    import tensorflow

    # Training needs TensorFlow at work on either side: it is, before the clock starts.
    tensorflow.constant(0)

    open_epochs = {"keras": keras_epochs, "lab": lab_epochs}[side]
    # A few images first, so that both sides have imported what they need.
    sum(len(labels) for _pixels, labels in next(open_epochs(folder.with_name("few"))))
    opened = open_epochs(folder)
    seconds, images = [], []
    for _epoch in range(epochs):
        began = time.perf_counter()
        images.append(sum(len(labels) for _pixels, labels in next(opened)))
        seconds.append(time.perf_counter() - began)
    print(json.dumps({"seconds": seconds, "images": images}), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
