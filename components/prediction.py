"""Choosing a network and images, and showing what it makes of them."""

from collections.abc import Mapping

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.backend import get_controller, get_model_service
from components.charts import top_classes_option
from components.gallery import fit_into
from components.model_choice import choose_model
from lab.errors import ImageError
from lab.i18n import _, ngettext
from lab.images import decode_image
from lab.preparation import Preparation
from lab.runs.record import RunRecord
from lab.runs.run_folder import RunFolder

TOP = 5
IMAGE_TYPES = ["png", "jpg", "jpeg", "bmp", "gif", "webp", "tif", "tiff"]


def draw_prediction(records: Mapping[str, RunRecord]) -> None:
    """Draw the choice of run, checkpoint and images, and the predictions.

    Args:
        records: the runs that have weights, the newest first, by id.
    """
    run_id, checkpoint = choose_model(records)
    folder = get_controller().store.folder(run_id)
    uploads = st.file_uploader(
        _("Images"),
        type=IMAGE_TYPES,
        accept_multiple_files=True,
        help=_("Each is brought to the network's size as the training images were."),
        key="images",
    )
    if uploads:
        _predict_uploads([(upload.name, upload.getvalue()) for upload in uploads], folder, checkpoint)
    else:
        _predict_examples(folder, checkpoint)


def _predict_uploads(files: list[tuple[str, bytes]], folder: RunFolder, checkpoint: str) -> None:
    decoded: list[tuple[str, NDArray[np.uint8]]] = []
    refused: list[str] = []
    for name, data in files:
        try:
            decoded.append((name, decode_image(data, name)))
        except ImageError as error:
            refused.append(str(error))
    if refused:
        count = ngettext("One file was left out.", "{count} files were left out.", len(refused))
        st.warning(count + "\n" + "\n".join(f"- {reason}" for reason in refused), icon=":material/image_not_supported:")
    if decoded:
        _show(decoded, folder, checkpoint)


def _predict_examples(folder: RunFolder, checkpoint: str) -> None:
    """Without an upload the page still shows something true: images of the test part that the network got wrong."""
    if not folder.most_wrong_path.exists():
        return
    with np.load(folder.most_wrong_path, allow_pickle=False) as wrong:
        images, truth, names = wrong["images"][:3], wrong["labels"][:3], wrong["names"][:3]
    if not len(images):
        return
    labels = folder.read_json(folder.labels_path)
    st.caption(_("Until you choose images of your own, here are test images that it gets wrong:"))
    titles = [
        _("{name}: truly {true}").format(name=name, true=labels[true]) for name, true in zip(names, truth, strict=True)
    ]
    _show(list(zip(titles, images, strict=True)), folder, checkpoint)


def _show(images: list[tuple[str, NDArray[np.uint8]]], folder: RunFolder, checkpoint: str) -> None:
    config = folder.read_config()
    preparation = config.preparation
    st.caption(
        _("Scaling: {title}, as in training.").format(title=_(config.scaling.title)), help=_(config.scaling.summary)
    )
    labels = folder.read_json(folder.labels_path)
    prepared = np.stack([preparation.apply(image) for _name, image in images])
    with st.spinner(_("Asking the network …"), show_time=True):
        probabilities = get_model_service().predict(folder, checkpoint, prepared)
    for number, (name, image) in enumerate(images):
        with st.container(border=True):
            _show_one(number, name, image, prepared[number], probabilities[number], labels, preparation)


def _show_one(
    number: int,
    name: str,
    image: NDArray[np.uint8],
    seen: NDArray[np.uint8],
    probabilities: NDArray[np.float32],
    labels: list[str],
    preparation: Preparation,
) -> None:
    order = np.argsort(-probabilities)[:TOP]
    original, network, bars = st.columns([1, 1, 3], vertical_alignment="center")
    original.image(fit_into(image, 220), caption=name, width=180)
    size = preparation.size
    network.image(fit_into(seen, 220), caption=_("What the network saw: {size}×{size}").format(size=size), width=180)
    with bars:
        st.markdown(f"### {labels[order[0]]} · {probabilities[order[0]]:.1%}")
        option = top_classes_option([labels[one] for one in order], [float(probabilities[one]) for one in order])
        st.echarts_chart(option, key=f"top-{number}", height=40 + 30 * len(order))
