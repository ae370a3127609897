"""What shapes a pipeline's images may have, so that a crop without a resize is caught before training."""

import numpy as np

from lab.augmentation.base import Augmentation
from lab.augmentation.pipeline import Pipeline
from lab.augmentation.steps import Group, Step
from lab.errors import ConfigError
from lab.i18n import _

Shape = tuple[int, ...]

# A transform that draws the size shows it within so many draws.
DRAWS = 4
MOST_SHAPES = 12


def check_augmentation(augmentation: Augmentation, shape: Shape) -> None:
    """See that images come out as they go in.

    Args:
        augmentation: any.
        shape: (height, width, channels) of the images.

    Raises:
        ConfigError: a step fails on such images, or they may come out with another shape; names the step or the shape.
    """
    if not isinstance(augmentation, Pipeline):
        return
    others = sorted(find_shapes(augmentation.steps, {shape}) - {shape})
    if others:
        height, width, channels = others[0]
        if channels != shape[2]:
            text = _("The pipeline may give images with {received} channels; the network needs {needed}.")
            raise ConfigError("augmentation", text.format(received=channels, needed=shape[2]))
        text = _("The pipeline may give images of {height}×{width}; the network needs {size}×{size}. Add Resize.")
        raise ConfigError("augmentation", text.format(height=height, width=width, size=shape[0]), remedy=shape[0])


def find_shapes(steps: tuple[Step | Group, ...], shapes: set[Shape]) -> set[Shape]:
    """Every shape that images may have after steps, as far as a few draws show it.

    Args:
        steps: in order.
        shapes: that they may have before.

    Raises:
        ConfigError: a step fails on one of them; names it.
    """
    for step in steps:
        if step.enabled:
            shapes = _follow(step, shapes)
    return shapes


def _follow(step: Step | Group, shapes: set[Shape]) -> set[Shape]:
    untouched = shapes if step.p < 1 else set()
    if isinstance(step, Step):
        changed = {after for shape in list(shapes)[:MOST_SHAPES] for after in _apply(step, shape)} if step.p else set()
    elif step.kind == "sequential":
        changed = find_shapes(step.steps, shapes)
    else:
        # One of them is applied, whatever its own probability; of several, each may be the only one that matters.
        certain = [one.model_copy(update={"p": 1.0}) for one in step.taking_part()]
        changed = {shape for one in certain for shape in _follow(one, shapes)} or shapes
        if step.kind == "some_of" and step.n > 1:
            changed |= {shape for one in certain for shape in _follow(one, changed)}
    return untouched | changed if step.p else shapes


def _apply(step: Step, shape: Shape) -> set[Shape]:
    """The shapes that a transform makes of one."""
    image = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    transform = step.build(p=1.0)
    try:
        return {tuple(transform(image=image)["image"].shape) for _draw in range(DRAWS)}
    except Exception as error:  # Whatever a transform meets in an image that it was not made for.
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        text = _("`{transform}` fails on images of {height}×{width}×{channels}: {reason}")
        height, width, channels = shape
        raise ConfigError(
            "augmentation",
            text.format(transform=step.transform, height=height, width=width, channels=channels, reason=reason[:200]),
        ) from error
