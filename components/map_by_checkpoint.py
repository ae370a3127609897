"""A map at every checkpoint of its run: how it came about."""

import numpy as np
import streamlit as st

from components.asking_layers import see_wall
from components.formatting import format_number
from components.image_choice import ChosenImage
from components.image_grid import Tile, draw_image_grid
from components.map_picture import picture_map
from components.model_choice import name_checkpoint
from components.small_network import is_small
from lab.i18n import _
from lab.network import LayerRow
from lab.trained import TrainedNetwork

SIDE = 92
MOST_CHECKPOINTS = 12


def draw_map_by_checkpoint(network: TrainedNetwork, row: LayerRow, image: ChosenImage, channel: int) -> None:
    """Draw it, where there is more than one checkpoint; for a large network when it is asked for.

    Args:
        network: which is looked into.
        row: of the layer.
        image: what it is shown.
        channel: of the map.

    Raises:
        LabError: a checkpoint is damaged, or the service failed.
        Stopped: it was stopped.
    """
    names = order_checkpoints(network.run.checkpoints())
    if len(names) < 2:
        return
    st.markdown(_("**This map at every checkpoint**"))
    if not is_small(network) and not st.toggle(_("Show them"), key=f"inside.checkpoints.{network.run.id}"):
        return
    walls = [
        see_wall(network.model_copy(update={"checkpoint": name}), row.name, image.pixels, "mean", [channel])
        for name in names
    ]
    most = max(float(np.abs(wall.values(0)).max()) for wall in walls)
    tiles = [
        Tile(picture_map(wall.values(0), most), name_checkpoint(name), format_number(float(wall.highs[0])))
        for name, wall in zip(names, walls, strict=True)
    ]
    draw_image_grid(tiles, f"checkpoints-{network.run.id}-{row.name}-{channel}-{image.key}", side=SIDE, marking=False)


def order_checkpoints(names: list[str]) -> list[str]:
    """Checkpoints as they came about: those named after their epochs, then the best and the last; some of many."""
    usual = [name for name in ("best", "last") if name in names]
    named = sorted(set(names).difference(usual))
    most = MOST_CHECKPOINTS - len(usual)
    count = min(most, len(named))
    chosen = np.unique(np.linspace(0, max(0, len(named) - 1), count).round().astype(int)).tolist()
    return [named[place] for place in chosen] + usual
