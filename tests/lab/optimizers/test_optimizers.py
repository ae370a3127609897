import pytest

from lab.optimizers import OPTIMIZERS
from lab.optimizers.adam import Adam


@pytest.mark.parametrize("cls", OPTIMIZERS.classes(), ids=lambda cls: cls.__name__)
def test_what_is_set_is_what_keras_gets(cls):
    settings = cls(learning_rate=0.125)
    built = settings.build().get_config()
    for name, value in settings.model_dump(exclude={"name"}).items():
        assert (built[name] or False) == pytest.approx(value)


@pytest.mark.parametrize("cls", OPTIMIZERS.classes(), ids=lambda cls: cls.__name__)
def test_defaults_other_than_the_learning_rate_are_keras_s_own(cls):
    settings = cls()
    keras_default = type(settings.build())().get_config()
    for name, value in settings.model_dump(exclude={"name", "learning_rate"}).items():
        assert (keras_default[name] or False) == pytest.approx(value), name


def test_decay_clipping_and_another_rate_reach_keras():
    built = Adam(weight_decay=0.01, global_clipnorm=1.5).build(0.25).get_config()
    assert (built["weight_decay"], built["global_clipnorm"]) == (0.01, 1.5)
    assert built["learning_rate"] == pytest.approx(0.25)
