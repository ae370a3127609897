from pathlib import Path

import numpy as np
import pytest
from starlette.requests import Request
from starlette.responses import Response
from streamlit.testing.v1 import AppTest

from components.feature_plot import choose_color, describe_points
from components.kept_answers import keep_answer
from components.known_features import Known
from components.resemblance import describe_familiarity
from components.thumbnail_sheet import COLUMNS, make_sheet, send_sheet
from lab.config import RunConfig
from lab.datasets.digits import Digits
from lab.datasets.subset import Subset
from lab.feature_space.features import Features, locate_features, write_features
from lab.feature_space.space import FeatureSpace
from lab.files import write_json
from lab.runs.run_folder import RunFolder
from lab.scaling.zero_one import ZeroOne
from lab.settings import load_settings
from lab.trained import TrainedNetwork

COUNT = 120
IMAGES = Digits().open().images[:COUNT]
LABELS = np.arange(COUNT) % 3


def make_features() -> Features:
    """Three clouds; the network takes the first image for another class."""
    generator = np.random.default_rng(0)
    values = generator.normal(0, 6, (3, 16))[LABELS] + generator.normal(0, 1, (COUNT, 16))
    probabilities = np.eye(10, dtype=np.float32)[LABELS]
    probabilities[0] = np.eye(10)[4]
    return Features(values.astype(np.float32), probabilities, np.arange(COUNT), LABELS, IMAGES)


FEATURES = make_features()


@pytest.fixture
def network(tmp_path, monkeypatch) -> TrainedNetwork:
    """A run whose images have been measured."""
    monkeypatch.setenv("LAB_HOME", str(tmp_path))
    monkeypatch.setenv("LAB_TEST_RUN", str(tmp_path / "runs" / "run"))
    load_settings.cache_clear()
    folder = RunFolder(tmp_path / "runs" / "run")
    folder.create(RunConfig())
    folder.checkpoint_path("best").parent.mkdir()
    folder.checkpoint_path("best").write_bytes(b"weights")
    write_json(folder.labels_path, [str(digit) for digit in range(10)])
    write_json(folder.scaler_path, ZeroOne().fit(Subset.whole(IMAGES)).model_dump(mode="json"))
    network = TrainedNetwork.read(folder, "best")
    write_features(locate_features(network), FEATURES)
    yield network
    load_settings.cache_clear()


def look() -> None:
    import os
    from pathlib import Path

    import numpy as np

    from components.feature_space_view import draw_feature_space
    from components.image_choice import ChosenImage
    from lab.runs.run_folder import RunFolder
    from lab.trained import TrainedNetwork

    network = TrainedNetwork.read(RunFolder(Path(os.environ["LAB_TEST_RUN"])), "best")
    draw_feature_space(network, ChosenImage("mine", "mine", np.zeros((8, 8, 1), np.uint8)))


def draw(network: TrainedNetwork, values: np.ndarray, **link: str) -> list[str]:
    """The view's texts for an image of which the network has made some features."""
    pixels = np.zeros((8, 8, 1), np.uint8)
    key = ("features", locate_features(network).stem, pixels.shape, pixels.tobytes())
    keep_answer(key, lambda: values.astype(np.float32))
    app = AppTest.from_function(look, default_timeout=150)
    app.query_params.update(link)
    app.run()
    assert not app.exception
    assert not app.error
    return [element.value for element in [*app.markdown, *app.caption]]


def test_an_image_is_laid_among_those_that_it_is_like_in_both_pictures(network):
    texts = " ".join(draw(network, FEATURES.values[30] + 0.1))
    assert "Principal components" in texts
    assert "not unusually far away" in texts
    texts = " ".join(draw(network, FEATURES.values[30], picture="tsne"))
    assert "between its most similar ones" in texts


def test_an_image_like_no_other_is_said_to_be_with_how_far_it_is(network):
    texts = " ".join(draw(network, np.full(16, 80.0)))
    assert "Nothing like the images of this data set" in texts
    assert f"of {COUNT}" in texts


def test_the_number_in_the_sentence_is_the_distance_over_the_limit():
    space = FeatureSpace(FEATURES.values)
    far = space.compare(np.full(16, 80, np.float32))
    assert far.ratio == pytest.approx(far.distances[-1] / space.limit)
    assert f"{far.ratio:.1f} times as far" in describe_familiarity(far, COUNT)


def test_points_have_their_class_their_answer_and_a_colour_of_their_own():
    places = np.random.default_rng(0).normal(0, 1, (COUNT, 2)).astype(np.float32)
    shown = describe_points(
        Known(Path("a" * 32 + ".npz"), FEATURES, FeatureSpace(FEATURES.values)), "0123456789", places
    )
    assert len(shown["places"]) == len(shown["truths"]) == COUNT
    assert [one for one in range(COUNT) if shown["truths"][one] != shown["answers"][one]] == [0]
    assert len({choose_color(number) for number in range(100)}) == 100


def request_sheet(key: str) -> Response:
    return send_sheet(Request({"type": "http", "path_params": {"key": key}}))


def test_the_sheet_has_every_image_where_the_browser_looks_for_it(network):
    sheet = make_sheet(IMAGES)
    for place in (0, 51, COUNT - 1):
        row, column = divmod(place, COLUMNS)
        tile = sheet[8 * row : 8 * row + 8, 8 * column : 8 * column + 8]
        assert (tile == IMAGES[place]).all()
    key = locate_features(network).stem
    assert request_sheet(key).media_type == "image/jpeg"
    assert request_sheet("b" * 32).status_code == 404
    assert request_sheet(f"../features/{key}").status_code == 404
