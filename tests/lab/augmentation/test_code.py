"""Pipelines in and out of Python code."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.augmentation.catalogue import list_transforms
from lab.augmentation.code import read_code, write_code
from lab.augmentation.form import new_parameters
from lab.augmentation.pipeline import Pipeline
from lab.errors import ConfigError

NOTES = Path(__file__).resolve().parents[4] / "shared" / "course-notes.txt"
IMAGE = np.random.default_rng(0).integers(0, 256, (300, 400, 3), np.uint8)

# What the course's notes contain, in their spelling.
COURSE = """
aug = A.HorizontalFlip(p=0.8)
aug = A.VerticalFlip(p=0.1)
aug = A.Rotate(p=0.5, limit=90, border_mode=cv2.BORDER_REFLECT)
aug = A.Rotate(p=0.5, limit=90, border_mode=cv2.BORDER_WRAP)
aug = A.Rotate(p=0.5, limit=90, border_mode=cv2.BORDER_CONSTANT)
aug = A.RandomRotate90(p=1)
aug = A.ShiftScaleRotate(shift_limit=0.5, scale_limit=(-0.8, 1.5), rotate_limit=90, p=1, border_mode=cv2.BORDER_WRAP)
aug = A.Compose([A.VerticalFlip(p=0.5), A.HorizontalFlip(p=0.5)])
aug = A.Crop(x_min= 100, y_min= 100 , x_max=300, y_max=225, p=1)
aug = A.Compose([A.Crop(x_min=100, y_min=100, x_max=300, y_max=225, p=1), A.Resize(250, 250)])
aug = A.CenterCrop(height=100, width=200, p=1)
aug = A.Compose([A.CenterCrop(height=100, width=200, p=1), A.Resize(250, 250)])
aug = A.RandomResizedCrop(height=250, width=250, scale=(0.2, 0.7), p=1)
aug = A.RandomBrightnessContrast(brightness_limit=0.2, contrast_limit=0.2, p=1)
aug = A.HueSaturationValue(p=1)
aug = A.ColorJitter(p=1)
aug = A.ChannelShuffle(p=1)
aug = A.GaussNoise(p=1, var_limit=(400, 900))
aug = A.CLAHE(p=1, clip_limit=4)
aug = A.Blur(p=1, blur_limit=(3,12))
aug = A.Compose([
    A.CenterCrop(height=100, width=100, p=0.5), A.HorizontalFlip(p=0.5), A.RandomBrightnessContrast(p=0.5),
    A.Resize(225,300, p=1)
])
aug = A.CoarseDropout(max_holes=100, max_height=10, max_width=10, p=0.5)
aug = A.OneOf([A.CenterCrop(height=100, width=100, p=0.5), A.HorizontalFlip(p=0.5), A.Resize(225,300, p=1)])
aug = A.Compose([
    A.Rotate(limit=(45, 90), p=1, border_mode=cv2.BORDER_CONSTANT),
    A.OneOf([A.Blur(p=0.3, blur_limit=(0.3, 0.5)), A.CLAHE(p=0.3)]), A.Resize(225,300, p=1)
])
"""


def one(text):
    (found,) = read_code(text)
    return found


def changed(pipeline, seed=0, draws=4):
    built = pipeline.build(seed)
    return [built(image=IMAGE)["image"] for _draw in range(draws)]


def test_every_line_of_the_course_is_read_and_previews():
    found = read_code(COURSE)
    assert len(found) == 24
    for imported in found:
        for image in changed(imported.pipeline, draws=2):
            assert image.dtype == np.uint8


@pytest.mark.skipif(not NOTES.exists(), reason="the notes are not on this machine")
def test_every_pipeline_of_the_notes_themselves_is_read_and_previews():
    lines, found = NOTES.read_text(encoding="utf-8").splitlines(), []
    starts = [number for number, line in enumerate(lines) if line.strip().startswith(("aug = A.", "aug =A."))]
    for start in starts:
        text = ""
        for line in lines[start:]:
            text += line.strip() + "\n"
            if text.count("(") == text.count(")"):
                break
        found += read_code(text)
    assert len(found) == len(starts) == 24
    for imported in found:
        changed(imported.pipeline, draws=1)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("GaussNoise(var_limit=(400, 900))", {"std_range": [0.0784, 0.1176]}, "std_range"),
        (
            "CoarseDropout(max_holes=8, max_height=10, max_width=12)",
            {"num_holes_range": [8, 8], "hole_height_range": [10, 10], "hole_width_range": [12, 12]},
            "num_holes_range",
        ),
        ("CoarseDropout(max_holes=8, min_holes=2)", {"num_holes_range": [2, 8]}, "num_holes_range"),
        ("RandomResizedCrop(height=64, width=32)", {"size": [64, 32]}, "size"),
        ("Rotate(limit=30, value=255)", {"limit": 30, "fill": 255}, "`value` is `fill` today"),
        ("Blur(blur_limit=(0.3, 0.5))", {"blur_limit": [3, 3]}, "odd whole number"),
        ("ImageCompression(quality_lower=50, quality_upper=90)", {"quality_range": [50, 90]}, "quality_range"),
        ("Downscale(scale_min=0.25, scale_max=0.5)", {"scale_range": [0.25, 0.5]}, "scale_range"),
        ("Solarize(threshold=128)", {"threshold_range": [0.502, 0.502]}, "threshold_range"),
    ],
)
def test_old_arguments_are_translated_and_that_is_said(old, new, said):
    imported = one(f"A.{old}")
    assert imported.pipeline.steps[0].parameters == new
    assert any(said in sentence for sentence in imported.said)


def test_what_the_lab_does_itself_is_left_out_and_that_is_said():
    imported = one("A.Compose([A.HorizontalFlip(p=1), A.Normalize(), ToTensorV2()])")
    assert [step.transform for step in imported.pipeline.steps] == ["HorizontalFlip"]
    assert len(imported.said) == 2


def test_without_a_probability_each_transform_has_its_own():
    steps = one("A.Compose([A.Resize(8, 8), A.HorizontalFlip(), A.Blur(always_apply=True)])").pipeline.steps
    assert [step.p for step in steps] == [1.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("A.Compose([A.HorizontalFlip(", "is not Python code"),
        ("print('hello')", "no transform of albumentations"),
        ("A.Blur(blur_limitt=3)", r"`Blur` has no parameter `blur_limitt`. Did you mean `blur_limit`\?"),
        ("A.Blur(blur_limit=size)", "Line 1: `size` is not a plain value"),
        ("A.Blur(**options)", "cannot be read without running it"),
        ("A.Compose([flip, A.Blur()])", "Line 1: `flip` is not a transform"),
        ("A.Lambda(p=1)", "`Lambda` cannot take part"),
        ("A.Blur(blur_limit=open('/etc/passwd').read())", "is not a plain value"),
        ("(" * 30_000, "is not Python code"),
        ("A.ColorJitter(hue=(-3, 3))", r"`ColorJitter`: `hue` is not right: .*\[-0.5, 0.5\]"),
    ],
)
def test_what_cannot_be_read_is_named(text, sentence):
    with pytest.raises(ConfigError, match=sentence):
        read_code(text)


def test_nothing_is_executed(tmp_path):
    sentinel = tmp_path / "sentinel"
    read_code(f"import pathlib\npathlib.Path({str(sentinel)!r}).touch()\npipeline = A.Compose([A.HorizontalFlip()])")
    assert not sentinel.exists()


NODES = st.recursive(
    st.sampled_from(["HorizontalFlip", "ColorJitter", "Blur", "Rotate", "CoarseDropout", "CLAHE", "Resize"]).flatmap(
        lambda name: st.builds(
            dict, kind=st.just("transform"), transform=st.just(name), p=st.sampled_from([0.0, 0.3, 1.0]),
            enabled=st.booleans(), parameters=st.just(new_parameters(name, 64)),
        )
    ),
    lambda inner: st.builds(
        dict, kind=st.sampled_from(["one_of", "some_of", "sequential"]), p=st.sampled_from([0.5, 1.0]),
        n=st.integers(1, 3), enabled=st.booleans(), steps=st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=25)
@given(st.lists(NODES, max_size=4), st.sampled_from([0.5, 1.0]), st.integers(0, 99))
def test_written_code_makes_the_same_images_pixel_for_pixel(steps, p, seed):
    pipeline = Pipeline.model_validate({"steps": steps, "p": p})
    assert Pipeline.model_validate_json(pipeline.model_dump_json()) == pipeline
    space: dict = {}
    exec(write_code(pipeline, seed), space)
    for image in changed(pipeline, seed):
        np.testing.assert_array_equal(space["pipeline"](image=IMAGE)["image"], image)
    again = read_code(write_code(pipeline))[0].pipeline
    for first, second in zip(changed(pipeline), changed(again), strict=True):
        np.testing.assert_array_equal(first, second)


def test_written_code_runs_as_it_stands_in_a_fresh_interpreter(tmp_path):
    pipeline = one(
        "A.Compose([A.HorizontalFlip(), A.OneOf([A.ColorJitter(), A.CLAHE()], p=1), A.Resize(64, 48)])"
    ).pipeline
    np.save(tmp_path / "image.npy", IMAGE)
    code = write_code(pipeline, seed=7) + (
        "import numpy as np\nimage = np.load('image.npy')\n"
        "np.save('changed.npy', np.stack([pipeline(image=image)['image'] for _draw in range(4)]))\n"
    )
    (tmp_path / "script.py").write_text(code, encoding="utf-8")
    environment = {"NO_ALBUMENTATIONS_UPDATE": "1"}
    subprocess.run([sys.executable, "script.py"], cwd=tmp_path, check=True, env=environment, timeout=120)
    np.testing.assert_array_equal(np.load(tmp_path / "changed.npy"), np.stack(changed(pipeline, 7)))


def test_names_of_all_transforms_can_be_written_and_read():
    for name in list_transforms():
        step = {"kind": "transform", "transform": name, "parameters": new_parameters(name, 64)}
        pipeline = Pipeline.model_validate({"steps": [step]})
        assert read_code(write_code(pipeline))[0].pipeline.steps[0].transform == name
