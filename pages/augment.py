"""Augment: try every transform, build a pipeline, see what training will see, take it home as code."""

import streamlit as st

from components import session
from components.augmentation_view import draw_augmentation
from components.config_form import draw_choice
from components.failures import shown_failures
from components.pipeline_editor import draw_editor
from components.pipeline_exchange import draw_export, draw_import, draw_presets, draw_said
from components.transform_explorer import draw_explorer
from components.try_images import choose_images
from lab.augmentation import AUGMENTATIONS
from lab.augmentation.none import NoAugmentation
from lab.augmentation.pipeline import Pipeline
from lab.i18n import _

st.title(_("Augment"))
st.caption(_("Every epoch sees each training image changed anew; validation and test images stay as they are."))
views = {"pipeline": _("What training gets"), "explore": _("Try a transform")}
draft = session.get_draft()
# Where nothing is chosen yet, what training gets are the images as they are.
usual = "explore" if isinstance(draft.augmentation, NoAugmentation) else "pipeline"
view = st.segmented_control(
    _("View"),
    list(views),
    default=st.query_params["view"] if st.query_params.get("view") in views else usual,
    required=True,
    format_func=views.__getitem__,
    label_visibility="collapsed",
    key=f"augment-view-{session.count('augment-view')}",
)
st.query_params["view"] = view
if view == "explore":
    with shown_failures():
        images, size = choose_images(draft)
        draw_explorer(images, size)
else:
    settings, results = st.columns([2, 5], gap="large")
    with settings, shown_failures():
        augmentation = draw_choice(AUGMENTATIONS, draft.augmentation, key="augmentation")
        ways = st.columns(2)
        with ways[0]:
            draw_presets(draft.preparation.size)
        with ways[1]:
            draw_import()
        if isinstance(augmentation, Pipeline):
            draw_said()
            augmentation = draw_editor(augmentation, draft.preparation.size)
        session.keep_draft(draft.model_copy(update={"augmentation": augmentation}))
    with results, shown_failures():
        # As large as in training, whatever they come from: the steps' lengths are in its pixels.
        images = [draft.preparation.apply(image) for image in choose_images(draft)[0]]
        draw_augmentation(augmentation, images, draft.preparation.input_shape)
        if isinstance(augmentation, Pipeline):
            draw_export(augmentation, draft.seed)
