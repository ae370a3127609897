"""What excites a map most: the parts of the test images to which it answers with its largest numbers."""

import streamlit as st

from components.asking_layers import see_patches
from components.formatting import format_number
from components.image_grid import Tile, draw_image_grid
from components.small_network import is_small
from components.tested_images import read_many_test_images
from lab.dissection.wall import Wall
from lab.i18n import _
from lab.network import LayerRow
from lab.trained import TrainedNetwork

SIDE = 92


def draw_exciting_patches(network: TrainedNetwork, row: LayerRow, wall: Wall, channel: int) -> None:
    """Draw them; for a large network when they are asked for.

    Args:
        network: which is looked into.
        row: of the layer.
        wall: of the layer; what excites its other maps is found at the same time.
        channel: of the map.

    Raises:
        LabError: there are no test images, or the service failed.
        Stopped: it was stopped.
    """
    st.markdown(_("**What excites it most**"))
    wanted = is_small(network) or st.toggle(
        _("Look through the test images"),
        help=_("This network is large: it takes a while."),
        key=f"inside.patches.{network.run.id}",
    )
    if not wanted:
        return
    images, labels = read_many_test_images(network.run)
    patches = see_patches(network, row.name, images, sorted(wall.channels.tolist()))
    place = sorted(wall.channels.tolist()).index(channel)
    tiles = []
    for image, value, (top, bottom, left, right) in zip(
        patches.images[place], patches.values[place], patches.fields[place], strict=True
    ):
        seen = images[image][top:bottom, left:right]
        if seen.size:
            corner = _("row {row}, column {column}").format(row=top, column=left)
            tiles.append(Tile(seen, f"{format_number(float(value))} · {network.labels[labels[image]]}", corner))
    st.caption(
        _("Of {count} test images: the part that the map's largest number sees, each image once.").format(
            count=len(images)
        )
    )
    draw_image_grid(tiles, f"patches-{network.run.id}-{row.name}-{channel}", side=SIDE, marking=False)
