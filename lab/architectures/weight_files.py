"""Weights from files of Keras: compared first, for a small file may declare gigabytes."""

from pathlib import Path
from typing import Any

from lab.errors import ConfigError
from lab.i18n import _
from lab.pretrained import Pretrained, check_weights, need_weights


def load_base_weights(model: Any, last: str, base: Pretrained) -> None:  # noqa: ANN401 - Keras is untyped
    """Load the published weights into the base of a model.

    Args:
        model: the whole network.
        last: name of the base's last layer.
        base: whose file it is.

    Raises:
        ConfigError: the file is not there, or holds something else.
    """
    import keras

    path = need_weights(base)
    check_weights(base, path)
    trunk = keras.Model(model.inputs, model.get_layer(last).output)
    _compare(trunk, path)
    try:
        trunk.load_weights(path)
    except (ValueError, KeyError, OSError) as error:
        raise _refuse(path) from error


def _compare(model: Any, path: Path) -> None:  # noqa: ANN401
    """Refuse a file whose arrays, all together, are not those of the model."""
    import h5py

    sizes: list[tuple[int, str]] = []
    try:
        with h5py.File(path) as file:
            file.visititems(lambda _name, item: sizes.append((item.size, item.dtype.str)) if _is_array(item) else None)
    except OSError as error:
        raise _refuse(path) from error
    expected = sum(int(weight.numpy().size) for weight in model.weights)
    if sum(size for size, _dtype in sizes) != expected or {dtype for _size, dtype in sizes} != {"<f4"}:
        raise _refuse(path)


def _is_array(item: Any) -> bool:  # noqa: ANN401
    return hasattr(item, "dtype") and hasattr(item, "shape")


def _refuse(path: Path) -> ConfigError:
    text = _("{file} does not hold the weights of this network. Delete it and fetch it anew.")
    return ConfigError("architecture.weights", text.format(file=path))
