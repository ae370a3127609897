import base64
import json
import string
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.architectures import ARCHITECTURES
from lab.augmentation import AUGMENTATIONS
from lab.augmentation.presets import PRESETS
from lab.config import RunConfig, Split
from lab.config_link import MOST_CHARACTERS, decode_config, encode_config
from lab.datasets import DATASETS
from lab.errors import ConfigError
from lab.optimizers import OPTIMIZERS
from lab.preparation import Preparation
from lab.scaling import SCALINGS
from lab.schedules import SCHEDULES

ALLOWED = set(string.ascii_letters + string.digits + "-_")


def any_of(registry):
    return st.sampled_from([one() for one in registry.classes()])


optimizers = st.builds(
    lambda optimizer, rate: optimizer.model_copy(update={"learning_rate": rate}),
    any_of(OPTIMIZERS),
    st.floats(1e-9, 1, exclude_min=True),
)
augmentations = st.one_of(
    any_of(AUGMENTATIONS), st.sampled_from(list(PRESETS.values())).map(lambda preset: preset.build(16))
)
configs = st.builds(
    RunConfig,
    dataset=any_of(DATASETS),
    preparation=st.builds(Preparation, size=st.integers(4, 512), color=st.sampled_from(["rgb", "grey"])),
    split=st.builds(Split, validation_split=st.floats(0.01, 0.9), keep_parts=st.booleans()),
    augmentation=augmentations,
    scaling=any_of(SCALINGS),
    architecture=any_of(ARCHITECTURES),
    optimizer=optimizers,
    schedule=any_of(SCHEDULES),
    batch_size=st.integers(1, 8192),
    epochs=st.integers(1, 1000),
    seed=st.integers(0, 2**31 - 1),
)


@given(configs)
def test_what_goes_into_a_link_comes_out_of_it(config):
    text = encode_config(config)
    assert set(text) <= ALLOWED
    assert len(text) <= MOST_CHARACTERS
    assert decode_config(text) == config


@given(st.text(max_size=200))
def test_any_other_text_gives_a_sentence_and_no_traceback(text):
    try:
        decode_config(text)
    except ConfigError as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize("cut", [1, 5, 20])
def test_a_link_that_was_cut_off_says_so(cut):
    text = encode_config(RunConfig(batch_size=64, seed=99))
    with pytest.raises(ConfigError, match="damaged or cut off"):
        decode_config(text[:-cut])


def pack(value) -> str:
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(value).encode())).decode().rstrip("=")


def test_a_setting_that_is_not_allowed_is_named():
    with pytest.raises(ConfigError, match="`batch_size` must be a whole number between 1 and 8192. Received: -3"):
        decode_config(pack({"batch_size": -3}))
    with pytest.raises(ConfigError, match="`turbo` is not a known setting"):
        decode_config(pack({"turbo": True}))
    with pytest.raises(ConfigError, match="damaged"):
        decode_config(pack([1, 2]))


def test_a_text_that_unpacks_to_gigabytes_is_refused():
    packed = base64.urlsafe_b64encode(zlib.compress(b"[" + b" " * 4_000_000 + b"]")).decode()
    assert len(packed) < MOST_CHARACTERS
    with pytest.raises(ConfigError, match="damaged"):
        decode_config(packed)


def test_the_defaults_are_an_empty_text_and_one_change_is_a_short_one():
    assert encode_config(RunConfig()) == ""
    assert len(encode_config(RunConfig(batch_size=64))) < 40
