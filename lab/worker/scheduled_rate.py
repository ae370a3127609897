"""A schedule as Keras takes it."""

from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray


class ScheduledRate(keras.optimizers.schedules.LearningRateSchedule):
    """The learning rate of each step, looked up: what was drawn before training is what is trained with.

    Args:
        rates: (steps,); beyond the last step it stays.
    """

    def __init__(self, rates: NDArray[np.float64]) -> None:
        super().__init__()
        self._rates = np.asarray(rates, np.float32)

    def __call__(self, step: Any) -> Any:  # noqa: ANN401 - a tensor
        """The learning rate of a step, from 0."""
        place = keras.ops.minimum(keras.ops.cast(step, "int32"), len(self._rates) - 1)
        return keras.ops.take(self._rates, place)

    def get_config(self) -> dict[str, Any]:
        """What Keras would save."""
        return {"rates": self._rates.tolist()}
