"""Having a network's features measured by the model service."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from lab.config import RunConfig
from lab.datasets import ImageSource
from lab.datasets.splitting import split_indices
from lab.errors import DatasetError
from lab.feature_space.features import Features, locate_features, write_features
from lab.held_lock import held_lock
from lab.i18n import _
from lab.looking.given import GivenSample
from lab.looking.prepared import prepare_given
from lab.looking.shares import OnShare, ignore_share, tell_part
from lab.model_service import ModelService
from lab.trained import TrainedNetwork

MOST_IMAGES = 2000
# Of large images' pixels fewer fit: a perceptron has no other features.
MOST_NUMBERS = 25_000_000
BYTES_A_REQUEST = 12_000_000
THUMBNAIL = 48

Measured = tuple[NDArray[np.float32], NDArray[np.float32]]


def find_features(
    service: ModelService,
    network: TrainedNetwork,
    open_source: Callable[[], ImageSource],
    on_share: OnShare = ignore_share,
) -> Path:
    """The features of up to 2,000 of a run's images: those kept, or else measured now.

    Args:
        service: measures.
        network: whose features.
        open_source: opens the run's data set.
        on_share: told what share is done; what it raises ends the work.

    Returns:
        Where they are kept.

    Raises:
        LabError: the data set or the weights are gone, or the service failed; says which.
    """
    path = locate_features(network)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Of a whole class that wants the same, one waits for the network, the others for that one.
        with held_lock(path, lambda: on_share(0.0)):
            if not path.exists():
                write_features(path, _measure_all(service, network, open_source(), on_share))
    return path


def measure_images(
    service: ModelService, network: TrainedNetwork, pixels: NDArray[np.uint8], on_share: OnShare = ignore_share
) -> Measured:
    """The features of some prepared images, in one request.

    Args:
        service: measures.
        network: whose features.
        pixels: (count, size, size, channels), uint8, 0…255.
        on_share: told what share is done.

    Returns:
        (count, width) features and (count, classes) probabilities, float32.

    Raises:
        ServiceError: the network cannot be asked; says why.
    """
    found = service.ask("measure_features", lambda share: on_share(share or 0.0), network=network, images=pixels)
    return found["values"], found["probabilities"]


def choose_images(source: ImageSource, config: RunConfig) -> NDArray[np.int64]:
    """Which images are looked at: those of the test part first, then of the validation part, each in a random order.

    None of them was trained on: there a network may know each image by heart.

    Args:
        source: the data set.
        config: of the run, which says how it was split.

    Returns:
        (up to 2,000,), int64.
    """
    parts = split_indices(source.labels, source.parts, source.class_names, config.split, source.groups)
    generator = np.random.default_rng(0)
    return np.concatenate([generator.permutation(parts[name]) for name in ("test", "validation")])[:MOST_IMAGES]


def _measure_all(service: ModelService, network: TrainedNetwork, source: ImageSource, on_share: OnShare) -> Features:
    rows = choose_images(source, network.config)
    size = max(1, BYTES_A_REQUEST // int(np.prod(network.input_shape)))
    pieces: list[Features] = []
    done, most = 0, len(rows)
    while done < most:
        chosen = rows[done : min(done + size, most)]
        tell = partial(tell_part, on_share, done / most, len(chosen) / most)
        piece = _measure_piece(service, network, source, chosen, tell)
        if len(piece):
            pieces.append(piece)
            most = min(len(rows), max(1, MOST_NUMBERS // piece.values.shape[1]))
        done += size
    if not pieces:
        raise DatasetError(_("None of the data set's images can be read."))
    return Features(*(np.concatenate([getattr(one, name) for one in pieces]) for name in Features.__dataclass_fields__))


def _measure_piece(
    service: ModelService, network: TrainedNetwork, source: ImageSource, rows: NDArray[np.int64], on_share: OnShare
) -> Features:
    given = [GivenSample(source, int(row)) for row in rows]
    prepared = prepare_given(given, network.config.preparation)
    read = rows[np.array(prepared.rows, np.int64)]
    values, probabilities = measure_images(service, network, prepared.pixels, on_share)
    thumbnails = [_shrink(image) for image in prepared.pixels]
    empty = np.zeros((0, 1, 1, 1), np.uint8)
    return Features(values, probabilities, read, source.labels[read], np.stack(thumbnails) if thumbnails else empty)


def _shrink(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if len(image) <= THUMBNAIL:
        return image
    small = cv2.resize(image, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8).reshape(THUMBNAIL, THUMBNAIL, image.shape[2])
