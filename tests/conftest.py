"""What every test may ask for."""

import gc
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

# No test fails on a time.
settings.register_profile("lab", deadline=None)
settings.load_profile("lab")

os.environ.setdefault("NO_ALBUMENTATIONS_UPDATE", "1")
# No test's run is told to the server of whoever runs the tests.
os.environ.pop("MLFLOW_TRACKING_URI", None)


@pytest.fixture(scope="module", autouse=True)
def own_backend() -> Iterator[None]:
    """Each file of tests has a controller of its own, over the home that it sets."""
    yield
    backend = sys.modules.get("components.backend")
    if backend is not None:
        backend.get_controller.cache_clear()


@pytest.fixture(scope="module", autouse=True)
def small_heap() -> None:
    """What was there before a file of tests is not looked through for garbage again.

    Streamlit's AppTest collects garbage after each run of a script, and Keras with each session that is cleared. All
    that the tests import, TensorFlow included, would make a second or more of each.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The Chromium of the browser tests; `make chromium` installs one where there is none."""
    from scripts.chromium import find_chromium

    path = find_chromium()
    if path is None:
        pytest.fail("No Chromium on this machine. Install one with: make chromium")
    return path
