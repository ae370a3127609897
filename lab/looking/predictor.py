"""A network that answers: a run's at one of its checkpoints."""

from abc import ABC, abstractmethod
from functools import partial

import numpy as np
from numpy.typing import NDArray

from lab.looking.answers import Answers
from lab.looking.shares import OnShare, ignore_share, tell_part
from lab.model_service import ModelService, OnProgress
from lab.preparation import Preparation
from lab.runs.run_folder import RunFolder
from lab.scaling import Scaler
from lab.trained import TrainedNetwork

BYTES_A_REQUEST = 12_000_000


class Predictor(ABC):
    """A network with all that belongs to it.

    Attributes:
        title: what people call it.
        labels: its classes.
        preparation: how images are brought to its size.
        scaling_title: what its scaling is called, to be translated.
        scaler: what makes numbers of the pixels.
        key: changes when its weights do.
    """

    title: str
    labels: tuple[str, ...]
    preparation: Preparation
    scaling_title: str
    scaler: Scaler
    key: tuple[str, ...]

    @abstractmethod
    def ask(self, pixels: NDArray[np.uint8], on_progress: OnProgress) -> NDArray[np.float32]:
        """Predict as many prepared images as fit into one request.

        Args:
            pixels: (batch, size, size, channels), uint8, 0…255.
            on_progress: see `ModelService.ask`.

        Returns:
            (batch, classes) probabilities.

        Raises:
            ServiceError: the network cannot answer; says why.
        """

    def answer(self, pixels: NDArray[np.uint8], on_share: OnShare = ignore_share) -> Answers:
        """Predict any number of prepared images.

        Args:
            pixels: (count, size, size, channels), uint8, 0…255.
            on_share: told several times a second what share is done.

        Raises:
            ServiceError: the network cannot answer; says why.
        """
        size = max(1, BYTES_A_REQUEST // max(1, int(np.prod(pixels.shape[1:]))))
        found = [np.zeros((0, len(self.labels)), np.float32)]
        for start in range(0, len(pixels), size):
            piece = pixels[start : start + size]
            tell = partial(tell_part, on_share, start / len(pixels), len(piece) / len(pixels))
            found.append(self.ask(piece, tell))
        return Answers(self.labels, np.concatenate(found))


class RunPredictor(Predictor):
    """A run's network.

    Args:
        service: answers.
        folder: the run.
        checkpoint: which weights.
        title: what people call it.

    Raises:
        RunError: the run is damaged.
    """

    def __init__(self, service: ModelService, folder: RunFolder, checkpoint: str, title: str) -> None:
        self._service = service
        self.folder = folder
        self.checkpoint = checkpoint
        self.title = title
        self.network = TrainedNetwork.read(folder, checkpoint)
        self.config = self.network.config
        self.labels = self.network.labels
        self.preparation = self.config.preparation
        self.scaling_title = self.config.scaling.title
        self.scaler = self.network.scaler
        path = folder.checkpoint_path(checkpoint)
        self.key = (folder.id, checkpoint, str(path.stat().st_mtime_ns if path.exists() else 0))

    def ask(self, pixels: NDArray[np.uint8], on_progress: OnProgress) -> NDArray[np.float32]:
        """See Predictor."""
        return self._service.predict(self.network, pixels, on_progress)
