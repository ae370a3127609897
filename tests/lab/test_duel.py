import pytest

from lab.architectures.grey_cnn import GreyCNN
from lab.comparing import list_differences
from lab.config import RunConfig
from lab.duel import LEARNING_RATE, change_setting, choose_class, list_duel_settings, suggest_rivals
from lab.errors import ConfigError
from lab.optimizers.adam import Adam
from lab.optimizers.sgd import SGD

BASES = [RunConfig(), RunConfig(architecture=GreyCNN(), optimizer=SGD(learning_rate=0.02))]


@pytest.mark.parametrize("base", BASES)
def test_every_setting_has_two_rivals_that_differ_in_it_alone(base):
    settings = list_duel_settings(base)
    assert settings[0].path == LEARNING_RATE
    assert {"optimizer", "schedule", "augmentation", "scaling", "batch_size", "seed"} <= {one.path for one in settings}
    for setting in settings:
        rivals = [change_setting(base, setting.path, value) for value in suggest_rivals(base, setting)]
        differences = [one.path for one in list_differences(rivals)]
        assert differences, setting
        assert all(path == setting.path or path.startswith(f"{setting.path}.") for path in differences), setting


def test_the_first_duel_is_a_good_rate_against_one_that_is_too_large():
    setting = list_duel_settings(RunConfig())[0]
    assert suggest_rivals(RunConfig(), setting) == (0.001, 0.1)


def test_another_optimizer_keeps_the_learning_rate():
    assert choose_class(Adam(learning_rate=0.05), SGD) == SGD(learning_rate=0.05)


def test_a_value_that_is_not_allowed_is_refused():
    with pytest.raises(ConfigError, match="`batch_size` must be"):
        change_setting(RunConfig(), "batch_size", 0)
