"""The server's side of the warm model service: a process that holds TensorFlow, so that the server need not."""

import base64
import contextlib
import io
import itertools
import json
import os
import subprocess
import sys
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from lab.architectures import Architecture
from lab.config import RunConfig
from lab.errors import ServiceError
from lab.files import PROJECT_DIRECTORY
from lab.i18n import _
from lab.judging.latency import Latency
from lab.layers.base import Shape
from lab.network import LayerRow
from lab.runs.run_folder import RunFolder
from lab.scaling import Scaler

# Importing TensorFlow takes about 8 s on a small machine, more where other processes are at work.
TIMEOUT_SECONDS = 60.0


class ModelService:
    """Starts the service when it is first needed, or before; starts it again when it has died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._waiting: dict[int, tuple[subprocess.Popen[bytes], Future[Any]]] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self.describe = lru_cache(maxsize=256)(self._describe)

    def start(self) -> None:
        """Start the process, if none lives."""
        with self._lock:
            self._ensure()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            assert process.stdin is not None
            with contextlib.suppress(OSError):
                process.stdin.close()

    @property
    def pid(self) -> int | None:
        """The process's id, or None where none was started."""
        return self._process.pid if self._process else None

    def predict(
        self, folder: RunFolder, checkpoint: str, images: NDArray[np.uint8], scaler: Scaler | None = None
    ) -> NDArray[np.float32]:
        """Predict prepared images.

        Args:
            folder: the run.
            checkpoint: "best" or "last".
            images: (batch, size, size, channels), uint8, 0…255.
            scaler: another one than the run's own, to see what a wrong one does.

        Returns:
            (batch, num_classes) probabilities, float32.

        Raises:
            ServiceError: the run is damaged, or the service failed; says which.
        """
        buffer = io.BytesIO()
        np.save(buffer, images, allow_pickle=False)
        encoded = base64.b64encode(buffer.getvalue()).decode()
        other = {} if scaler is None else {"scaler": scaler.model_dump(mode="json")}
        result = self._request("predict", run=str(folder.path), checkpoint=checkpoint, images=encoded, **other)
        return np.asarray(result, np.float32)

    def export_keras(self, folder: RunFolder, checkpoint: str) -> bytes:
        """A run's model as a `.keras` file that takes plain images and holds its scaling and its labels.

        Args:
            folder: the run.
            checkpoint: which weights.

        Raises:
            ServiceError: the run is damaged, or the service failed; says which.
        """
        path = Path(self._request("export_keras", run=str(folder.path), checkpoint=checkpoint))
        data = path.read_bytes()
        path.unlink()
        return data

    def measure_latency(self, folder: RunFolder, checkpoint: str) -> Latency:
        """How long a run's model takes for an image, on the machine that the service runs on.

        Args:
            folder: the run.
            checkpoint: which weights.

        Raises:
            ServiceError: the run is damaged, or the service failed; says which.
        """
        return Latency(**self._request("measure_latency", run=str(folder.path), checkpoint=checkpoint))

    def export_tensorboard(self, folder: RunFolder, name: str) -> bytes:
        """A run's curves and settings as a zip of TensorBoard event files.

        Args:
            folder: the run.
            name: of the zip's folder.

        Raises:
            ServiceError: the run is damaged, or the service failed; says which.
        """
        return base64.b64decode(self._request("export_tensorboard", run=str(folder.path), name=name))

    def time_steps(self, config: RunConfig, num_classes: int) -> float:
        """Seconds of a training step, from two real ones.

        Args:
            config: what shall be trained.
            num_classes: how many classes.

        Raises:
            ServiceError: the network can't be trained, or the service failed.
        """
        return float(self._request("time_steps", config=config.model_dump(mode="json"), num_classes=num_classes))

    def measure_slowness(self) -> float:
        """Seconds here for a second of the model of time (see lab.cost.machine).

        Raises:
            ServiceError: the service failed.
        """
        return float(self._request("measure_slowness"))

    def _describe(self, architecture: Architecture, input_shape: Shape, num_classes: int) -> tuple[LayerRow, ...]:
        """List the layers of a network that only Keras knows; remembered.

        Args:
            architecture: its settings.
            input_shape: (height, width, channels).
            num_classes: how many classes.

        Raises:
            ServiceError: the network can't be built, or the service failed.
        """
        settings = architecture.model_dump(mode="json")
        rows = self._request("describe", architecture=settings, input_shape=input_shape, num_classes=num_classes)
        return tuple(TypeAdapter(list[LayerRow]).validate_python(rows))

    def _request(self, operation: str, **arguments: object) -> Any:  # noqa: ANN401 - JSON
        future: Future[Any] = Future()
        with self._lock:
            process = self._ensure()
            number = next(self._numbers)
            self._waiting[number] = (process, future)
            line = json.dumps({"id": number, "operation": operation, **arguments}).encode() + b"\n"
            assert process.stdin is not None
            with contextlib.suppress(OSError):
                process.stdin.write(line)
                process.stdin.flush()
        try:
            return future.result(timeout=TIMEOUT_SECONDS)
        except FutureTimeoutError as error:
            self._waiting.pop(number, None)
            raise ServiceError(
                _("The model service did not answer within {seconds:g} s. Try again.").format(seconds=TIMEOUT_SECONDS)
            ) from error

    def _ensure(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "lab.worker.service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=PROJECT_DIRECTORY,
                env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "2"},
            )
            threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        return self._process

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        with process.stdout as answers:
            for line in answers:
                self._take(process, json.loads(line))
        self._give_up(process)

    def _take(self, process: "subprocess.Popen[bytes]", answer: dict[str, Any]) -> None:
        _process, future = self._waiting.pop(answer["id"], (process, Future()))
        if "error" in answer:
            future.set_exception(ServiceError(answer["error"]))
        else:
            future.set_result(answer["result"])

    def _give_up(self, process: "subprocess.Popen[bytes]") -> None:
        """A process died: everybody who waits for it is told."""
        for number, (asked, future) in list(self._waiting.items()):
            if asked is process:
                self._waiting.pop(number)
                future.set_exception(ServiceError(_("The model service stopped. It starts again: try once more.")))
