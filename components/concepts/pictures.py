"""Real images that the concepts look at: two photographs and a digit, always there."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.try_images import bundled_photographs
from lab.datasets.digits import Digits
from lab.preparation import Preparation

# Places of the whole photographs among those that are bundled, and of a 3 among the digits.
PHOTOGRAPHS = {"flower": 0, "temple": 1}
DIGIT = 3
DIGIT_SIDE = 8


@st.cache_data(show_spinner=False)
def load_picture(name: str, size: int) -> NDArray[np.uint8]:
    """An image in colour.

    Args:
        name: "flower", "temple" or "digit".
        size: height and width, in pixels; a digit has no more than 8.

    Returns:
        (size, size, 3), uint8, 0…255.
    """
    if name in PHOTOGRAPHS:
        return Preparation(size=size).apply(bundled_photographs()[PHOTOGRAPHS[name]])
    digit = Digits().open().read(DIGIT)
    return Preparation(size=min(size, DIGIT_SIDE)).apply(digit)


def make_grey(image: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Its brightness as every network of the lab gets it.

    Args:
        image: (size, size, 3), uint8.

    Returns:
        (size, size, 1), whole numbers 0…255.
    """
    return Preparation(size=image.shape[0], color="grey").apply(image).astype(np.float64)
