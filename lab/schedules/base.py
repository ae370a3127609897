"""What every schedule has."""

from abc import abstractmethod

import numpy as np
from numpy.typing import NDArray

from lab.registry import Registered, Registry


class Schedule(Registered):
    """How the learning rate changes; one function, which is drawn before training and used in it."""

    def factors(self, epochs: int, batches: int) -> NDArray[np.float64]:
        """The learning rate of every step, as a part of the optimizer's.

        Args:
            epochs: how many.
            batches: steps an epoch.

        Returns:
            (epochs * batches,), at least 0.
        """
        steps = np.arange(epochs * batches)
        return np.asarray(self.factor(steps / batches, steps / max(1, len(steps) - 1)), np.float64)

    @abstractmethod
    def factor(self, epoch: NDArray[np.float64], progress: NDArray[np.float64]) -> NDArray[np.float64]:
        """The learning rate, as a part of the optimizer's.

        Args:
            epoch: whole and parts of epochs since the beginning, from 0.
            progress: 0…1, from the first step to the last.
        """


SCHEDULES: Registry[Schedule] = Registry("schedule")
