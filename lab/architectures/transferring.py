"""What all transfers share: the head of the course, and what is trained when."""

import difflib
from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from lab.architectures.base import Architecture, Phase
from lab.errors import ConfigError
from lab.i18n import N_, _

if TYPE_CHECKING:
    import keras

HEAD = ("avg_pool", "dropout_1", "dense", "dropout_2", "output")
NORMALIZATION = "BatchNormalization"


class Transferring(Architecture):
    """A base that was trained before, and a new head."""

    training: Literal["frozen", "fine_tuned", "two_phases"] = Field(
        "frozen",
        title=N_("What is trained"),
        description=N_(
            "frozen: the head alone; fine_tuned: the base too; two_phases: the head first, then the base too, at a "
            "lower rate."
        ),
    )
    fine_tune_from: str = Field(
        "",
        max_length=80,
        title=N_("Fine-tune from"),
        description=N_("The first layer of the base that is trained, as the layer table names it; empty: all of it."),
    )
    head_epochs: int = Field(
        5,
        ge=1,
        le=1000,
        title=N_("Epochs for the head"),
        description=N_("Of two phases: how long the head is trained alone."),
    )
    fine_tuning_factor: float = Field(
        0.1,
        gt=0,
        le=1,
        title=N_("Rate for the base"),
        description=N_("Of two phases: the learning rate of the second, as a part of the first one's."),
        json_schema_extra={"scale": "log"},
    )
    dense_units: int = Field(
        50, ge=1, le=4096, title=N_("Units of the head"), description=N_("Between the pooled features and the classes.")
    )
    dropout: float = Field(0.0, ge=0, lt=1, title=N_("Dropout"), description=N_("In the head; 0 for none."))

    @abstractmethod
    def name_base_layers(self, model: "keras.Model") -> list[str]:
        """The layers of the base, in the order in which they are computed."""

    def check_epochs(self, epochs: int) -> None:
        """See Architecture: two phases need an epoch each."""
        if self.training == "two_phases" and epochs <= self.head_epochs:
            text = _(
                "`head_epochs` must be less than `epochs` ({epochs}): the base has its turn after them. "
                "Received: {value}."
            )
            raise ConfigError("architecture.head_epochs", text.format(epochs=epochs, value=self.head_epochs))

    def phases(self, epochs: int) -> tuple[Phase, ...]:
        """See Architecture."""
        if self.training != "two_phases" or epochs <= self.head_epochs:
            return (Phase(epochs, trains_base=self.training == "fine_tuned"),)
        return Phase(self.head_epochs, trains_base=False), Phase(epochs, self.fine_tuning_factor, trains_base=True)

    def begin_phase(self, model: Any, phase: Phase) -> str:  # noqa: ANN401 - Keras is untyped
        """See Architecture: freezes what is not trained.

        Normalisation and dropout in the base always do what they do in prediction: the weights were trained for that.

        Raises:
            ConfigError: there is no layer to fine-tune from; names the nearest.
        """
        names = self.name_base_layers(model)
        first = self.find_first(names) if phase.trains_base else len(names)
        for place, name in enumerate(names):
            layer = model.get_layer(name)
            layer.trainable = place >= first and type(layer).__name__ != NORMALIZATION
            if hasattr(layer, "rate"):
                layer.rate = 0.0
        if first == len(names):
            return _("the base is frozen, the head is trained")
        return _("the base is trained too, from {layer} on").format(layer=names[first])

    def find_first(self, names: Sequence[str]) -> int:
        """The place of the first layer that is fine-tuned.

        Args:
            names: of the base's layers.

        Raises:
            ConfigError: there is none of that name; names the nearest.
        """
        if not self.fine_tune_from:
            return 0
        if self.fine_tune_from in names:
            return names.index(self.fine_tune_from)
        near = difflib.get_close_matches(self.fine_tune_from, names, n=3, cutoff=0.3)
        text = _("`fine_tune_from` must be a layer of the base, such as {near}. Received: {name}.")
        raise ConfigError(
            "architecture.fine_tune_from", text.format(name=self.fine_tune_from, near=", ".join(near or names[-3:]))
        )
