"""Cross-entropy of class numbers."""

from typing import Any, ClassVar, Literal

from lab.i18n import N_
from lab.losses.base import LOSSES, Loss


@LOSSES.register
class SparseCategorical(Loss):
    """-log of the probability that the network gives to the right class."""

    order: ClassVar[int] = 0
    title: ClassVar[str] = N_("Sparse categorical cross-entropy")
    summary: ClassVar[str] = N_(
        "-log of the probability given to the right class: 0 for a sure and right answer, 2.3 for a blind guess among "
        "ten. Labels are class numbers."
    )
    name: Literal["sparse_categorical_crossentropy"] = "sparse_categorical_crossentropy"

    def build(self, num_classes: int) -> Any:  # noqa: ANN401, ARG002
        """See Loss."""
        return self.name

    def code(self, num_classes: int) -> str:  # noqa: ARG002
        """See Loss."""
        return f'loss = "{self.name}"\n'
