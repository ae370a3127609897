"""Grad-CAM++ (Chattopadhay et al., 2018, "Generalized Gradient-Based Visual Explanations", arXiv:1710.11063)."""

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from lab.explanations.base import EXPLANATIONS
from lab.explanations.class_activation import ClassActivation
from lab.i18n import N_


@EXPLANATIONS.register
class GradCAMPlusPlus(ClassActivation):
    """Channels weighed by their positive gradients, place by place."""

    order: ClassVar[int] = 1
    title: ClassVar[str] = "Grad-CAM++"
    summary: ClassVar[str] = N_(
        "Grad-CAM, but only places that raise the score count: it finds the second cat too, and small things."
    )
    paper: ClassVar[str] = "Chattopadhay et al., 2018: Generalized Gradient-Based Visual Explanations"
    paper_address: ClassVar[str] = "https://arxiv.org/abs/1710.11063"
    name: Literal["grad_cam_plus_plus"] = "grad_cam_plus_plus"

    def weigh(self, features: NDArray[np.float32], gradients: NDArray[np.float32]) -> NDArray[np.float32]:
        """See ClassActivation: equations 5 and 19, the class's probability taken to be the score's exponential.

        The exponential's own factor is the same for all channels and left out: a map shows where, not how much.
        """
        squares = gradients**2
        sums = features.sum(axis=(0, 1))
        denominators = 2 * squares + sums * gradients**3
        shares = np.divide(squares, denominators, out=np.zeros_like(squares), where=np.abs(denominators) > 1e-12)
        weights: NDArray[np.float32] = (shares * np.maximum(gradients, 0)).sum(axis=(1, 2))
        return weights
