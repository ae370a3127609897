"""Pictures as addresses that hold them, every pixel as it is."""

import base64

import cv2
import numpy as np
from numpy.typing import NDArray


def encode_png(pixels: NDArray[np.uint8]) -> str:
    """A picture as an address that holds it.

    Args:
        pixels: (height, width, 1 or 3), uint8.
    """
    data = cv2.imencode(".png", np.ascontiguousarray(pixels[..., ::-1]))[1]
    return f"data:image/png;base64,{base64.b64encode(data.tobytes()).decode()}"
