"""The exported model works, and says the same, where there is nothing of the lab."""

import json
import zipfile

import numpy as np
import pytest

from lab.architectures.mlp import MLP
from lab.config import RunConfig
from lab.datasets.shapes import Shapes
from lab.model_service import ModelService
from lab.preparation import Preparation
from lab.scaling.caffe import Caffe
from lab.scaling.zero_one import ZeroOne
from lab.trained import TrainedNetwork

ALONE = """
import keras, numpy as np
model = keras.models.load_model("model.keras")
np.save("said.npy", model.predict(np.load("images.npy"), verbose=0))
"""


@pytest.fixture(scope="module")
def service():
    service = ModelService()
    yield service
    service.close()


@pytest.mark.slow
@pytest.mark.timeout(700)
@pytest.mark.parametrize("scaling", [ZeroOne(), Caffe()], ids=["0…1", "caffe"])
def test_predictions_are_the_lab_s_with_tensorflow_alone(
    forks, make_run, tmp_path, clean_environment, service, scaling
):
    config = RunConfig(
        dataset=Shapes(count=200, size=12),
        preparation=Preparation(size=12, color="rgb"),
        architecture=MLP(),
        scaling=scaling,
        epochs=1,
    )
    run = make_run("run", config)
    assert forks.work(run), run.status()
    images = np.random.default_rng(0).integers(0, 256, (9, 12, 12, 3), np.uint8)
    network = TrainedNetwork.read(run, "best")
    expected = service.predict(network, images)
    (tmp_path / "model.keras").write_bytes(service.export_keras(network))
    np.save(tmp_path / "images.npy", images)
    clean_environment.run(ALONE, tmp_path)
    np.testing.assert_allclose(np.load(tmp_path / "said.npy"), expected, atol=1e-5)
    with zipfile.ZipFile(tmp_path / "model.keras") as archive:
        assert json.loads(archive.read("labels.json")) == run.read_json(run.labels_path)
