"""A network of one's own: layers and blocks, one behind the other."""

from typing import ClassVar, Literal, Self

from pydantic import Field

from lab.architectures.base import ARCHITECTURES, StackedArchitecture
from lab.i18n import N_
from lab.layers.convolution import Conv2D
from lab.layers.dense import Dense
from lab.layers.pooling import GlobalAveragePooling2D, MaxPooling2D
from lab.network import Stack, StackItem

MOST_ITEMS = 200
MOST_LETTERS = 60


@ARCHITECTURES.register
class Custom(StackedArchitecture):
    """Whatever somebody stacks."""

    order: ClassVar[int] = 8
    title: ClassVar[str] = N_("Build your own")
    summary: ClassVar[str] = N_("Layers and blocks of your choice, from any network here or from nothing.")
    name: Literal["custom"] = "custom"
    layers: tuple[StackItem, ...] = Field(
        (
            StackItem(block=Conv2D(filters=16)),
            StackItem(block=MaxPooling2D()),
            StackItem(block=Conv2D(filters=32)),
            StackItem(block=GlobalAveragePooling2D()),
            StackItem(block=Dense(units=32)),
        ),
        max_length=MOST_ITEMS,
        title=N_("Layers"),
        description=N_("From the image to the last one before the output."),
        json_schema_extra={"hidden": True},
    )

    title_given: str = Field(
        "",
        max_length=MOST_LETTERS,
        title=N_("Name"),
        description=N_("Under which these layers were saved; empty where they were not."),
        json_schema_extra={"hidden": True},
    )

    def with_layers(self, layers: Stack) -> Self:
        """Other layers, which are then no longer those that were saved.

        Args:
            layers: from the image to the last one before the output.
        """
        return self if layers == self.layers else self.model_copy(update={"layers": layers, "title_given": ""})

    def stack(self) -> Stack:
        """As somebody stacked it."""
        return self.layers
