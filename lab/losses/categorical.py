"""Cross-entropy of one-hot labels, which may be smoothed."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from lab.i18n import N_
from lab.losses.base import LOSSES, Loss


def label_smoothing_field() -> Any:  # noqa: ANN401 - as pydantic.Field itself
    """Label smoothing's field (Szegedy et al., 2016, arXiv:1512.00567)."""
    return Field(
        0.0,
        ge=0,
        le=0.5,
        title=N_("Label smoothing"),
        description=N_(
            "The share of each label that is spread over all classes, so that the network need not become ever surer. "
            "0.1 is usual, 0 for none."
        ),
    )


CODE = """
def loss(labels, probabilities):
    one_hot = keras.ops.one_hot(keras.ops.cast(keras.ops.reshape(labels, (-1,)), "int32"), {num_classes})
    return keras.losses.categorical_crossentropy(one_hot, probabilities, label_smoothing={label_smoothing})

"""


@LOSSES.register
class Categorical(Loss):
    """The same figure from one-hot labels."""

    order: ClassVar[int] = 1
    title: ClassVar[str] = N_("Categorical cross-entropy")
    summary: ClassVar[str] = N_(
        "The same figure, from one-hot labels such as (0, 1, 0). Written so, a label may be smoothed: (0.03, 0.93, "
        "0.03). The loss can then not fall to 0."
    )
    name: Literal["categorical_crossentropy"] = "categorical_crossentropy"
    label_smoothing: float = label_smoothing_field()

    def build(self, num_classes: int) -> Any:  # noqa: ANN401
        """See Loss."""
        import keras

        def categorical_crossentropy(labels: Any, probabilities: Any) -> Any:  # noqa: ANN401
            one_hot = keras.ops.one_hot(keras.ops.cast(keras.ops.reshape(labels, (-1,)), "int32"), num_classes)
            return keras.losses.categorical_crossentropy(one_hot, probabilities, label_smoothing=self.label_smoothing)

        return categorical_crossentropy

    def code(self, num_classes: int) -> str:
        """See Loss."""
        return CODE.format(num_classes=num_classes, label_smoothing=self.label_smoothing)
