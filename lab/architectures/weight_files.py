"""Weights from files: all arrays are compared before one is read, for a small file may declare gigabytes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lab.errors import ConfigError
from lab.i18n import _
from lab.pretrained import Pretrained, check_weights, need_weights

# What h5py lets through from a file that is broken, or made to look so.
H5_ERRORS = (OSError, KeyError, ValueError, TypeError, AttributeError, RuntimeError)


def load_published_weights(model: Any, names: Sequence[str], base: Pretrained) -> None:  # noqa: ANN401 - Keras is untyped
    """Load the weights that Keras published into the base of a model.

    Args:
        model: the whole network.
        names: of the base's layers, in Keras's order.
        base: whose file it is.

    Raises:
        ConfigError: the file is not there, or holds something else.
    """
    path = need_weights(base)
    check_weights(base, path)
    text = _("{file} does not hold the weights of this network ({reason}). Delete it and fetch it anew.")
    with _opened(path, "architecture.weights", text) as file:
        layers = [layer for layer in map(model.get_layer, names) if layer.weights]
        # As in Keras: layers come in the order of the network, whatever they are called in the file.
        groups = [file[_decode(name)] for name in file.attrs["layer_names"]]
        arrays = [[group[_decode(name)] for name in group.attrs["weight_names"]] for group in groups]
        _assign(layers, [one for one in arrays if one])


def load_run_weights(model: Any, names: Sequence[str], path: Path) -> None:  # noqa: ANN401
    """Load a run's weights into layers of the same names.

    Args:
        model: the whole network.
        names: of the layers that get weights.
        path: a checkpoint.

    Raises:
        ConfigError: the file is not there, or does not hold these layers.
    """
    text = _(
        "The weights of the run that is built on do not fit this network ({reason}): {file}. Choose that run anew."
    )
    with _opened(path, "architecture.run", text) as file:
        layers = [layer for layer in map(model.get_layer, names) if layer.weights]
        saved = {group["vars"].attrs["name"]: group["vars"] for group in file["layers"].values()}
        _assign(layers, [[saved[layer.name][str(place)] for place in range(len(layer.weights))] for layer in layers])


@contextmanager
def _opened(path: Path, field: str, text: str) -> Iterator[Any]:
    import h5py

    try:
        with h5py.File(path) as file:
            yield file
    except H5_ERRORS as error:
        raise ConfigError(field, text.format(file=path, reason=str(error).strip("'\""))) from error


def _assign(layers: Sequence[Any], arrays: Sequence[Sequence[Any]]) -> None:
    """Give layers their arrays, once all are known to fit."""
    if len(layers) != len(arrays):
        raise ValueError(_("{expected} layers expected, {found} found").format(expected=len(layers), found=len(arrays)))
    for layer, given in zip(layers, arrays, strict=True):
        expected = [(tuple(weight.shape), "float32") for weight in layer.weights]
        found = [(array.shape, str(array.dtype)) for array in given]
        if expected != found:
            raise ValueError(f"{layer.name}: {_write(found)} ≠ {_write(expected)}")
    for layer, given in zip(layers, arrays, strict=True):
        for weight, array in zip(layer.weights, given, strict=True):
            weight.assign(array[()])


def _write(arrays: Sequence[tuple[tuple[int, ...], str]]) -> str:
    return ", ".join(f"{'×'.join(map(str, shape))} {dtype}" for shape, dtype in arrays)


def _decode(name: str | bytes) -> str:
    return name.decode() if isinstance(name, bytes) else name
