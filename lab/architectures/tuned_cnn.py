"""The course's tuned network: what improves a CNN, each as a switch."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.architectures.base import ARCHITECTURES, StackedArchitecture, scale_count
from lab.architectures.heads import hidden_head
from lab.i18n import N_
from lab.layers.base import Initializer
from lab.layers.convolution import Conv2D
from lab.layers.dense import Dense, Flatten
from lab.layers.pooling import GlobalAveragePooling2D, MaxPooling2D
from lab.layers.regularization import ActivationLayer, BatchNormalization
from lab.network import Stack, StackItem


@ARCHITECTURES.register
class TunedCNN(StackedArchitecture):
    """Pairs of normalised convolutions, pooled globally."""

    order: ClassVar[int] = 4
    title: ClassVar[str] = N_("Tuned CNN")
    summary: ClassVar[str] = N_(
        "The RGB CNN with everything that the course adds to it, each a switch: turn one off to see what it did."
    )
    introduced: ClassVar[str] = N_(
        "Batch normalisation keeps each layer's input steady, so that deeper networks learn faster and more safely."
    )
    paper: ClassVar[str] = "Ioffe, Szegedy, 2015: Batch Normalization; He et al., 2015: Delving Deep into Rectifiers"
    paper_address: ClassVar[str] = "https://arxiv.org/abs/1502.03167"
    name: Literal["tuned_cnn"] = "tuned_cnn"
    initialization: bool = Field(
        True,
        title=N_("He and Glorot initialisation"),
        description=N_("He in the hidden layers, Glorot at the output, both normal. Off: Keras's default everywhere."),
    )
    batch_normalization: bool = Field(
        True, title=N_("Batch normalisation"), description=N_("Between each convolution and its ReLU.")
    )
    global_average_pooling: bool = Field(
        True,
        title=N_("Global average pooling"),
        description=N_("One number a channel instead of all positions in a row. Off: Flatten."),
    )
    dropout: float = Field(
        0.5, ge=0, lt=1, title=N_("Dropout"), description=N_("Before and after the dense layer; 0 for none.")
    )
    l1: float = Field(0.0, ge=0, le=0.1, title="L1", json_schema_extra={"scale": "log"},
        description=N_("Pulls weights to exactly 0, in all hidden layers but the first; 0 for none."))  # fmt: skip
    l2: float = Field(1e-5, ge=0, le=0.1, title="L2", json_schema_extra={"scale": "log"},
        description=N_("Pulls large weights towards 0, in all hidden layers but the first; 0 for none."))  # fmt: skip
    width: float = Field(
        1.0,
        ge=0.125,
        le=2,
        title=N_("Width"),
        description=N_("Multiplies all filters; 64, 128, 256 at 1. A half takes about a quarter of the time."),
    )

    def stack(self) -> Stack:
        """Pairs of 64, 128, 256 filters, each pair pooled; GAP, Dropout, Dense 300, Dropout."""
        convolutions = [item for number in (1, 2, 3) for item in self._draw_pair(number)]
        flat = GlobalAveragePooling2D() if self.global_average_pooling else Flatten()
        name = "avg_pool" if self.global_average_pooling else "flatten"
        head = hidden_head(300, self.dropout, self._initializer, self.l1, self.l2)
        return (*convolutions, StackItem(label=name, block=flat), *head)

    def output(self, num_classes: int) -> Dense:
        """See StackedArchitecture."""
        initializer: Initializer = "glorot_normal" if self.initialization else "glorot_uniform"
        return Dense(units=num_classes, activation="softmax", kernel_initializer=initializer)

    @property
    def _initializer(self) -> Initializer:
        return "he_normal" if self.initialization else "glorot_uniform"

    def _draw_pair(self, number: int) -> Stack:
        filters = scale_count(32 * 2**number, self.width)
        pool = StackItem(label=f"block{number}_pool", block=MaxPooling2D())
        return (*self._draw_convolution(number, 1, filters), *self._draw_convolution(number, 2, filters), pool)

    def _draw_convolution(self, block: int, number: int, filters: int) -> Stack:
        is_first = block == number == 1
        name = f"block{block}_conv{number}"
        convolution = Conv2D(
            filters=filters,
            activation="linear" if self.batch_normalization else "relu",
            kernel_initializer=self._initializer,
            l1=0.0 if is_first else self.l1,
            l2=0.0 if is_first else self.l2,
        )
        if not self.batch_normalization:
            return (StackItem(label=name, block=convolution),)
        return (
            StackItem(label=name, block=convolution),
            StackItem(label=f"{name}_bn", block=BatchNormalization()),
            StackItem(label=f"{name}_relu", block=ActivationLayer()),
        )
