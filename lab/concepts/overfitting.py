"""Over-fitting and its cures, on a polynomial through a few noisy points."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.architectures.custom import Custom
from lab.architectures.mlp import MLP, HiddenLayer
from lab.callbacks import EarlyStopping
from lab.concepts.base import CONCEPTS, Concept, Preset, slider_over
from lab.concepts.polynomial import MOST_DEGREES, PenaltyKind
from lab.config import RunConfig
from lab.i18n import N_
from lab.layers.dense import Dense, Flatten
from lab.layers.regularization import Dropout
from lab.network import StackItem

# Of the points; at this one a high degree goes wrong as it usually does.
SEED = 1
# So small that batches of one do not diverge at any degree.
LEARNING_RATE, EPOCHS = 0.01, 300
UNITS_A_DEGREE = 8


@CONCEPTS.register
class Overfitting(Concept):
    """A curve that learns its points by heart, and what helps."""

    order: ClassVar[int] = 70
    title: ClassVar[str] = N_("Over-fitting and its cures")
    summary: ClassVar[str] = N_("A curve learns its points by heart; L1, L2, dropout and early stopping hold it back.")
    icon: ClassVar[str] = ":material/ssid_chart:"
    presets: ClassVar[tuple[Preset, ...]] = (
        Preset(N_("Degree 3: it has seen the curve"), {"degree": 3}),
        Preset(N_("Degree 12: learned by heart"), {}),
        Preset(
            N_("L1: most weights are exactly zero"),
            {"look_at": "penalty", "penalty": "L1", "strength": 0.1},
        ),
        Preset(
            N_("Early stopping: before it gets worse"),
            {"look_at": "early stopping", "degree": 15, "count": 30},
        ),
    )
    setting: ClassVar[str] = "architecture"
    lab_label: ClassVar[str] = N_("Try it on a network for images")
    name: Literal["overfitting"] = "overfitting"
    look_at: Literal["degree", "penalty", "dropout", "early stopping", "batch size"] = Field(
        "degree", title=N_("Look at"), description=N_("The illness first, then each of its cures.")
    )
    degree: int = Field(
        12,
        ge=1,
        le=MOST_DEGREES,
        title=N_("Degree"),
        description=N_("Of the polynomial: how many weights it has, and how far it can bend."),
        json_schema_extra={"widget": "slider"},
    )
    noise: float = Field(
        0.3, ge=0, le=1, title=N_("Noise"), description=N_("How far each point lies off the true curve, at random.")
    )
    count: int = Field(
        20,
        ge=16,
        le=40,
        title=N_("Training points"),
        description=N_("The fewer, the easier they are learned by heart. 100 others validate."),
        json_schema_extra={"widget": "slider", "step": 2},
    )
    penalty: PenaltyKind = Field(
        "L2",
        title=N_("Penalty"),
        description=N_("L2 pulls large weights harder than small ones; L1 pulls all alike, many down to zero."),
    )
    strength: float = Field(
        0.01,
        ge=0,
        le=1,
        title=N_("Strength"),
        description=N_("Times the sum of the weights' squares (L2) or magnitudes (L1), added to the loss."),
        json_schema_extra=slider_over(0.0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0),
    )
    rate: float = Field(
        0.2, ge=0, le=0.9, title=N_("Dropout rate"), description=N_("The share that is dropped in every step.")
    )
    mask: int = Field(
        0,
        ge=0,
        le=20,
        title=N_("Mask"),
        description=N_("Every step draws another one."),
        json_schema_extra={"widget": "slider"},
    )
    patience: int = Field(
        20,
        ge=0,
        le=100,
        title=N_("Patience"),
        description=N_("Epochs without getting better before it stops."),
        json_schema_extra={"widget": "slider"},
    )
    batch_size: Literal[1, 2, 4, 8, 16] = Field(
        4,
        title=N_("Batch size"),
        description=N_("Points for each step: the fewer, the noisier."),
        json_schema_extra={"widget": "slider"},
    )

    def controls(self) -> tuple[str, ...]:
        """The polynomial and its points, and what belongs to the cure."""
        own = {
            "degree": (),
            "penalty": ("penalty", "strength"),
            "dropout": ("rate", "mask"),
            "early stopping": ("patience", "batch_size"),
            "batch size": ("batch_size",),
        }
        return ("look_at", "degree", "noise", "count", *own[self.look_at])

    def fill_in(self, draft: RunConfig) -> RunConfig:
        """The same cure; for the degree a hidden layer with as many more units."""
        if self.look_at == "batch size":
            return draft.model_copy(update={"batch_size": self.batch_size})
        if self.look_at == "early stopping":
            stopping = EarlyStopping(enabled=True, patience=self.patience)
            callbacks = draft.callbacks.model_copy(update={"early_stopping": stopping})
            return draft.model_copy(update={"callbacks": callbacks})
        if self.look_at == "degree":
            layer = HiddenLayer(units=UNITS_A_DEGREE * self.degree)
            return draft.model_copy(update={"architecture": MLP(hidden_layers=(layer,))})
        return draft.model_copy(update={"architecture": self._restrain()})

    def _restrain(self) -> Custom:
        """The course's perceptron with the penalty, or with dropout behind every hidden layer."""
        strength = {"l1" if self.penalty == "L1" else "l2": self.strength} if self.look_at == "penalty" else {}
        items = [StackItem(block=Flatten())]
        for layer in MLP().hidden_layers:
            items.append(StackItem(block=Dense(units=layer.units, activation=layer.activation, **strength)))
            if self.look_at == "dropout":
                items.append(StackItem(block=Dropout(rate=self.rate)))
        return Custom(layers=tuple(items))
