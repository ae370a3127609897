import keras
import numpy as np
import pytest

from lab.architectures.perceptron import Perceptron
from lab.architectures.rgb_cnn import RGBCNN
from lab.config import RunConfig
from lab.datasets.shapes import Shapes
from lab.datasets.subset import Subset
from lab.feature_space.measuring import choose_images
from lab.feature_space.space import FeatureSpace
from lab.files import write_json
from lab.preparation import Preparation
from lab.runs.event_log import EventLog
from lab.runs.run_folder import RunFolder
from lab.scaling.tf import TF
from lab.trained import TrainedNetwork
from lab.worker.train import train
from tests.lab.worker.asking import ask

IMAGES = np.random.default_rng(0).integers(0, 256, (9, 32, 32, 3), np.uint8)


@pytest.fixture
def make_network(tmp_path):
    """A run with weights as they are made, and its model: `make_network(architecture)`."""

    def make(architecture):
        config = RunConfig(
            dataset=Shapes(count=60, size=32),
            preparation=Preparation(size=32),
            architecture=architecture,
            scaling=TF(),
        )
        folder = RunFolder(tmp_path / "run")
        folder.create(config)
        model = architecture.build((32, 32, 3), 3)
        path = folder.checkpoint_path("best")
        path.parent.mkdir()
        model.save_weights(path)
        write_json(folder.labels_path, ["circle", "square", "triangle"])
        write_json(folder.scaler_path, config.scaling.fit(Subset.whole(IMAGES)).model_dump(mode="json"))
        return TrainedNetwork.read(folder, "best"), model

    yield make
    keras.backend.clear_session()


def test_the_features_are_what_the_deciding_layer_gets(make_network):
    network, model = make_network(RGBCNN())
    found = ask("measure_features", network=network, images=IMAGES)
    before = keras.Model(model.input, model.layers[-1].input)(network.scaler.transform(IMAGES), training=False)
    np.testing.assert_allclose(found["values"], before, atol=1e-5)
    np.testing.assert_allclose(model.layers[-1](found["values"]), found["probabilities"], atol=1e-5)


def test_a_perceptron_has_no_other_features_than_the_pixels_and_no_images_have_none(make_network):
    network, _model = make_network(Perceptron())
    found = ask("measure_features", network=network, images=IMAGES)
    np.testing.assert_allclose(found["values"], network.scaler.transform(IMAGES).reshape(9, -1), atol=1e-6)
    nothing = ask("measure_features", network=network, images=IMAGES[:0])
    assert nothing["values"].shape == (0, 32 * 32 * 3)
    assert nothing["probabilities"].shape == (0, 3)


def test_a_trained_network_s_own_images_are_familiar_and_noise_is_not(tmp_path):
    folder = RunFolder(tmp_path / "run")
    folder.create(RunConfig(epochs=15))
    with EventLog(folder.events_path) as log:
        train(folder, log)
    network = TrainedNetwork.read(folder, "last")
    source = network.config.dataset.open()
    rows = choose_images(source, network.config)
    images = np.stack([source.prepare(int(row), network.config.preparation) for row in rows])
    known, others = images[:450], images[450:]
    space = FeatureSpace(ask("measure_features", network=network, images=known)["values"])

    def find_strange(pixels: np.ndarray) -> float:
        values = ask("measure_features", network=network, images=pixels)["values"]
        return float(np.mean([space.compare(one).is_strange for one in values]))

    assert find_strange(others) <= 0.05
    noise = np.random.default_rng(0).integers(0, 256, (100, *network.input_shape), np.uint8)
    assert find_strange(noise) >= 0.7
    keras.backend.clear_session()
