"""Data sets that Keras fetches on first use: MNIST, Fashion-MNIST, CIFAR-10, CIFAR-100."""

from typing import ClassVar, Literal

import numpy as np

from lab.datasets.base import DATASETS, ArraySource, Dataset, ImageSource, Part
from lab.datasets.fetching import fetched_directory, is_present, refuse_absent
from lab.errors import DatasetError
from lab.i18n import N_, _
from lab.preparation import Preparation

STORAGE = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
TORONTO = "https://www.cs.toronto.edu/~kriz/"


class KerasSet(Dataset):
    """A set that a process of its own fetches through Keras; read here from memory-mapped arrays.

    Attributes:
        class_names: the classes, in the order of the labels.
        suggestion: its images' own size and colour.
        files: what Keras keeps below its `datasets` folder, for who has no network.
        addresses: where each of them comes from; there it may have another name.
        fetched_bytes: their size together.
    """

    class_names: ClassVar[tuple[str, ...]]
    suggestion: ClassVar[Preparation]
    files: ClassVar[tuple[str, ...]]
    addresses: ClassVar[tuple[str, ...]]
    fetched_bytes: ClassVar[int]

    def suggest(self) -> Preparation:
        """As they are."""
        return self.suggestion

    def open(self) -> ImageSource:
        """Map the arrays."""
        if not is_present(self.name):
            raise refuse_absent(_(self.title))
        directory = fetched_directory(self.name)
        try:
            images = np.load(directory / "images.npy", mmap_mode="r")
            labels = np.load(directory / "labels.npy").astype(np.int64)
            training_count = int(np.load(directory / "training_count.npy"))
        except (OSError, ValueError, EOFError) as error:
            text = _("{title} is damaged: delete {folder} and fetch it again.")
            raise DatasetError(text.format(title=_(self.title), folder=directory)) from error
        parts: list[Part | Literal[""]] = ["train"] * training_count
        parts += ["test"] * (len(labels) - training_count)
        return ArraySource(images, labels, self.class_names, parts)


@DATASETS.register
class MNIST(KerasSet):
    """LeCun, Cortes and Burges, 1998."""

    order: ClassVar[int] = 10
    title: ClassVar[str] = N_("MNIST")
    summary: ClassVar[str] = N_("70,000 digits written by hand, 28×28 in grey. Fetched once (11 MB).")
    name: Literal["mnist"] = "mnist"
    class_names: ClassVar[tuple[str, ...]] = tuple("0123456789")
    suggestion: ClassVar[Preparation] = Preparation(size=28, color="grey")
    files: ClassVar[tuple[str, ...]] = ("mnist.npz",)
    addresses: ClassVar[tuple[str, ...]] = (STORAGE + "mnist.npz",)
    fetched_bytes: ClassVar[int] = 11_490_434


@DATASETS.register
class FashionMNIST(KerasSet):
    """Xiao, Rasul and Vollgraf, 2017, arXiv:1708.07747."""

    order: ClassVar[int] = 11
    title: ClassVar[str] = N_("Fashion-MNIST")
    summary: ClassVar[str] = N_(
        "70,000 articles of clothing, 28×28 in grey; the course's first data set. Fetched once (31 MB)."
    )
    name: Literal["fashion_mnist"] = "fashion_mnist"
    class_names: ClassVar[tuple[str, ...]] = (
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    )  # fmt: skip
    suggestion: ClassVar[Preparation] = Preparation(size=28, color="grey")
    files: ClassVar[tuple[str, ...]] = tuple(
        f"fashion-mnist/{name}-ubyte.gz"
        for name in ("train-labels-idx1", "train-images-idx3", "t10k-labels-idx1", "t10k-images-idx3")
    )
    addresses: ClassVar[tuple[str, ...]] = tuple(STORAGE + file.split("/")[1] for file in files)
    fetched_bytes: ClassVar[int] = 30_878_645


@DATASETS.register
class CIFAR10(KerasSet):
    """Krizhevsky, 2009."""

    order: ClassVar[int] = 12
    title: ClassVar[str] = N_("CIFAR-10")
    summary: ClassVar[str] = N_("60,000 photographs, 32×32 in colour, ten classes. Fetched once (170 MB).")
    name: Literal["cifar10"] = "cifar10"
    class_names: ClassVar[tuple[str, ...]] = (
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    )  # fmt: skip
    suggestion: ClassVar[Preparation] = Preparation(size=32)
    files: ClassVar[tuple[str, ...]] = ("cifar-10-batches-py-target_archive",)
    addresses: ClassVar[tuple[str, ...]] = (TORONTO + "cifar-10-python.tar.gz",)
    fetched_bytes: ClassVar[int] = 170_498_071


@DATASETS.register
class CIFAR100(KerasSet):
    """Krizhevsky, 2009."""

    order: ClassVar[int] = 13
    title: ClassVar[str] = N_("CIFAR-100")
    summary: ClassVar[str] = N_("60,000 photographs, 32×32 in colour, a hundred classes. Fetched once (169 MB).")
    name: Literal["cifar100"] = "cifar100"
    class_names: ClassVar[tuple[str, ...]] = (
        "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle", "bowl", "boy",
        "bridge", "bus", "butterfly", "camel", "can", "castle", "caterpillar", "cattle", "chair", "chimpanzee", "clock",
        "cloud", "cockroach", "couch", "crab", "crocodile", "cup", "dinosaur", "dolphin", "elephant", "flatfish",
        "forest", "fox", "girl", "hamster", "house", "kangaroo", "keyboard", "lamp", "lawn_mower", "leopard", "lion",
        "lizard", "lobster", "man", "maple_tree", "motorcycle", "mountain", "mouse", "mushroom", "oak_tree", "orange",
        "orchid", "otter", "palm_tree", "pear", "pickup_truck", "pine_tree", "plain", "plate", "poppy", "porcupine",
        "possum", "rabbit", "raccoon", "ray", "road", "rocket", "rose", "sea", "seal", "shark", "shrew", "skunk",
        "skyscraper", "snail", "snake", "spider", "squirrel", "streetcar", "sunflower", "sweet_pepper", "table", "tank",
        "telephone", "television", "tiger", "tractor", "train", "trout", "tulip", "turtle", "wardrobe", "whale",
        "willow_tree", "wolf", "woman", "worm",
    )  # fmt: skip
    suggestion: ClassVar[Preparation] = Preparation(size=32)
    files: ClassVar[tuple[str, ...]] = ("cifar-100-python-target_archive",)
    addresses: ClassVar[tuple[str, ...]] = (TORONTO + "cifar-100-python.tar.gz",)
    fetched_bytes: ClassVar[int] = 169_001_437
