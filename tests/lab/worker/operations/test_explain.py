import keras
import numpy as np
import pytest
from pydantic import TypeAdapter

from lab.architectures.rgb_cnn import RGBCNN
from lab.config import RunConfig
from lab.datasets.shapes import Shapes
from lab.datasets.subset import Subset
from lab.explanations import EXPLANATIONS
from lab.explanations.deletion import FRACTIONS, Deletion
from lab.explanations.grad_cam import GradCAM
from lab.explanations.occlusion import Occlusion
from lab.files import write_json
from lab.preparation import Preparation
from lab.runs.run_folder import RunFolder
from lab.scaling.tf import TF
from lab.trained import TrainedNetwork
from lab.worker.opened_model import OpenedModel
from tests.lab.explanations.working import do_all
from tests.lab.worker.asking import answer_request, ask

CONFIG = RunConfig(
    dataset=Shapes(count=60, size=32), preparation=Preparation(size=32), architecture=RGBCNN(), scaling=TF()
)
IMAGE = np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)


@pytest.fixture(scope="module")
def network(tmp_path_factory) -> TrainedNetwork:
    """A run with weights as they are made."""
    folder = RunFolder(tmp_path_factory.mktemp("runs") / "run")
    folder.create(CONFIG)
    model = CONFIG.architecture.build(CONFIG.preparation.input_shape, 3)
    path = folder.checkpoint_path("best")
    path.parent.mkdir()
    model.save_weights(path)
    write_json(folder.labels_path, ["circle", "square", "triangle"])
    write_json(folder.scaler_path, CONFIG.scaling.fit(Subset.whole(IMAGE[np.newaxis])).model_dump(mode="json"))
    keras.backend.clear_session()
    return TrainedNetwork.read(folder, "best")


@pytest.fixture(scope="module")
def opened(network) -> OpenedModel:
    """The same without the service."""
    model = CONFIG.architecture.build(CONFIG.preparation.input_shape, 3)
    model.load_weights(network.run.checkpoint_path("best"))
    return OpenedModel(model, network.scaler)


@pytest.mark.parametrize("cls", EXPLANATIONS.classes())
def test_the_service_explains_a_run_s_network_in_its_own_scaling(network, opened, cls):
    maps = ask("explain", network=network, explanation=cls(), image=IMAGE, classes=[2, 0])
    assert maps.shape == (2, 32, 32)
    assert maps.dtype == np.float32
    np.testing.assert_allclose(maps, do_all(cls().explain(opened, IMAGE, [2, 0])), atol=1e-5)


def test_the_service_deletes_what_a_map_lights(network, opened):
    (heat,) = do_all(Occlusion().explain(opened, IMAGE, [1]))
    answer = ask("delete_lit_places", network=network, image=IMAGE, class_number=1, heat=heat)
    deletion = TypeAdapter(Deletion).validate_python(answer)
    assert deletion.fractions == FRACTIONS
    whole = do_all(opened.predict(IMAGE[np.newaxis]))[0, 1]
    assert deletion.lit[0] == pytest.approx(whole, abs=1e-5)


def test_what_a_network_cannot_be_asked_for_is_said(network):
    answer = answer_request("explain", network=network, explanation=GradCAM(layer="output"), image=IMAGE, classes=[0])
    assert "`layer` must be a layer whose output has places" in answer["error"]
