"""Networks that were trained on ImageNet, and the files with their weights.

File names, addresses and checksums are those of `keras.applications` (Keras 3), of the networks without classifier.
"""

import hashlib
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lab.errors import ConfigError
from lab.i18n import N_, _
from lab.settings import load_settings

ADDRESS = "https://storage.googleapis.com/tensorflow/keras-applications/"


@dataclass(frozen=True)
class PublishedFile:
    """A file that somebody publishes.

    Attributes:
        file: its name.
        address: where it can be fetched.
        md5: its checksum; empty where none is known.
        size_bytes: its size.
    """

    file: str
    address: str
    md5: str
    size_bytes: int


@dataclass(frozen=True)
class Pretrained:
    """A network of `keras.applications`.

    Attributes:
        title: what people call it.
        function: its name in `keras.applications`.
        options: what it is called with besides.
        file: of the weights, without the classifier.
        folder: below `ADDRESS`.
        md5: of the file; empty where Keras knows none.
        size_bytes: of the file.
        scaling: what it was trained with.
        minimum_size: height and width in pixels that it needs.
        introduced: what it brought into the world.
        paper: where it was published.
        paper_address: where to read it.
    """

    title: str
    function: str
    file: str
    folder: str
    md5: str
    size_bytes: int
    scaling: str
    minimum_size: int
    introduced: str
    paper: str
    paper_address: str
    options: tuple[tuple[str, object], ...] = ()

    @property
    def address(self) -> str:
        """Where the file can be fetched."""
        return f"{ADDRESS}{self.folder}/{self.file}"

    @property
    def published(self) -> PublishedFile:
        """The file with its weights."""
        return PublishedFile(self.file, self.address, self.md5, self.size_bytes)


# These two scale pixels themselves unless they are told not to; the lab does it before.
WITHOUT_SCALING = (("include_preprocessing", False),)
BASES: dict[str, Pretrained] = {
    "vgg16": Pretrained(
        "VGG16",
        "VGG16",
        "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
        "vgg16",
        "6d6bbae143d832006294945121d1f1fc",
        58_889_256,
        "caffe",
        32,
        N_("Only 3×3 kernels, deep: its features serve many other tasks."),
        "Simonyan, Zisserman, 2014: Very Deep Convolutional Networks for Large-Scale Image Recognition",
        "https://arxiv.org/abs/1409.1556",
    ),
    "resnet50": Pretrained(
        "ResNet50",
        "ResNet50",
        "resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5",
        "resnet",
        "4d473c1dd8becc155b73f8504c6f6626",
        94_765_736,
        "caffe",
        32,
        N_("Shortcuts past every block keep the gradient alive."),
        "He, Zhang, Ren, Sun, 2015: Deep Residual Learning for Image Recognition",
        "https://arxiv.org/abs/1512.03385",
    ),
    "inception_v3": Pretrained(
        "InceptionV3",
        "InceptionV3",
        "inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5",
        "inception_v3",
        "bcbd6486424b2319ff4ef7d526e38f63",
        87_910_968,
        "tf",
        75,
        N_("Large kernels taken apart into 1×7 and 7×1: as much seen for fewer multiplications."),
        "Szegedy et al., 2015: Rethinking the Inception Architecture for Computer Vision",
        "https://arxiv.org/abs/1512.00567",
    ),
    "mobilenet_v2": Pretrained(
        "MobileNetV2",
        "MobileNetV2",
        "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5",
        "mobilenet_v2",
        "",
        9_406_464,
        "tf",
        32,
        N_("Depthwise convolutions between narrow layers with shortcuts: made for telephones."),
        "Sandler et al., 2018: MobileNetV2: Inverted Residuals and Linear Bottlenecks",
        "https://arxiv.org/abs/1801.04381",
    ),
    "mobilenet_v3_small": Pretrained(
        "MobileNetV3 small",
        "MobileNetV3Small",
        "weights_mobilenet_v3_small_224_1.0_float_no_top_v2.h5",
        "mobilenet_v3",
        "d3e8ec802a04aa4fc771ee12a9a9b836",
        4_334_752,
        "tf",
        32,
        N_("Found by a search for what a telephone computes quickly; channels weigh one another."),
        "Howard et al., 2019: Searching for MobileNetV3",
        "https://arxiv.org/abs/1905.02244",
        WITHOUT_SCALING,
    ),
    "mobilenet_v3_large": Pretrained(
        "MobileNetV3 large",
        "MobileNetV3Large",
        "weights_mobilenet_v3_large_224_1.0_float_no_top_v2.h5",
        "mobilenet_v3",
        "07fb09a5933dd0c8eaafa16978110389",
        12_683_000,
        "tf",
        32,
        N_("Found by a search for what a telephone computes quickly; channels weigh one another."),
        "Howard et al., 2019: Searching for MobileNetV3",
        "https://arxiv.org/abs/1905.02244",
        WITHOUT_SCALING,
    ),
    "efficientnet_v2_b0": Pretrained(
        "EfficientNetV2-B0",
        "EfficientNetV2B0",
        "efficientnetv2-b0_notop.h5",
        "efficientnet_v2",
        "893217f2bb855e2983157299931e43ff",
        24_274_472,
        # Keras's own documentation says -1…1, its code takes ImageNet's mean and deviation for B0.
        "torch",
        32,
        N_("Depth, width and image size grown together, and searched for fast training."),
        "Tan, Le, 2021: EfficientNetV2: Smaller Models and Faster Training",
        "https://arxiv.org/abs/2104.00298",
        WITHOUT_SCALING,
    ),
}


