"""What can be taken home of a run."""

from collections.abc import Callable

import streamlit as st

from components.backend import get_controller, get_model_service
from components.run_table import name_run
from lab.errors import LabError
from lab.exporting.archive import export_run
from lab.exporting.script_archive import export_script
from lab.i18n import _
from lab.runs.record import RunRecord
from lab.trained import TrainedNetwork


def draw_export(record: RunRecord) -> None:
    """Draw a row for each kind of file, with what it is good for.

    Args:
        record: a run that has ended.
    """
    folder = get_controller().store.folder(record.id)
    name = f"run-{record.number}"
    with st.expander(_("Export"), icon=":material/download:"):
        _draw_row(
            _("Whole run"),
            _("Settings, curves, results and checkpoints in a zip; any lab takes it in on its page Runs."),
            f"{name}.zip",
            lambda: export_run(folder),
        )
        if not folder.checkpoints():
            return
        _draw_row(
            _("Keras script"),
            _("train.py, a notebook and the images: the same training again, with TensorFlow alone."),
            f"{name}-script.zip",
            lambda: export_script(folder, name_run(record)),
        )
        checkpoint = folder.checkpoints()[0]
        _draw_row(
            _("Keras model"),
            _("A .keras file that takes images of 0 … 255, scaling inside, and holds the names of the classes."),
            f"{name}.keras",
            lambda: get_model_service().export_keras(TrainedNetwork.read(folder, checkpoint)),
        )
        _draw_row(
            _("Weights"),
            _("The numbers alone (HDF5), for model.load_weights in the same network."),
            f"{name}.weights.h5",
            lambda: folder.checkpoint_path(checkpoint).read_bytes(),
        )
        _draw_row(
            _("TensorBoard"),
            _("Curves by batch and epoch, and the settings, as event files: unpack, then tensorboard --logdir FOLDER."),
            f"{name}-tensorboard.zip",
            lambda: get_model_service().export_tensorboard(folder, name),
        )


def _draw_row(title: str, purpose: str, file_name: str, make: Callable[[], bytes]) -> None:
    """The file is made when it is asked for; what goes wrong then is said beside the button."""
    key = f"export-{file_name}"
    button, text = st.columns([1, 3], vertical_alignment="center")
    text.caption(purpose)

    def produce() -> bytes:
        try:
            return make()
        except LabError as error:
            st.toast(str(error), icon=":material/error:")
            raise

    button.download_button(
        title, produce, file_name, icon=":material/download:", on_click="ignore", key=key, width="stretch"
    )
