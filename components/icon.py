"""The browser tab's icon, drawn here: Streamlit's own icons for tabs come over the network."""

from functools import lru_cache

import cv2
import numpy as np
from PIL import Image

from components.charts import TRAIN_COLOR, VALIDATION_COLOR

SIDE = 64


@lru_cache
def draw_icon() -> Image.Image:
    """Two learning curves.

    Returns:
        A square RGB image.
    """
    icon = np.full((SIDE, SIDE, 3), 255, np.uint8)
    x = np.linspace(4, SIDE - 4, 30)
    for color, height, rate in ((TRAIN_COLOR, 52, 0.11), (VALIDATION_COLOR, 36, 0.09)):
        y = SIDE - 6 - height * (1 - np.exp(-rate * (x - 4)))
        line = np.stack([x, y], axis=1).astype(np.int32)
        rgb = tuple(int(color[start : start + 2], 16) for start in (1, 3, 5))
        cv2.polylines(icon, [line], isClosed=False, color=rgb, thickness=6, lineType=cv2.LINE_AA)
    return Image.fromarray(icon)
