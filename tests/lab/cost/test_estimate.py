import keras
import numpy as np
import pytest

from lab.architectures.mlp import MLP
from lab.architectures.resnet50 import ResNet50
from lab.architectures.rgb_cnn import RGBCNN
from lab.config import RunConfig
from lab.cost.estimate import estimate_cost
from lab.cost.machine import Machine, calibrate_machine, load_machine
from lab.cost.memory import estimate_memory, largest_batch_size
from lab.cost.size import measure_network
from lab.errors import ConfigError
from lab.optimizers import OPTIMIZERS
from lab.optimizers.sgd import SGD

RGB = measure_network(RGBCNN().list_layers((64, 64, 3), 10))
RESNET = measure_network(ResNet50().list_layers((224, 224, 3), 10))
COUNTS = (600, 200, 200)


def estimate(free_bytes: int, **changes):
    config = RunConfig(architecture=RGBCNN(), **changes)
    return estimate_cost(config, RGB, COUNTS, Machine(), "guess", free_bytes)


def test_the_largest_batch_size_is_the_largest_power_of_two_that_fits():
    for free in (10**9, 3 * 10**9, 10**10):
        largest = largest_batch_size(RGB, 2, 0, free)
        assert largest & (largest - 1) == 0
        assert estimate_memory(RGB, largest, 2, 0) <= free < estimate_memory(RGB, 2 * largest, 2, 0)
    assert largest_batch_size(RESNET, 2, 0, 10**8) == 0


def test_what_does_not_fit_is_refused_with_what_does():
    with pytest.raises(
        ConfigError, match=r"`batch_size` 512 would take about .* GB of memory; 0.5 GB are free"
    ) as caught:
        estimate(5 * 10**8, batch_size=512).check(512)
    assert 1 <= caught.value.remedy < 512
    estimate(5 * 10**8, batch_size=caught.value.remedy).check(caught.value.remedy)
    with pytest.raises(ConfigError, match="smaller images or a smaller network") as caught:
        estimate(10**7, batch_size=4).check(4)
    assert caught.value.remedy is None


def test_a_batch_is_never_larger_than_the_training_part():
    assert estimate(10**12, batch_size=8192).memory_bytes == estimate(10**12, batch_size=600).memory_bytes


def test_time_grows_with_epochs_and_with_the_slowness_of_the_machine():
    short = estimate(10**12, epochs=2)
    assert estimate(10**12, epochs=6).total_seconds == pytest.approx(3 * short.total_seconds)
    slow = estimate_cost(RunConfig(architecture=RGBCNN()), RGB, COUNTS, Machine(slowness=3), "machine", 10**12)
    assert slow.step_seconds == pytest.approx(3 * short.step_seconds)
    assert not short.is_long
    assert estimate_cost(RunConfig(epochs=100), RESNET, (60_000, 0, 0), Machine(), "guess", 10**12).is_long


def test_what_was_measured_is_kept_and_damage_is_a_guess(lab_home):
    assert not load_machine().measured
    assert calibrate_machine(lambda: 2.5).measured
    assert load_machine() == Machine(slowness=2.5, measured=True)
    (lab_home / "machine.json").write_text('{"slowness": -1}')
    assert load_machine() == Machine()


@pytest.mark.parametrize("optimizer", [*(cls() for cls in OPTIMIZERS.classes()), SGD(momentum=0.9)], ids=str)
def test_optimizers_hold_as_many_numbers_as_they_say(optimizer):
    model = MLP().build((4, 4, 1), 3)
    built = optimizer.build()
    built.build(model.trainable_variables)
    held = sum(np.prod(one.shape) for one in built.variables if len(one.shape))
    assert held == optimizer.slots * model.count_params()
    keras.backend.clear_session()
