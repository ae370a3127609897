"""The warm model service: builds networks to describe them, and predicts with the models of runs.

One JSON object a line on standard input, `{"id", "operation", …}`; one a line back, `{"id", "result"}` or
`{"id", "error"}`. It ends with its input, and so with the server that started it.
"""

import base64
import io
import json
import os
import sys
import traceback
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from lab.architectures import AnyArchitecture
from lab.config import RunConfig
from lab.errors import LabError, RunError
from lab.i18n import _
from lab.runs.run_folder import RunFolder
from lab.scaling import Scaler
from lab.validation import validate
from lab.worker.event_files import zip_event_files
from lab.worker.latency import measure_latency
from lab.worker.measuring import measure_slowness, time_steps
from lab.worker.model_export import export_model, find_export
from lab.worker.model_layers import list_model_layers

MODELS_KEPT = 4


class ModelService:
    """Answers requests, keeping the models used last."""

    def __init__(self) -> None:
        self._models: OrderedDict[tuple[str, str, int], Any] = OrderedDict()
        self._operations: dict[str, Callable[..., object]] = {
            "describe": self.describe,
            "predict": self.predict,
            "time_steps": self.time_steps,
            "export_keras": self.export_keras,
            "export_tensorboard": self.export_tensorboard,
            "measure_slowness": self.measure_slowness,
            "measure_latency": self.measure_latency,
        }

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one request; a mistake becomes an "error" with a sentence."""
        arguments = {name: value for name, value in request.items() if name not in ("id", "operation")}
        try:
            return {"id": request["id"], "result": self._operations[request["operation"]](**arguments)}
        except LabError as error:
            return {"id": request["id"], "error": str(error)}
        except Exception as error:
            traceback.print_exc()
            first_line = (str(error).strip().splitlines() or [""])[0]
            return {"id": request["id"], "error": f"{type(error).__name__}: {first_line[:300]}"}

    def describe(self, architecture: object, input_shape: list[int], num_classes: int) -> list[dict[str, object]]:
        """List the layers of a network.

        Args:
            architecture: as JSON holds it.
            input_shape: height, width, channels.
            num_classes: how many classes.

        Returns:
            The fields of a `LayerRow` for each layer.
        """
        import keras

        settings = validate(_Described, {"architecture": architecture}).architecture
        height, width, channels = input_shape
        settings.check((height, width, channels))
        model = settings.build((height, width, channels), num_classes)
        settings.begin_phase(model, settings.phases(sys.maxsize)[-1])
        rows = list_model_layers(model)
        keras.backend.clear_session()
        return [asdict(row) for row in rows]

    def time_steps(self, config: object, num_classes: int) -> float:
        """Train two steps of a config's network on noise.

        Args:
            config: as JSON holds it.
            num_classes: how many classes.

        Returns:
            Seconds of one step.
        """
        return time_steps(validate(RunConfig, config), num_classes)

    def measure_slowness(self) -> float:
        """Seconds here for a second of the model of time."""
        return measure_slowness()

    def predict(
        self, run: str, checkpoint: str, images: str, scaler: dict[str, Any] | None = None
    ) -> list[list[float]]:
        """Predict prepared images with a run's model.

        Args:
            run: the run's folder.
            checkpoint: "best" or "last".
            images: a .npy file in base64, (batch, size, size, channels), uint8, 0…255.
            scaler: another one than the run's own, as JSON holds it.

        Returns:
            (batch, num_classes) probabilities.
        """
        pixels: NDArray[np.uint8] = np.load(io.BytesIO(base64.b64decode(images)), allow_pickle=False)
        folder = RunFolder(Path(run))
        used = validate(Scaler, folder.read_json(folder.scaler_path) if scaler is None else scaler)
        model = self._load(folder, checkpoint)
        probabilities: list[list[float]] = model.predict(used.transform(pixels), batch_size=64, verbose=0).tolist()
        return probabilities

    def export_keras(self, run: str, checkpoint: str) -> str:
        """Write a run's model as a `.keras` file that takes plain images.

        Args:
            run: the run's folder.
            checkpoint: which weights.

        Returns:
            The file's path, in the run's folder.
        """
        folder = RunFolder(Path(run))
        scaler = validate(Scaler, folder.read_json(folder.scaler_path))
        path = find_export(folder, checkpoint)
        export_model(self._load(folder, checkpoint), scaler, folder.read_json(folder.labels_path), path)
        return str(path)

    def measure_latency(self, run: str, checkpoint: str) -> dict[str, object]:
        """Measure how long a run's model takes for an image.

        Args:
            run: the run's folder.
            checkpoint: which weights.

        Returns:
            The fields of a `Latency`.
        """
        folder = RunFolder(Path(run))
        scaler = validate(Scaler, folder.read_json(folder.scaler_path))
        return asdict(measure_latency(self._load(folder, checkpoint), scaler))

    def export_tensorboard(self, run: str, name: str) -> str:
        """Write a run's curves as TensorBoard event files.

        Args:
            run: the run's folder.
            name: of the zip's folder.

        Returns:
            The zip in base64.
        """
        return base64.b64encode(zip_event_files(RunFolder(Path(run)), name)).decode()

    def _load(self, folder: RunFolder, checkpoint: str) -> Any:  # noqa: ANN401 - Keras is untyped
        path = folder.checkpoint_path(checkpoint)
        if not path.exists():
            raise RunError(_("Run {id} has no checkpoint `{name}`.").format(id=folder.id, name=checkpoint))
        key = (str(folder.path), checkpoint, path.stat().st_mtime_ns)
        if key not in self._models:
            self._models[key] = _rebuild(folder, path)
            while len(self._models) > MODELS_KEPT:
                self._models.popitem(last=False)
        self._models.move_to_end(key)
        return self._models[key]


def _rebuild(folder: RunFolder, weights: Path) -> Any:  # noqa: ANN401
    """Build the config's network and give it the weights: nothing but numbers is read from the file."""
    config, labels = folder.read_config(), folder.read_json(folder.labels_path)
    model = config.architecture.build(config.preparation.input_shape, len(labels))
    try:
        model.load_weights(weights)
    except (OSError, ValueError, KeyError) as error:
        raise RunError(_("Run {id} is damaged: {file}.").format(id=folder.id, file=weights.name)) from error
    return model


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer line after line until the input ends."""
    service = ModelService()
    for line in requests:
        answers.write(json.dumps(service.answer(json.loads(line))).encode() + b"\n")
        answers.flush()


def main() -> None:
    """Serve on standard input and output; what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    from lab.worker.warm_up import warm_up

    warm_up()
    serve(sys.stdin.buffer, answers)
    os._exit(0)


class _Described(BaseModel):
    architecture: AnyArchitecture


if __name__ == "__main__":
    main()
