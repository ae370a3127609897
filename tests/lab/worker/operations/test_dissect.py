import keras
import numpy as np
import pytest
from pydantic import TypeAdapter

from lab.architectures.rgb_cnn import RGBCNN
from lab.config import RunConfig
from lab.datasets.shapes import Shapes
from lab.datasets.subset import Subset
from lab.dissection.arithmetic import Dissection
from lab.dissection.patches import Patches
from lab.dissection.wall import Wall
from lab.files import write_json
from lab.preparation import Preparation
from lab.runs.run_folder import RunFolder
from lab.scaling.tf import TF
from lab.trained import TrainedNetwork
from tests.lab.worker.asking import answer_request, ask

CONFIG = RunConfig(
    dataset=Shapes(count=60, size=32), preparation=Preparation(size=32), architecture=RGBCNN(), scaling=TF()
)
IMAGES = np.random.default_rng(0).integers(0, 256, (20, 32, 32, 3), np.uint8)


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
    write_json(folder.scaler_path, CONFIG.scaling.fit(Subset.whole(IMAGES)).model_dump(mode="json"))
    keras.backend.clear_session()
    return TrainedNetwork.read(folder, "best")


def test_the_service_takes_any_layer_of_a_run_s_network_apart(network):
    rows = network.config.architecture.list_layers(network.input_shape, 3)
    for row in (rows[0], rows[2], rows[-1]):
        wall = Wall(**ask("show_wall", network=network, layer=row.name, image=IMAGES[0], order="max", channels=[]))
        assert wall.total == row.output_shape[-1]
        channel = int(wall.channels[0])
        answer = ask("dissect", network=network, layer=row.name, image=IMAGES[0], channel=channel, place=None)
        found = TypeAdapter(Dissection).validate_python(answer)
        assert found.value == pytest.approx(wall.highs[0], abs=1e-5)
        assert found.arithmetic.output == pytest.approx(found.value, abs=1e-4)


def test_a_number_s_part_of_the_image_is_as_large_as_the_layer_table_says(network):
    rows = [row for row in network.config.architecture.list_layers(network.input_shape, 3) if "block1" in row.name]
    for row in rows:
        middle = [length // 2 for length in row.output_shape[:2]]
        answer = ask("dissect", network=network, layer=row.name, image=IMAGES[0], channel=0, place=middle)
        top, bottom, left, right = answer["seen"]
        assert bottom - top == right - left == row.receptive_field
    assert [row.receptive_field for row in rows] == [5, 7, 8]


def test_the_service_finds_what_excites_maps(network):
    name = network.config.architecture.list_layers(network.input_shape, 3)[0].name
    patches = Patches(**ask("find_patches", network=network, layer=name, images=IMAGES, channels=[3, 1]))
    assert patches.images.shape == patches.values.shape == (2, 9)
    assert patches.fields.shape == (2, 9, 4)
    assert (np.diff(patches.values, axis=1) <= 0).all()


def test_what_a_network_does_not_have_is_said(network):
    answer = answer_request("show_wall", network=network, layer="x", image=IMAGES[0], order="max", channels=[])
    assert "`layer` must be a layer of the network" in answer["error"]
