"""What two trainings begin with in common, and what they cannot share."""

from dataclasses import dataclass
from typing import Any

from lab.architectures.base import StackedArchitecture
from lab.config import RunConfig
from lab.i18n import N_, _, ngettext
from lab.layers.base import Shape, Weight
from lab.network import Network, Node

MOST_NAMES = 4
NOT_SAME_IMAGES = {
    "dataset": N_("They see other images."),
    "preparation": N_("Their images differ in size or colour."),
    "split": N_("Their images are divided in another way, so each is tested on others."),
}


@dataclass(frozen=True)
class SharedStart:
    """Sentences on two configs.

    Attributes:
        same: what both begin with.
        different: what cannot be the same.
    """

    same: tuple[str, ...]
    different: tuple[str, ...]


def compare_starts(a: RunConfig, b: RunConfig, num_classes: int) -> SharedStart:
    """Say what two trainings share before the first step.

    Args:
        a: a config.
        b: another.
        num_classes: of the first one's data set.
    """
    same: list[str] = []
    different = [_(text) for name, text in NOT_SAME_IMAGES.items() if getattr(a, name) != getattr(b, name)]
    if not different:
        same.append(_("The same images for training, validation and test."))
    if a.seed != b.seed:
        different.append(_("Other seeds: other first weights and another order of images."))
        return SharedStart(tuple(same), tuple(different))
    if not different:
        _compare_batches(a, b, same, different)
    _compare_weights(a, b, num_classes, same, different)
    return SharedStart(tuple(same), tuple(different))


def _compare_batches(a: RunConfig, b: RunConfig, same: list[str], different: list[str]) -> None:
    if a.batch_size != b.batch_size:
        different.append(_("The same order of images, cut into batches of another size."))
    elif a.augmentation != b.augmentation:
        same.append(_("The same batches in the same order."))
        different.append(_("What augmentation makes of them differs."))
    else:
        same.append(_("The same seed: the same batches in the same order."))


def _compare_weights(a: RunConfig, b: RunConfig, num_classes: int, same: list[str], different: list[str]) -> None:
    if a.architecture == b.architecture and a.preparation.input_shape == b.preparation.input_shape:
        same.append(_("The same first weights in every layer."))
        return
    if not isinstance(a.architecture, StackedArchitecture) or not isinstance(b.architecture, StackedArchitecture):
        different.append(_("Their networks begin with other weights."))
        return
    networks = [
        architecture.draw(config.preparation.input_shape, num_classes)
        for architecture, config in ((a.architecture, a), (b.architecture, b))
    ]
    shared = list_shared_layers(*networks)
    if shared:
        text = ngettext(
            "The same first weights in {count} layer", "The same first weights in {count} layers", len(shared)
        )
        same.append(f"{text}: {_name_some(shared)}.")
    if len(shared) < max(len(_list_learning(network)) for network in networks):
        different.append(_("The other layers have other shapes or another place, and so other first weights."))


def list_shared_layers(a: Network, b: Network) -> list[str]:
    """The layers with weights that begin alike in two networks of one seed, by the first one's names.

    Keras hands every layer that needs chance the next number of one sequence. So layers begin alike as long as the
    layers before them ask as often, and they have the same shapes and the same way to begin.

    Args:
        a: a network.
        b: another.
    """
    shared = []
    for one, other in zip(a.nodes, b.nodes, strict=False):
        if _asks(one) != _asks(other):
            break
        weights = _list_weights(a, one)
        if weights and weights == _list_weights(b, other) and _begins(one) == _begins(other):
            shared.append(one.name)
    return shared


def _asks(node: Node) -> tuple[str, bool]:
    """How often a layer asks for a number: by its class; a Dropout only where it drops anything."""
    return node.layer.keras_class, bool(getattr(node.layer, "rate", 1))


def _begins(node: Node) -> Any:  # noqa: ANN401
    return getattr(node.layer, "kernel_initializer", None)


def _list_weights(network: Network, node: Node) -> tuple[Weight, ...]:
    shapes: list[Shape] = [shape for name in node.inputs if (shape := network.shape_of(name)) is not None]
    return node.layer.weights(*shapes) if node.shape is not None else ()


def _list_learning(network: Network) -> list[Node]:
    return [node for node in network.nodes if _list_weights(network, node)]


def _name_some(names: list[str]) -> str:
    some = ", ".join(names[:MOST_NAMES])
    return some if len(names) <= MOST_NAMES else f"{some}, …"
