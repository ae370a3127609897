"""The views of Look inside; to add one is to add a line."""

from collections.abc import Callable
from typing import NamedTuple

from components.feature_space_view import draw_feature_space
from components.image_choice import ChosenImage
from components.inside_layers import draw_layers
from components.where_it_looks import draw_where_it_looks
from lab.i18n import N_
from lab.trained import TrainedNetwork


class InsideView(NamedTuple):
    """A way to look into a network.

    Attributes:
        name: in the address.
        title: to be translated.
        draw: draws it, for a network and an image.
    """

    name: str
    title: str
    draw: Callable[[TrainedNetwork, ChosenImage], None]


VIEWS = (
    InsideView("where", N_("Where it looks"), draw_where_it_looks),
    InsideView("layers", N_("Layers"), draw_layers),
    InsideView("features", N_("Feature space"), draw_feature_space),
)
