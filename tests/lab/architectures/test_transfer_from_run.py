"""A network trained in the lab as the base of another."""

import base64
import io
import shutil

import keras
import numpy as np
import pytest

from lab.architectures.custom import Custom
from lab.architectures.mlp import MLP
from lab.architectures.transfer_from_run import TransferFromRun, cut_trunk
from lab.architectures.tuned_cnn import TunedCNN
from lab.config import RunConfig
from lab.datasets.shapes import Shapes
from lab.errors import ConfigError
from lab.preparation import Preparation
from lab.runs.event_log import EventLog, read_events
from lab.runs.run_folder import RunFolder
from lab.scaling.tf import TF
from lab.settings import load_settings
from lab.worker.service import ModelService
from lab.worker.train import train

BASE = RunConfig(
    dataset=Shapes(count=200, size=16),
    preparation=Preparation(size=16),
    architecture=TunedCNN(width=0.125),
    scaling=TF(),
    epochs=2,
)


def run(name: str, config: RunConfig) -> RunFolder:
    folder = RunFolder(load_settings().runs_directory / name)
    folder.create(config)
    with EventLog(folder.events_path) as log:
        train(folder, log)
    keras.backend.clear_session()
    return folder


@pytest.fixture
def base(lab_home) -> RunFolder:
    return run("base", BASE)


def transfer(**changes) -> RunConfig:
    architecture = TransferFromRun(**changes).taking("base", BASE)
    return BASE.model_copy(update={"architecture": architecture, "dataset": Shapes(count=100, size=24), "epochs": 4})


def weights(folder: RunFolder) -> dict[str, list[np.ndarray]]:
    config, labels = folder.read_config(), folder.read_json(folder.labels_path)
    model = config.architecture.build(config.preparation.input_shape, len(labels))
    model.load_weights(folder.checkpoint_path("last"))
    return {layer.name: layer.get_weights() for layer in model.layers}


def test_a_frozen_base_is_the_best_epoch_of_its_run_and_predicts_without_it(base, lab_home):
    config = transfer()
    assert config.architecture.expected_scaling() == "tf"
    folder = run("after", config)
    model = BASE.architecture.build((16, 16, 3), 6)
    model.load_weights(base.checkpoint_path("best"))
    kept = weights(folder)
    for name in ("block1_conv1", "block3_conv2_bn"):
        for old, new in zip(model.get_layer(name).get_weights(), kept[name], strict=True):
            np.testing.assert_array_equal(old, new)
    shutil.rmtree(base.path)
    buffer = io.BytesIO()
    np.save(buffer, np.zeros((2, 16, 16, 3), np.uint8))
    request = {"id": 1, "operation": "predict", "run": str(folder.path), "checkpoint": "best"}
    answer = ModelService().answer({**request, "images": base64.b64encode(buffer.getvalue()).decode()})
    assert np.array(answer["result"]).shape == (2, 6)
    with pytest.raises(ConfigError, match=r"\(base\) is not there. Choose another one"):
        config.architecture.check_ready()


def test_two_phases_are_one_curve_and_the_second_trains_the_base_at_a_lower_rate(base):
    folder = run("two", transfer(training="two_phases", head_epochs=2, fine_tuning_factor=0.5))
    events = read_events(folder.events_path)[0]
    epochs = [event for event in events if event["kind"] == "epoch"]
    assert [event["epoch"] for event in epochs] == [1, 2, 3, 4]
    assert [event["learning_rate"] for event in epochs] == pytest.approx([0.001, 0.001, 0.0005, 0.0005])
    assert [event["elapsed"] for event in epochs] == sorted(event["elapsed"] for event in epochs)
    assert sum(event["kind"] == "fit" for event in events) == 1
    texts = [event["text"] for event in events if event["kind"] == "message"]
    assert texts == ["The base is frozen; the head is trained.", "The base is trained too, from block1_conv1 on."]
    model = BASE.architecture.build((16, 16, 3), 6)
    model.load_weights(base.checkpoint_path("best"))
    old, new = model.get_layer("block1_conv1").get_weights()[0], weights(folder)["block1_conv1"][0]
    assert (old != new).any()


def test_its_config_is_whole_in_itself_and_round_trips(base):
    config = transfer()
    assert RunConfig.model_validate_json(config.model_dump_json()) == config
    names = [row.name for row in config.architecture.list_layers((64, 64, 3), 4)]
    assert names[0] == "block1_conv1"
    assert names[-3:] == ["avg_pool", "dense", "output"]


def test_frozen_layers_are_not_counted_as_trained(base):
    rows = {row.name: row for row in transfer().architecture.list_layers((16, 16, 3), 4)}
    assert rows["block2_conv1"].trainable == 0
    assert rows["output"].trainable == rows["output"].parameters
    tuned = {row.name: row for row in transfer(training="fine_tuned").architecture.list_layers((16, 16, 3), 4)}
    assert tuned["block2_conv1"].trainable > 0


def test_other_channels_are_refused_with_the_way_out(base):
    with pytest.raises(ConfigError, match="3 channels. Received: 1") as caught:
        transfer().architecture.check((16, 16, 1))
    assert caught.value.remedy == 3


def test_a_network_without_convolutions_is_no_base():
    for architecture in (MLP(), Custom(layers=())):
        config = BASE.model_copy(update={"architecture": architecture})
        assert cut_trunk(config) == ()
        with pytest.raises(ConfigError, match="no layers before its classifier"):
            TransferFromRun().taking("base", config)
