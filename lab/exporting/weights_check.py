"""Looks a weights file over before anything is read from it: only plain numbers of the right shapes may be in it."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import h5py

from lab.errors import RunError
from lab.i18n import _
from lab.layers.base import Shape
from lab.network import Network

MOST_OBJECTS = 100_000
Shapes = dict[str, tuple[int, ...]]


def list_weights(path: Path) -> Shapes:
    """The shape of every data set of a weights file, by its path in the file.

    Nothing is followed and no number is read, so that neither time nor memory depends on what the file claims.

    Args:
        path: an HDF5 file.

    Raises:
        RunError: it is no HDF5, or holds a link, a virtual, external or packed data set; names it.
    """
    found: Shapes = {}
    try:
        with h5py.File(path, "r") as file:
            _walk(file, "", found)
    except (OSError, RuntimeError, KeyError, ValueError) as error:
        raise RunError(_("{file} is damaged, or no file of weights (HDF5).").format(file=path.name)) from error
    return found


def check_weights(path: Path, network: Network, num_classes: int) -> None:
    """Refuse weights that are not those of a network.

    Args:
        path: an HDF5 file as Keras saves weights.
        network: what they shall be loaded into.
        num_classes: how many classes it tells apart.

    Raises:
        RunError: names the first data set that does not belong there, or both numbers of classes.
    """
    found = {name: shape for name, shape in list_weights(path).items() if name.startswith("layers/")}
    expected = Counter(shape for one in _expected(network) for shape in one)
    if Counter(found.values()) == expected:
        return
    classes = _find_classes(found)
    if classes is not None and classes != num_classes:
        text = _("{file} holds the weights of a network for {found} classes; this one has {expected}.")
        raise RunError(text.format(file=path.name, found=classes, expected=num_classes))
    left = Counter(expected)
    for name, shape in found.items():
        if not left[shape]:
            text = _("{file} does not fit the network: `{name}` has the shape {shape}; there are: {expected}.")
            shapes = ", ".join(map(_write, sorted(+left)[:8]))
            raise RunError(text.format(file=path.name, name=name, shape=_write(shape), expected=shapes))
        left[shape] -= 1
    text = _("{file} does not fit the network: it lacks weights of the shapes {shapes}.")
    raise RunError(text.format(file=path.name, shapes=", ".join(map(_write, sorted(+left)[:8]))))


def _walk(group: h5py.Group, prefix: str, found: Shapes) -> None:
    for name in group:
        path = f"{prefix}{name}"
        link = group.get(name, getlink=True)
        if not isinstance(link, h5py.HardLink):
            raise _refuse(path, _("a link"))
        if len(found) > MOST_OBJECTS or path.count("/") > 32:
            raise RunError(_("The weights hold more than {most:,} objects.").format(most=MOST_OBJECTS))
        item = group[name]
        if isinstance(item, h5py.Group):
            _walk(item, f"{path}/", found)
        elif isinstance(item, h5py.Dataset):
            found[path] = _check_dataset(path, item)
        else:
            raise _refuse(path, _("a data type"))


def _check_dataset(path: str, dataset: h5py.Dataset) -> tuple[int, ...]:
    if dataset.is_virtual:
        raise _refuse(path, _("a virtual data set"))
    if dataset.external:
        raise _refuse(path, _("kept in another file"))
    if dataset.dtype.kind not in "fiu":
        raise _refuse(path, _("not made of numbers"))
    if dataset.id.get_storage_size() < dataset.nbytes:
        # Packed, a few bytes may stand for gigabytes; Keras never packs.
        raise _refuse(path, _("smaller on the disk than it claims to be"))
    return tuple(dataset.shape)


def _expected(network: Network) -> list[list[tuple[int, ...]]]:
    shapes: list[list[tuple[int, ...]]] = []
    for node in network.nodes:
        inputs: list[Shape] = [shape for one in node.inputs if (shape := network.shape_of(one)) is not None]
        shapes.append([weight.factors for weight in node.layer.weights(*inputs)])
    return shapes


def _find_classes(found: Mapping[str, tuple[int, ...]]) -> int | None:
    """How many classes a network has: the length of the last dense layer's bias."""
    dense = [shape for name, shape in found.items() if name.split("/")[1].startswith("dense")]
    biases = [shape for shape in dense if len(shape) == 1]
    return biases[-1][0] if biases else None


def _refuse(path: str, reason: str) -> RunError:
    return RunError(
        _("`{name}` in the weights is {reason}: only plain arrays are taken.").format(name=path, reason=reason)
    )


def _write(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "1"
