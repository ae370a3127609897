"""One side of the comparison of feeds: `python -m bench.feed_side SIDE CHANGES FOLDER EPOCHS`.

SIDE is keras or lab; CHANGES is flip, or colour for the course's pipeline of albumentations; FOLDER holds class folders
of JPEGs, and `few` beside it a few more. Prints as JSON how many `images` each epoch had, and how many `seconds` each
took, the first with all that has to be done before it.
"""

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

SIZE, BATCH_SIZE = 64, 32
COLOUR = (
    "A.Compose([A.HorizontalFlip(p=0.5), A.VerticalFlip(p=0.5), A.OneOf([A.ColorJitter(p=0.5), "
    "A.RandomBrightnessContrast(brightness_limit=0.2, contrast_limit=0.2, p=0.5)])])"
)


def augmentation(changes: str) -> Any:  # noqa: ANN401
    """The lab's augmentation for the changes."""
    from lab.augmentation.code import read_code
    from lab.augmentation.geometric import Geometric

    if changes == "colour":
        return read_code(COLOUR)[0].pipeline
    return Geometric(rotation_degrees=0, shift=0, zoom=0, brightness=0, horizontal_flip=True)


def keras_options(changes: str) -> dict[str, Any]:
    """The generator's arguments for the changes; by itself it gives its function float32."""
    if changes == "flip":
        return {"horizontal_flip": True}
    pipeline = augmentation(changes).build(0)
    return {"preprocessing_function": lambda image: pipeline(image=image.astype("uint8"))["image"].astype("float32")}


def keras_epochs(folder: Path, changes: str) -> Iterator[Iterable[Any]]:
    """Keras's generator, as the course uses it: epoch after epoch."""
    import pandas
    from keras.src.legacy.preprocessing.image import ImageDataGenerator

    files = list(folder.rglob("*.jpg"))
    frame = pandas.DataFrame({"filename": map(str, files), "class": [path.parent.name for path in files]})
    batches = ImageDataGenerator(**keras_options(changes), rescale=1 / 255).flow_from_dataframe(
        frame, target_size=(SIZE, SIZE), batch_size=BATCH_SIZE, class_mode="sparse"
    )
    while True:
        # It goes on for ever by itself.
        yield (next(batches) for _batch in range(len(batches)))


def lab_epochs(folder: Path, changes: str) -> Iterator[Iterable[Any]]:
    """The lab's feed, as a warm worker makes it, of images that were imported before: epoch after epoch."""
    return _feed_epochs(import_folder(folder), changes)


def _feed_epochs(dataset: Any, changes: str) -> Iterator[Iterable[Any]]:  # noqa: ANN401
    from lab.datasets.prepared import prepare_images
    from lab.preparation import Preparation
    from lab.scaling.zero_one import ZeroOne
    from lab.worker.feed import make_feed

    images = prepare_images(dataset, Preparation(size=SIZE)).images
    scaler = ZeroOne().fit(images)
    feed = make_feed(images, scaler, BATCH_SIZE, shuffle_seed=0, augmentation=augmentation(changes))
    while True:
        yield feed


def import_folder(folder: Path) -> Any:  # noqa: ANN401
    """The folder as a data set of the lab, which keeps its JPEG files as they are."""
    from lab.datasets.imported import Imported
    from lab.importing.request import ImportRequest, run_import

    imported = run_import(ImportRequest(kind="folder", location=folder.name, title=folder.name))
    return Imported(id=imported.id, version_id=imported.version)


def main(side: str, changes: str, folder: Path, epochs: int) -> None:
    """Go through the images and print the times."""
    import tensorflow

    # Training needs TensorFlow at work on either side: it is, before the clock starts.
    tensorflow.constant(0)

    open_epochs = {"keras": keras_epochs, "lab": lab_epochs}[side]
    # A few images first, so that both sides have imported what they need.
    sum(len(labels) for _pixels, labels in next(open_epochs(folder.with_name("few"), changes)))
    opened = open_epochs(folder, changes)
    seconds, images = [], []
    for _epoch in range(epochs):
        began = time.perf_counter()
        images.append(sum(len(labels) for _pixels, labels in next(opened)))
        seconds.append(time.perf_counter() - began)
    print(json.dumps({"seconds": seconds, "images": images}), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
