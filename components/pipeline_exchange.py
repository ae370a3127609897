"""Pipelines in and out: presets, code, albumentations' own files."""

import streamlit as st

from components import session
from lab.augmentation.code import Imported, read_code, write_code
from lab.augmentation.exchange import read_dictionary, write_dictionary, write_yaml
from lab.augmentation.pipeline import Pipeline
from lab.augmentation.presets import PRESETS
from lab.errors import ConfigError
from lab.i18n import _

EXAMPLE = "A.Compose([A.HorizontalFlip(p=0.5), A.GaussNoise(var_limit=(10, 50))])"


def draw_presets(size: int) -> None:
    """Draw pipelines to begin with.

    Args:
        size: height and width of the images, in pixels.
    """
    # A new name after each change, which closes it.
    key = f"presets-{session.draft_version()}"
    with st.popover(_("Presets"), icon=":material/auto_awesome:", width="stretch", key=key):
        for name, preset in PRESETS.items():
            icon = ":material/warning:" if preset.is_bad else ":material/playlist_play:"
            if st.button(_(preset.title), icon=icon, key=f"preset-{name}", help=_(preset.why), width="stretch"):
                take(preset.build(size), (_(preset.why),))
                st.rerun()


def take(pipeline: Pipeline, said: tuple[str, ...]) -> None:
    """Put a pipeline into the draft.

    Args:
        pipeline: the new one.
        said: what its user should know.
    """
    session.set_draft(session.get_draft().model_copy(update={"augmentation": pipeline}))
    session.replace_remembered("pipeline-said", said)


def draw_said() -> None:
    """Draw what was said when the pipeline was taken."""
    for sentence in session.remember("pipeline-said", tuple[str, ...]):
        st.info(sentence, icon=":material/info:")


def draw_import() -> None:
    """Draw the ways in: code to paste, a file to upload."""
    key = f"bring-in-{session.draft_version()}"
    with st.popover(_("Bring in"), icon=":material/input:", width="stretch", key=key):
        text = st.text_area(
            _("Python code, in the spelling of albumentations 1 or 2"),
            placeholder=EXAMPLE,
            height=160,
            key=f"pipeline-code-{session.draft_version()}",
            help=_("It is read, never executed. What albumentations 2 would ignore is translated, and that is said."),
        )
        upload = st.file_uploader(_("Or a file"), type=["py", "json", "yaml", "yml", "txt"], key="pipeline-file")
        if st.button(_("Take it over"), type="primary", disabled=not (text.strip() or upload)):
            _take_over(
                text if upload is None else upload.getvalue().decode("utf-8", errors="replace"), upload is not None
            )


def _take_over(text: str, is_file: bool) -> None:
    try:
        imported = _read(text, is_file)
    except ConfigError as error:
        st.error(str(error), icon=":material/error:")
        return
    take(imported.pipeline, imported.said)
    st.rerun()


def _read(text: str, is_file: bool) -> Imported:
    """Code, or what albumentations saved; a file may be either."""
    if is_file and not text.lstrip().startswith(("import", "from", "#", "A.", "aug", "transform =")):
        try:
            return read_dictionary(text)
        except ConfigError:
            if "__class_fullname__" in text:
                raise
    return max(read_code(text), key=lambda one: len(one.pipeline.steps))


def draw_export(pipeline: Pipeline, seed: int) -> None:
    """Draw the pipeline as code, and as files to download.

    Args:
        pipeline: what is in the draft.
        seed: of its random numbers.
    """
    with st.expander(_("Take it home as code")):
        code = write_code(pipeline, seed)
        st.code(code, language="python")
        with st.container(horizontal=True):
            st.download_button("Python", code, "pipeline.py", "text/x-python", icon=":material/code:")
            st.download_button("JSON", lambda: write_dictionary(pipeline), "pipeline.json", "application/json")
            st.download_button("YAML", lambda: write_yaml(pipeline), "pipeline.yaml", "application/yaml")
