"""The first training batch of a run, as its network gets it."""

import numpy as np
import streamlit as st

from components.failures import shown_failures
from components.image_grid import Tile, draw_image_grid
from lab.i18n import _
from lab.runs.run_folder import RunFolder

SECONDS_BETWEEN_LOOKS = 1.0


def draw_first_batch(folder: RunFolder, ended: bool) -> None:
    """Draw the batch, or wait for it where the run has not come so far.

    Args:
        folder: the run.
        ended: whether it has ended, so that nothing more will come.
    """
    waiting = not ended and not folder.first_batch_path.exists()
    st.fragment(_draw, run_every=SECONDS_BETWEEN_LOOKS if waiting else None)(folder, waiting)


def _draw(folder: RunFolder, waiting: bool) -> None:
    if not folder.first_batch_path.exists():
        return
    if waiting:
        # It never changes: the timer must stop.
        st.rerun()
    with shown_failures(), st.expander(_("A batch as the network gets it")):
        st.caption(_("The first images of training, after augmentation and before scaling."))
        draw_image_grid(_make_tiles(folder), "first-batch", marking=False)


def _make_tiles(folder: RunFolder) -> list[Tile]:
    names = folder.read_json(folder.labels_path)
    with np.load(folder.first_batch_path, allow_pickle=False) as batch:
        pairs = zip(batch["images"], batch["labels"], strict=True)
        return [Tile(image, names[label], key=str(number)) for number, (image, label) in enumerate(pairs)]
