"""Grad-CAM (Selvaraju et al., 2017, "Grad-CAM: Visual Explanations from Deep Networks", arXiv:1610.02391)."""

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from lab.explanations.base import EXPLANATIONS
from lab.explanations.class_activation import ClassActivation
from lab.i18n import N_


@EXPLANATIONS.register
class GradCAM(ClassActivation):
    """Channels weighed by their mean gradient."""

    order: ClassVar[int] = 0
    title: ClassVar[str] = "Grad-CAM"
    summary: ClassVar[str] = N_(
        "What the last convolutions found, each weighed by how much more of it would raise the class's score. Coarse: "
        "it has as many places as their output."
    )
    paper: ClassVar[str] = "Selvaraju et al., 2017: Visual Explanations from Deep Networks"
    paper_address: ClassVar[str] = "https://arxiv.org/abs/1610.02391"
    name: Literal["grad_cam"] = "grad_cam"

    def weigh(self, features: NDArray[np.float32], gradients: NDArray[np.float32]) -> NDArray[np.float32]:  # noqa: ARG002
        """See ClassActivation: the gradient's mean over all places (equation 1)."""
        weights: NDArray[np.float32] = gradients.mean(axis=(1, 2))
        return weights
