import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.augmentation.code import read_code
from lab.augmentation.exchange import read_dictionary, write_dictionary, write_yaml
from lab.augmentation.presets import PRESETS
from lab.augmentation.tracking import check_augmentation
from lab.errors import ConfigError

IMAGE = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)


def changed(pipeline):
    built = pipeline.build(3)
    return [built(image=IMAGE)["image"] for _draw in range(4)]


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("write", [write_dictionary, write_yaml])
def test_what_is_written_reads_back_to_the_same_images(name, write):
    pipeline = PRESETS[name].build(64)
    check_augmentation(pipeline, (64, 64, 3))
    again = read_dictionary(write(pipeline)).pipeline
    for first, second in zip(changed(pipeline), changed(again), strict=True):
        np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("name", PRESETS)
def test_albumentations_itself_reads_what_is_written(name):
    import albumentations

    pipeline = PRESETS[name].build(64)
    loaded = albumentations.from_dict(json.loads(write_dictionary(pipeline)))
    loaded.set_random_seed(3)
    assert loaded(image=IMAGE)["image"].shape == (64, 64, 3)


def test_what_version_one_wrote_is_translated():
    old = {
        "__version__": "1.3.0",
        "transform": {
            "__class_fullname__": "albumentations.core.composition.Compose",
            "p": 1.0,
            "transforms": [
                {"__class_fullname__": "HorizontalFlip", "always_apply": False, "p": 0.5},
                {"__class_fullname__": "albumentations.GaussNoise", "var_limit": [100, 400], "p": 1},
                {"__class_fullname__": "Normalize", "p": 1},
            ],
            "bbox_params": None,
        },
    }
    imported = read_dictionary(json.dumps(old))
    assert [step.transform for step in imported.pipeline.steps] == ["HorizontalFlip", "GaussNoise"]
    assert len(imported.said) == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "`transform` is missing"),
        ("[1, 2]", "`transform` is missing"),
        ("a: [", "neither JSON nor YAML"),
        ("!!python/object/apply:os.system ['echo']", "neither JSON nor YAML"),
        ('{"transform": {"__class_fullname__": "os.system", "p": 1}}', "`system` is not a transform"),
        ('{"transform": {"__class_fullname__": "Blur", "size": 3, "p": 1}}', "`Blur` has no parameter `size`"),
        ('{"transform": {"__class_fullname__": "Compose", "transforms": [3]}}', "cannot be read"),
    ],
)
def test_what_is_no_pipeline_is_refused_with_the_reason(text, sentence):
    with pytest.raises(ConfigError, match=sentence):
        read_dictionary(text)


@given(st.text(max_size=200))
def test_any_text_is_a_pipeline_or_a_sentence(text):
    for read in (read_dictionary, read_code):
        try:
            read(text)
        except ConfigError as error:
            assert str(error)
