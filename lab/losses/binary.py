"""Cross-entropy of two classes."""

from typing import Any, ClassVar, Literal

from lab.errors import ConfigError
from lab.i18n import N_, _
from lab.losses.base import LOSSES, Loss
from lab.losses.categorical import label_smoothing_field

CODE = """
def loss(labels, probabilities):
    second = keras.ops.cast(keras.ops.reshape(labels, (-1, 1)), "float32")
    return keras.losses.binary_crossentropy(second, probabilities[:, 1:], label_smoothing={label_smoothing})

"""


@LOSSES.register
class Binary(Loss):
    """Cross-entropy of the second class's probability."""

    order: ClassVar[int] = 2
    title: ClassVar[str] = N_("Binary cross-entropy")
    summary: ClassVar[str] = N_(
        "For two classes: from the second class's probability alone. After a softmax over two units it is the same "
        "figure as the categorical one, as two units and a softmax are one unit and a sigmoid."
    )
    name: Literal["binary_crossentropy"] = "binary_crossentropy"
    label_smoothing: float = label_smoothing_field()

    def check(self, num_classes: int) -> None:
        """See Loss."""
        if num_classes != 2:
            text = _("Binary cross-entropy takes exactly 2 classes. Received: {count}. Take the categorical one.")
            raise ConfigError("loss", text.format(count=num_classes))

    def build(self, num_classes: int) -> Any:  # noqa: ANN401, ARG002
        """See Loss."""
        import keras

        def binary_crossentropy(labels: Any, probabilities: Any) -> Any:  # noqa: ANN401
            second = keras.ops.cast(keras.ops.reshape(labels, (-1, 1)), "float32")
            return keras.losses.binary_crossentropy(second, probabilities[:, 1:], label_smoothing=self.label_smoothing)

        return binary_crossentropy

    def code(self, num_classes: int) -> str:  # noqa: ARG002
        """See Loss."""
        return CODE.format(label_smoothing=self.label_smoothing)
