"""The Keras model of a network's graph."""

from typing import TYPE_CHECKING, Any

from lab.network import INPUT, Network

if TYPE_CHECKING:
    import keras


def build_model(network: Network, name: str) -> "keras.Model":
    """Build the model (imports Keras).

    Args:
        network: without an impossible layer.
        name: of the model.

    Returns:
        A fresh functional model; each layer has its node's name.
    """
    import keras

    tensors: dict[str, Any] = {INPUT: keras.Input(network.input_shape, name=INPUT)}
    for node in network.nodes:
        inputs = [tensors[one] for one in node.inputs]
        tensors[node.name] = node.layer.build(node.name)(inputs if len(inputs) > 1 else inputs[0])
    return keras.Model(tensors[INPUT], tensors[network.nodes[-1].name], name=name)
