import pytest

from lab.optimizers import OPTIMIZERS


@pytest.mark.parametrize("cls", OPTIMIZERS.classes(), ids=lambda cls: cls.__name__)
def test_what_is_set_is_what_keras_gets(cls):
    settings = cls(learning_rate=0.125)
    built = settings.build().get_config()
    for name, value in settings.model_dump(exclude={"name"}).items():
        assert built[name] == pytest.approx(value)


@pytest.mark.parametrize("cls", OPTIMIZERS.classes(), ids=lambda cls: cls.__name__)
def test_defaults_other_than_the_learning_rate_are_keras_s_own(cls):
    settings = cls()
    keras_default = type(settings.build())().get_config()
    for name, value in settings.model_dump(exclude={"name", "learning_rate"}).items():
        assert keras_default[name] == pytest.approx(value), name
