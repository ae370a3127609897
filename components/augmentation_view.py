"""What an augmentation makes of images: every step on the way, and many draws."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components import session
from components.image_grid import Tile, draw_image_grid
from components.pipeline_editor import GROUP_TITLES, change_steps
from components.transform_explorer import draw_tiles
from lab.augmentation import Augmentation
from lab.augmentation.editing import append
from lab.augmentation.pipeline import Pipeline
from lab.augmentation.preview import preview, preview_steps
from lab.augmentation.steps import Step
from lab.augmentation.tracking import check_augmentation
from lab.errors import ConfigError
from lab.i18n import _, ngettext

DRAWS = 16
STEP_SIDE, SIDE = 96, 112


def draw_augmentation(
    augmentation: Augmentation, images: Sequence[NDArray[np.uint8]], input_shape: tuple[int, int, int]
) -> None:
    """Draw what becomes of an image.

    Args:
        augmentation: the draft's.
        images: the first one is changed; (height, width, channels), uint8, 0…255.
        input_shape: (height, width, channels) that the network needs.
    """
    draw_check(augmentation, input_shape)
    if isinstance(augmentation, Pipeline) and len(augmentation.steps) > 1:
        st.markdown(f"**{_('Step by step')}**", help=_("Each step certainly applied, so that its part is seen."))
        draw_image_grid(_step_tiles(augmentation, images[0]), key="augment-steps", side=STEP_SIDE, marking=False)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{_('What training may see')}**")
        if st.button(_("Draw again"), icon=":material/casino:"):
            session.count_up("augment-seed")
    results = preview(augmentation, images[0], DRAWS, session.count("augment-seed"))
    draw_image_grid(draw_tiles(images[0], results), key="augment-draws", side=SIDE, marking=False)
    untouched = sum(result.untouched for result in results)
    if untouched:
        st.caption(ngettext("One of 16 was left untouched.", "{count} of 16 were left untouched.", untouched))


def draw_check(augmentation: Augmentation, shape: tuple[int, ...]) -> None:
    """Say where images would not come out as they go in, with a way out.

    Args:
        augmentation: the draft's.
        shape: (height, width, channels) of the images in training.
    """
    try:
        check_augmentation(augmentation, shape)
    except ConfigError as error:
        st.error(str(error), icon=":material/aspect_ratio:")
        if error.remedy is not None:
            resize = Step(transform="Resize", p=1.0, parameters={"height": error.remedy, "width": error.remedy})
            st.button(
                _("Add Resize to {size}×{size}").format(size=error.remedy),
                icon=":material/add:",
                on_click=change_steps,
                args=(lambda steps: append(steps, (), resize),),
            )


def _step_tiles(pipeline: Pipeline, image: NDArray[np.uint8]) -> list[Tile]:
    tiles = [Tile(image, _("Original"), f"{image.shape[1]}×{image.shape[0]}", "original")]
    for number, (step, after) in enumerate(preview_steps(pipeline.steps, image, session.count("augment-seed"))):
        name = step.transform if isinstance(step, Step) else _(GROUP_TITLES[step.kind])
        tiles.append(Tile(after, name, f"{after.shape[1]}×{after.shape[0]}", f"step {number}"))
    return tiles
