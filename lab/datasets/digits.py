"""scikit-learn's handwritten digits (Alpaydin and Kaynak, 1998, UCI): real, small, always there."""

import importlib.util
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np

from lab.datasets.base import DATASETS, ArraySource, Dataset, ImageSource
from lab.i18n import N_
from lab.preparation import Preparation


@DATASETS.register
class Digits(Dataset):
    """1,797 images of 8×8 grey pixels, ten classes."""

    order: ClassVar[int] = 0
    title: ClassVar[str] = N_("Handwritten digits")
    summary: ClassVar[str] = N_(
        "1,797 real digits of 8×8 grey pixels, written by 43 people. Light ink on black. Learned in seconds."
    )
    name: Literal["digits"] = "digits"

    def suggest(self) -> Preparation:
        """As they are."""
        return Preparation(size=8, color="grey")

    def open(self) -> ImageSource:
        """Read scikit-learn's own file: importing scikit-learn itself would cost every server start 2 s and 75 MB."""
        spec = importlib.util.find_spec("sklearn")
        assert spec is not None and spec.origin is not None
        table = np.loadtxt(Path(spec.origin).parent / "datasets" / "data" / "digits.csv.gz", delimiter=",", dtype=int)
        # Ink goes from 0 to 16 in the file.
        images = (table[:, :64] * 255 // 16).astype(np.uint8).reshape(-1, 8, 8, 1)
        return ArraySource(images, table[:, 64].astype(np.int64), tuple("0123456789"))
