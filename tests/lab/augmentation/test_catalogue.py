"""Every transform of the library: a form, an object, an image out."""

import warnings
from typing import get_args

import numpy as np
import pytest

from lab.augmentation.catalogue import BORDER_MODES, COURSE, EXCLUDED, find_classes, list_transforms, make_form
from lab.augmentation.form import from_form, new_parameters, to_form
from lab.augmentation.steps import Step
from lab.augmentation.summaries import SUMMARIES
from lab.validation import bounds, range_bounds

SIZE = 48
IMAGE = np.random.default_rng(0).integers(0, 256, (SIZE, SIZE, 3), np.uint8)
# Limits of the schema that hold between two parameters.
TOGETHER = {("Crop", "x_min"), ("Crop", "y_min")}


def test_every_transform_of_the_library_takes_part_or_is_named_with_the_reason():
    assert find_classes().keys() == list_transforms().keys() | EXCLUDED.keys()
    assert not list_transforms().keys() & EXCLUDED.keys()
    assert len(list_transforms()) >= 85
    assert all(reason.endswith(".") for reason in EXCLUDED.values())


def test_the_lab_says_in_its_own_words_what_each_transform_does():
    assert SUMMARIES.keys() == list_transforms().keys()


def test_the_course_s_come_first_and_are_marked():
    names = list(list_transforms())
    assert tuple(names[: len(COURSE)]) == COURSE
    assert [name for name, one in list_transforms().items() if one.in_course] == list(COURSE)


def draw(name, values):
    """From the form's values to an image, as the page does it."""
    form = make_form(name, SIZE)
    parameters = from_form(name, form.model_validate(values), new_parameters(name, SIZE))
    step = Step(transform=name, p=1.0, parameters=parameters)
    with warnings.catch_warnings():
        # Numbers at the very ends may overflow inside; what comes out counts.
        warnings.simplefilter("ignore")
        image = step.build()(image=IMAGE)["image"]
    assert image.dtype == np.uint8
    assert image.ndim == 3
    assert image.shape[2] == 3
    # And back into the form.
    assert to_form(name, parameters, SIZE) == form.model_validate(values)


def ends(field):
    """A field's values at both ends of its range."""
    if (pair := range_bounds(field)) is not None:
        kind = type(field.default[0])
        low, high = kind(pair[0]), kind(pair[1])
        return [(low, low), (high, high), (low, high)]
    if field.annotation in (int, float):
        return [field.annotation(end) for end in bounds(field)]
    return [True, False] if field.annotation is bool else list(get_args(field.annotation))


@pytest.mark.parametrize("name", list_transforms())
def test_form_object_image_at_the_defaults_and_at_both_ends_of_every_range(name):
    transform, form = list_transforms()[name], make_form(name, SIZE)
    assert transform.summary
    assert transform.level in ("spatial", "pixel")
    usual = form().model_dump()
    draw(name, usual)
    for field_name, field in form.model_fields.items():
        assert field.description
        for value in ends(field):
            if (name, field_name) not in TOGETHER:
                draw(name, {**usual, field_name: value})


def test_borders_have_names():
    assert make_form("Rotate", SIZE)().border_mode == "constant"
    assert from_form("Rotate", make_form("Rotate", SIZE)(border_mode="wrap"))["border_mode"] == BORDER_MODES.index(
        "wrap"
    )
