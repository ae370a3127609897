"""All images of a picture in one file: a browser asks for it once, instead of getting two thousand with every click."""

import re

import cv2
import numpy as np
from numpy.typing import NDArray
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lab.feature_space.features import read_features
from lab.settings import load_settings

ADDRESS = "/lab/features/{key}.jpg"
KEY = re.compile(r"[0-9a-f]{32}")
COLUMNS = 50
JPEG_QUALITY = 88


def make_sheet(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Put images into rows of 50.

    Args:
        images: (count, side, side, channels), uint8, 1 or 3 channels.

    Returns:
        (rows × side, 50 × side, channels), uint8; black where there are no more.
    """
    count, side, _side, channels = images.shape
    rows = -(-count // COLUMNS)
    padded = np.zeros((rows * COLUMNS, side, side, channels), np.uint8)
    padded[:count] = images
    grid = padded.reshape(rows, COLUMNS, side, side, channels).swapaxes(1, 2)
    return np.ascontiguousarray(grid.reshape(rows * side, COLUMNS * side, channels))


def send_sheet(request: Request) -> Response:
    """The sheet of kept features' images; other weights have another address."""
    key = request.path_params["key"]
    path = load_settings().features_directory / f"{key}.npz"
    features = read_features(path) if KEY.fullmatch(key) else None
    if features is None:
        return Response(status_code=404)
    sheet = make_sheet(features.thumbnails)[..., ::-1]
    data = cv2.imencode(".jpg", np.ascontiguousarray(sheet), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1]
    headers = {"Cache-Control": "private, max-age=86400, immutable"}
    return Response(data.tobytes(), media_type="image/jpeg", headers=headers)


ROUTES = [Route(ADDRESS, send_sheet)]
