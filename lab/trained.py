"""A trained network to ask, as pages pass it around: everything about it but the numbers."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from lab.config import RunConfig
from lab.runs.run_folder import RunFolder
from lab.scaling import Scaler
from lab.validation import validate


class TrainedNetwork(BaseModel):
    """A checkpoint of a run with what it was trained with; `model_copy(update=…)` asks "what if" (another scaler).

    Attributes:
        folder: the run's.
        checkpoint: "best", "last" or one that the run's own pattern named.
        config: the run's.
        labels: the classes, in the order of the network's outputs.
        scaler: how prepared images are scaled.
    """

    model_config = ConfigDict(frozen=True)

    folder: Path
    checkpoint: str
    config: RunConfig
    labels: tuple[str, ...]
    scaler: Scaler

    @classmethod
    def read(cls, run: RunFolder, checkpoint: str) -> "TrainedNetwork":
        """Read it from a run's folder; whether the weights are whole is found out when it is asked.

        Raises:
            RunError: the run is damaged, or has no such checkpoint; says which.
        """
        run.checkpoint_path(checkpoint)
        return cls(
            folder=run.path,
            checkpoint=checkpoint,
            config=run.read_config(),
            labels=tuple(run.read_json(run.labels_path)),
            scaler=validate(Scaler, run.read_json(run.scaler_path)),
        )

    @property
    def run(self) -> RunFolder:
        """The run."""
        return RunFolder(self.folder)

    @property
    def input_shape(self) -> tuple[int, int, int]:
        """Height, width and channels of a prepared image."""
        return self.config.preparation.input_shape
