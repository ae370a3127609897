"""What if the scaling were wrong: a run's network on the same images under every scaling."""

import numpy as np
import streamlit as st

from components.backend import get_model_service
from components.charts import accuracy_bars_option
from components.image_grid import Tile, draw_image_grid
from components.tested_images import read_test_images
from lab.datasets.subset import Subset
from lab.i18n import _
from lab.runs.run_folder import RunFolder
from lab.scaling import SCALINGS
from lab.trained import TrainedNetwork

TILES_SHOWN = 6


def draw_wrong_scaling(folder: RunFolder) -> None:
    """Draw the accuracy under every scaling, and what some images are taken for.

    Args:
        folder: a run with weights.
    """
    network = TrainedNetwork.read(folder, folder.checkpoints()[0])
    config, labels = network.config, network.labels
    images, truth = read_test_images(folder)
    own = config.scaling.name
    accuracies, predicted = [], {}
    with st.spinner(_("Asking the network under every scaling …")):
        for cls in SCALINGS.classes():
            name = cls.model_fields["name"].default
            # The run's own scaler is the one that it was trained with; the others are fitted to these images.
            scaler = None if name == own else cls().fit(Subset.whole(images))
            asked = network if scaler is None else network.model_copy(update={"scaler": scaler})
            probabilities = get_model_service().predict(asked, images)
            predicted[name] = probabilities.argmax(axis=1)
            accuracies.append(float((predicted[name] == truth).mean()))
    titles = [_(cls.title) for cls in SCALINGS.classes()]
    st.markdown(
        _("{count} test images under every scaling. The network was trained with **{own}**.").format(
            count=len(images), own=_(config.scaling.title)
        )
    )
    chosen = list(predicted).index(own)
    st.echarts_chart(
        accuracy_bars_option(titles, accuracies, chosen), key="wrong-scaling", height=40 + 32 * len(titles)
    )
    worst = list(predicted)[int(np.argmin(accuracies))]
    st.caption(_("The same images by its own scaling, and as {title} has it:").format(title=_(SCALINGS[worst].title)))
    tiles = [
        Tile(
            images[index],
            _("truly {name}").format(name=labels[truth[index]]),
            f"{labels[predicted[own][index]]} → {labels[predicted[worst][index]]}",
            str(index),
        )
        for index in range(min(TILES_SHOWN, len(images)))
    ]
    draw_image_grid(tiles, key="wrong-scaling-tiles", side=96, marking=False)
