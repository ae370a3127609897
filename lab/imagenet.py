"""Whole networks that were trained on ImageNet, with the classifier, and the names of its thousand classes.

File names, addresses and checksums are those of `keras.applications` (Keras 3).
"""

import dataclasses
import json

from lab.errors import DatasetError
from lab.i18n import _
from lab.preparation import Preparation
from lab.pretrained import BASES, Pretrained, PublishedFile, find_file

# name: file, MD5 (empty where Keras knows none), bytes.
_FILES = {
    "vgg16": ("vgg16_weights_tf_dim_ordering_tf_kernels.h5", "64373286793e3c8b2b4e3219cbf3544b", 553_467_096),
    "resnet50": ("resnet50_weights_tf_dim_ordering_tf_kernels.h5", "2cb95161c43110f7111970584f804107", 102_967_424),
    "mobilenet_v2": ("mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224.h5", "", 14_536_120),
}
WHOLE: dict[str, Pretrained] = {
    name: dataclasses.replace(BASES[name], file=file, md5=md5, size_bytes=size)
    for name, (file, md5, size) in _FILES.items()
}
CLASS_INDEX = PublishedFile(
    "imagenet_class_index.json",
    "https://storage.googleapis.com/download.tensorflow.org/data/imagenet_class_index.json",
    "c2c37ea517e94d9795004a39431a14cb",
    35_363,
)
PREPARATION = Preparation(size=224, color="rgb", fit="crop")
NUM_CLASSES = 1000


def list_missing(name: str) -> list[PublishedFile]:
    """What a network needs and is not on this machine.

    Args:
        name: one of `WHOLE`.
    """
    return [file for file in (CLASS_INDEX, WHOLE[name].published) if find_file(file.file) is None]


def read_class_names() -> tuple[str, ...]:
    """The names of ImageNet's classes, in the order of the networks' outputs, as people write them.

    Raises:
        DatasetError: the file is not there, or holds something else.
    """
    path = find_file(CLASS_INDEX.file)
    text = _("{file} does not hold the names of ImageNet's {count:,} classes. Delete it and fetch it anew.")
    damaged = DatasetError(text.format(file=path or CLASS_INDEX.file, count=NUM_CLASSES))
    if path is None:
        raise damaged
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        names = tuple(str(found[str(number)][1]).replace("_", " ") for number in range(NUM_CLASSES))
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise damaged from error
    return _make_unique(names, [str(found[str(number)][0]) for number in range(NUM_CLASSES)])


def _make_unique(names: tuple[str, ...], numbers: list[str]) -> tuple[str, ...]:
    """Two birds are called crane, two things maillot: their WordNet numbers tell them apart."""
    return tuple(
        f"{name} ({number})" if names.count(name) > 1 else name for name, number in zip(names, numbers, strict=True)
    )
