"""Transfer from a network of `keras.applications`."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from lab.architectures.base import ARCHITECTURES
from lab.architectures.heads import pooled_head
from lab.architectures.transferring import HEAD, Transferring
from lab.i18n import N_
from lab.layers.dense import Dense
from lab.network import OUTPUT, StackItem
from lab.pretrained import BASES, Pretrained, check_weights, need_weights

if TYPE_CHECKING:
    import keras


@ARCHITECTURES.register
class Transfer(Transferring):
    """A base trained on ImageNet, and the course's head."""

    order: ClassVar[int] = 9
    title: ClassVar[str] = N_("Transfer from ImageNet")
    summary: ClassVar[str] = N_(
        "A network that has seen a million photographs, with a new head for your classes: a few hundred images are "
        "enough."
    )
    channels: ClassVar[int] = 3
    name: Literal["transfer"] = "transfer"
    base: Literal[
        "vgg16",
        "resnet50",
        "inception_v3",
        "mobilenet_v2",
        "mobilenet_v3_small",
        "mobilenet_v3_large",
        "efficientnet_v2_b0",
    ] = Field("mobilenet_v2", title=N_("Base"), description=N_("The network whose features are taken over."))
    weights: Literal["imagenet", "random"] = Field(
        "imagenet",
        title=N_("Weights"),
        description=N_("random: to see what the photographs that it has seen are worth."),
    )

    @property
    def pretrained(self) -> Pretrained:
        """The base."""
        return BASES[self.base]

    @property
    def introduced(self) -> str:  # type: ignore[override]
        """See Architecture: what its base brought."""
        return self.pretrained.introduced

    @property
    def paper(self) -> str:  # type: ignore[override]
        """See Architecture."""
        return self.pretrained.paper

    @property
    def paper_address(self) -> str:  # type: ignore[override]
        """See Architecture."""
        return self.pretrained.paper_address

    def minimum_size(self) -> int:
        """See Architecture."""
        return self.pretrained.minimum_size

    def expected_scaling(self) -> str | None:
        """See Architecture."""
        return self.pretrained.scaling if self.weights == "imagenet" else None

    def check_ready(self) -> None:
        """See Architecture: its weights must be there, and be those that Keras published."""
        if self.weights == "imagenet":
            check_weights(self.pretrained, need_weights(self.pretrained))

    def build(self, input_shape: tuple[int, int, int], num_classes: int) -> "keras.Model":
        """See Architecture; the base begins at random until `begin`.

        Raises:
            ConfigError: the images are too small, or there is no layer to fine-tune from.
        """
        self.check(input_shape)
        import keras

        inputs = keras.Input(input_shape, name="input")
        function = getattr(keras.applications, self.pretrained.function)
        options = dict(self.pretrained.options)
        base = function(include_top=False, weights=None, input_tensor=inputs, **options)
        _number_anew(base.operations)
        if self.training != "frozen":
            self.find_first([layer.name for layer in base.layers[1:]])
        x = base.output
        head = (*pooled_head(self.dense_units, self.dropout), StackItem(label=OUTPUT, block=_output(num_classes)))
        for item in head:
            x = item.block.build(item.label)(x)  # type: ignore[attr-defined]
        return keras.Model(inputs, x, name=self.name)

    def begin(self, model: Any, base_weights: Path) -> None:  # noqa: ANN401, ARG002
        """See Architecture."""
        if self.weights == "imagenet":
            from lab.architectures.weight_files import load_published_weights

            load_published_weights(model, self.name_base_layers(model), self.pretrained)

    def name_base_layers(self, model: "keras.Model") -> list[str]:
        """See Transferring."""
        return [layer.name for layer in model.layers[1:] if layer.name not in HEAD]


def _number_anew(operations: Iterable[Any]) -> None:
    """Number names that Keras made up as in a fresh process; it goes on from whatever was built before."""
    made_up: dict[str, list[tuple[int, Any]]] = {}
    for operation in operations:
        kind, number = re.fullmatch(r"(.*?)(?:_(\d+))?", operation.name).groups()  # type: ignore[union-attr]
        if kind.replace("_", "") == type(operation).__name__.lower():
            made_up.setdefault(kind, []).append((int(number or 0), operation))
    for kind, numbered in made_up.items():
        for place, (_number, operation) in enumerate(sorted(numbered, key=lambda pair: pair[0])):
            operation.name = f"{kind}_{place}" if place else kind


def _output(num_classes: int) -> Dense:
    return Dense(units=num_classes, activation="softmax")
