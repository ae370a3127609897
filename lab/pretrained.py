"""Networks that were trained on ImageNet, and the files with their weights.

File names, addresses and checksums are those of `keras.applications` (Keras 3), of the networks without classifier.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from lab.errors import ConfigError
from lab.i18n import N_, _
from lab.settings import load_settings

ADDRESS = "https://storage.googleapis.com/tensorflow/keras-applications/"
CHUNK_BYTES = 1 << 20


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
        megabytes: of the file, about.
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
    megabytes: int
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


# These two scale pixels themselves unless they are told not to; the lab does it before.
WITHOUT_SCALING = (("include_preprocessing", False),)
BASES: dict[str, Pretrained] = {
    "vgg16": Pretrained(
        "VGG16",
        "VGG16",
        "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
        "vgg16",
        "6d6bbae143d832006294945121d1f1fc",
        59,
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
        95,
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
        88,
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
        9,
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
        4,
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
        12,
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
        24,
        "tf",
        32,
        N_("Depth, width and image size grown together, and searched for fast training."),
        "Tan, Le, 2021: EfficientNetV2: Smaller Models and Faster Training",
        "https://arxiv.org/abs/2104.00298",
        WITHOUT_SCALING,
    ),
}


def weights_directory() -> Path:
    """Where the lab keeps fetched weights, and an administrator may put them."""
    return load_settings().home / "weights"


def find_weights(base: Pretrained) -> Path | None:
    """The file with a network's weights, or None where it is not on this machine."""
    keras_home = Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser()
    places = (weights_directory() / base.file, keras_home / "models" / base.file)
    return next((place for place in places if place.is_file()), None)


def need_weights(base: Pretrained) -> Path:
    """The file with a network's weights.

    Raises:
        ConfigError: it is not on this machine; says how to get it.
    """
    path = find_weights(base)
    if path is None:
        text = _(
            "The ImageNet weights of {title} are not on this machine. Fetch them here ({megabytes} MB), or put {file} "
            "from {address} into {folder}."
        )
        raise ConfigError(
            "architecture.weights",
            text.format(
                title=base.title,
                megabytes=base.megabytes,
                file=base.file,
                address=base.address,
                folder=weights_directory(),
            ),
        )
    return path


def check_weights(base: Pretrained, path: Path) -> None:
    """Compare a file with the checksum.

    Raises:
        ConfigError: it is another file.
    """
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    if base.md5 and digest.hexdigest() != base.md5:
        text = _(
            "{file} is not what Keras published (checksum {found}, expected {expected}). Delete it and fetch it anew."
        )
        raise ConfigError("architecture.weights", text.format(file=path, found=digest.hexdigest(), expected=base.md5))
