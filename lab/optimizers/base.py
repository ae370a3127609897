"""What every optimizer has."""

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from lab.i18n import N_
from lab.registry import Registered, Registry

if TYPE_CHECKING:
    import keras


def learning_rate_field(default: float) -> Any:  # noqa: ANN401 - as pydantic.Field itself
    """The learning rate's field: its range, title and help for every optimizer; only the default differs."""
    return Field(
        default,
        gt=0,
        le=1,
        title=N_("Learning rate"),
        description=N_("How far each step goes. Ten times too large diverges, ten times too small crawls."),
        json_schema_extra={"scale": "log"},
    )


class Optimizer(Registered):
    """An optimizer's hyperparameters.

    Attributes:
        keras_class: its class in `keras.optimizers`.
        learning_rate: the step size.
    """

    keras_class: ClassVar[str]
    learning_rate: float = learning_rate_field(0.001)
    weight_decay: float = Field(
        0.0,
        ge=0,
        le=1,
        title=N_("Weight decay"),
        description=N_("How much of every weight is taken away at each step, apart from the gradient; 0 for none."),
        json_schema_extra={"scale": "log"},
    )
    global_clipnorm: float = Field(
        0.0,
        ge=0,
        le=1000,
        title=N_("Gradient clipping"),
        description=N_("The longest that the gradient of all weights may be; a longer one is shortened. 0 for none."),
    )

    @property
    def slots(self) -> int:
        """Numbers that it keeps for each weight."""
        return 1

    def arguments(self) -> dict[str, Any]:
        """What its Keras class is given beside the learning rate."""
        optional = {name: getattr(self, name) for name in ("weight_decay", "global_clipnorm") if getattr(self, name)}
        own = (name for name in type(self).model_fields if name not in Optimizer.model_fields)
        return {**{name: getattr(self, name) for name in own}, **optional}

    def build(self, learning_rate: Any = None) -> "keras.optimizers.Optimizer":  # noqa: ANN401
        """Build the Keras optimizer (imports Keras).

        Args:
            learning_rate: another one than its own, or a schedule of Keras.
        """
        import keras

        rate = self.learning_rate if learning_rate is None else learning_rate
        return getattr(keras.optimizers, self.keras_class)(rate, **self.arguments())


OPTIMIZERS: Registry[Optimizer] = Registry("optimizer")
