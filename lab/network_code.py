"""A network as a Keras script that runs as it stands."""

import keyword
import re
from typing import Any

from lab.layers.base import Call
from lab.network import INPUT, Network, Node


def write_network_code(network: Network, name: str) -> str:
    """Write a network in Keras's functional style.

    Args:
        network: without an impossible layer.
        name: of the model.

    Returns:
        Python's lines; they make `model`.
    """
    variables = _name_variables(network)
    lines = ["import keras", "from keras import layers, regularizers", ""]
    lines += [f"{variables[INPUT]} = keras.Input({tuple(network.input_shape)!r})"]
    lines += [_write_node(node, variables) for node in network.nodes]
    last = variables[network.nodes[-1].name]
    lines += [f'model = keras.Model({variables[INPUT]}, {last}, name="{name}")', "model.summary()", ""]
    text = "\n".join(lines)
    return text if "regularizers." in text.replace("import layers, regularizers", "") else text.replace(
        "from keras import layers, regularizers", "from keras import layers"
    )  # fmt: skip


def _write_node(node: Node, variables: dict[str, str]) -> str:
    arguments = ", ".join(f"{key}={_write(value)}" for key, value in node.layer.arguments().items())
    called = f'layers.{node.layer.keras_class}({arguments}{", " if arguments else ""}name="{node.name}")'
    inputs = [variables[one] for one in node.inputs]
    given = inputs[0] if len(inputs) == 1 else f"[{', '.join(inputs)}]"
    return f"{variables[node.name]} = {called}({given})"


def _write(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, Call):
        arguments = ", ".join(f"{key}={_write(one)}" for key, one in value.arguments.items())
        return f"{value.function}({arguments})"
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _name_variables(network: Network) -> dict[str, str]:
    """A Python name for each layer: `x` in a line of layers, its own where branches need it later."""
    uses: dict[str, int] = {}
    for node in network.nodes:
        for one in node.inputs:
            uses[one] = uses.get(one, 0) + 1
    names = {INPUT: "inputs"}
    for node, after in zip(network.nodes, (*network.nodes[1:], None), strict=True):
        in_line = uses.get(node.name, 0) <= 1 and (after is None or after.inputs == (node.name,))
        names[node.name] = "x" if in_line else _as_identifier(node.name)
    return names


def _as_identifier(name: str) -> str:
    text = re.sub(r"\W", "_", name)
    reserved = keyword.iskeyword(text) or text in ("x", "inputs", "model", "keras", "layers", "regularizers")
    return f"_{text}" if reserved or text[:1].isdigit() else text
