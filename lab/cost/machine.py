"""How fast this machine is, beside the one on which the model of time was made."""

import json
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lab.cost.size import NetworkSize
from lab.files import write_json
from lab.settings import load_settings

# Seconds on two cores of a server of 2023: for each step, for each layer, for a multiplication with its addition
# (forward and the two backward), for a byte of activations, and for a byte of weights updated.
STEP_SECONDS = 1.15e-3
LAYER_SECONDS = 4.4e-4
MULTIPLY_ADD_SECONDS = 2.6e-11
ACTIVATION_BYTE_SECONDS = 3.0e-10
WEIGHT_BYTE_SECONDS = 6.7e-10


class Machine(BaseModel):
    """This machine.

    Attributes:
        slowness: seconds here for a second there.
        measured: whether it was measured, or is a guess.
    """

    model_config = ConfigDict(frozen=True)

    slowness: float = Field(1.0, gt=0, allow_inf_nan=False)
    measured: bool = False

    def estimate_step(self, size: NetworkSize, batch_size: int) -> float:
        """Seconds of one training step.

        Args:
            size: of the network.
            batch_size: images a step.
        """
        per_image = size.multiply_adds * MULTIPLY_ADD_SECONDS + size.activation_bytes * ACTIVATION_BYTE_SECONDS
        fixed = STEP_SECONDS + size.layers * LAYER_SECONDS + 4 * size.trainable * WEIGHT_BYTE_SECONDS
        return self.slowness * (fixed + batch_size * per_image)


def load_machine() -> Machine:
    """What was measured before; a guess where nothing was."""
    path = _machine_path()
    try:
        return Machine.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError):
        return Machine()


def calibrate_machine(measure: Callable[[], float]) -> Machine:
    """Measure this machine and keep the result.

    Args:
        measure: gives the seconds here for a second there.
    """
    machine = Machine(slowness=measure(), measured=True)
    path = _machine_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_json(path, machine.model_dump())
    return machine


def _machine_path() -> Path:
    return load_settings().home / "machine.json"
