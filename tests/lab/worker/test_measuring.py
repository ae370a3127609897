from lab.architectures.mlp import MLP
from lab.architectures.resnet50 import ResNet50
from lab.config import RunConfig
from lab.cost.machine import Machine
from lab.cost.size import NetworkSize, measure_network
from lab.cost.speeds import find_slowness
from lab.runs.event_log import EventLog
from lab.runs.run_folder import RunFolder
from lab.worker.measuring import measure_slowness, time_steps
from lab.worker.train import train
from tests.lab.worker.test_first_batch import SMALL


def measure(config: RunConfig, num_classes: int) -> NetworkSize:
    return measure_network(config.architecture.list_layers(config.preparation.input_shape, num_classes))


def test_two_real_steps_and_this_machine_are_timed():
    config = RunConfig(**{**SMALL, "architecture": MLP()})
    assert 0 < time_steps(config, 6) < 10
    assert 0.01 < measure_slowness() < 100


def test_a_past_run_of_the_same_network_says_how_fast_it_is_here(tmp_path):
    folder = RunFolder(tmp_path / "run")
    config = RunConfig(**SMALL)
    folder.create(config)
    with EventLog(folder.events_path) as log:
        train(folder, log)
    slowness = find_slowness(config, [folder], measure)
    assert slowness > 0
    larger = config.model_copy(update={"batch_size": 128, "epochs": 9})
    assert find_slowness(larger, [folder], measure) == slowness
    assert Machine(slowness=slowness).estimate_step(measure(larger, 6), 128) > 0
    other = config.model_copy(update={"architecture": ResNet50()})
    assert find_slowness(other, [folder], measure) is None


def test_a_run_without_a_point_or_with_damage_says_nothing(tmp_path):
    empty, broken = RunFolder(tmp_path / "empty"), RunFolder(tmp_path / "broken")
    config = RunConfig(**SMALL)
    empty.create(config)
    broken.create(config)
    (broken.path / "config.json").write_text("{")
    assert find_slowness(config, [empty, broken], measure) is None