def find_weights(base: Pretrained) -> Path | None:
    """The file with a network's weights; None without one."""
    return find_file(base.file)


def find_file(name: str) -> Path | None:
    """A file by its name: fetched, put there by the administrator or by Keras; None without one."""
    settings = load_settings()
    keras_home = Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser()
    folders = (settings.weights_directory, settings.weights_folder, keras_home / "models")
    places = [folder / name for folder in folders if folder is not None]
    return next((place for place in places if place.is_file()), None)


def need_weights(base: Pretrained) -> Path:
    """The file with a network's weights.

    Raises:
        ConfigError: it is not on this machine; says how to get it.
    """
    path = find_weights(base)
    if path is None:
        text = _(
            "The ImageNet weights of {title} are not on this machine. Fetch them on the Model page ({megabytes:.0f} "
            "MB), or put {file} from {address} into {folder}."
        )
        values = {"title": base.title, "megabytes": base.size_bytes / 1e6, "file": base.file, "address": base.address}
        raise ConfigError("architecture.weights", text.format(**values, folder=load_settings().weights_directory))
    return path


def check_weights(base: Pretrained, path: Path) -> None:
    """Refuse a file that is not what Keras published.

    Raises:
        ConfigError: its size or its checksum is another.
    """
    problem = find_damage(base, path)
    if problem:
        text = _("{file} is not what Keras published ({problem}). Delete it and fetch it anew.")
        raise ConfigError("architecture.weights", text.format(file=path, problem=problem))


def find_damage(base: Pretrained | PublishedFile, path: Path) -> str:
    """What is wrong with a file's size or checksum; empty where nothing is."""
    status = path.stat()
    if status.st_size != base.size_bytes:
        return _("{found:,} bytes instead of {expected:,}").format(found=status.st_size, expected=base.size_bytes)
    if base.md5 and (found := _digest(path, status.st_mtime_ns)) != base.md5:
        return _("checksum {found} instead of {expected}").format(found=found, expected=base.md5)
    return ""


@lru_cache(maxsize=32)
def _digest(path: Path, _changed: int) -> str:
    """The MD5 of a file, taken anew once it has changed: Keras's own sources know no other checksum."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
