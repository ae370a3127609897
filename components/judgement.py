"""Any checkpoint of a run, judged on its own test images or on all images of another data set with the same classes."""

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import streamlit as st

from components.backend import get_model_service
from components.class_report import draw_figures
from components.failures import shown_failures
from components.formatting import format_percent
from components.waiting import shown_waiting
from lab.datasets import Dataset
from lab.datasets.imported import Imported
from lab.datasets.library import list_imported
from lab.datasets.prepared import prepare_images
from lab.datasets.splitting import split_indices
from lab.errors import DatasetError
from lab.files import replace_file
from lab.i18n import _
from lab.judging.interval import wilson_interval
from lab.judging.report import Predictions, read_predictions
from lab.looking.shares import tell_part
from lab.model_service import OnProgress
from lab.runs.run_folder import RunFolder
from lab.trained import TrainedNetwork

IMAGES_A_REQUEST = 500
OWN = ""


def draw_judgement(folder: RunFolder, labels: Sequence[str]) -> None:
    """Draw the choice and what comes of it.

    Args:
        folder: a run with weights.
        labels: its classes.
    """
    with st.expander(_("Judge other weights, or on other images"), icon=":material/balance:"), shown_failures():
        others = {one.id: one.describe().title for one in list_imported()}
        left, right, last = st.columns([2, 2, 1], vertical_alignment="bottom")
        checkpoint = left.selectbox(_("Weights"), folder.checkpoints(), key=f"judged-weights-{folder.id}")
        dataset = right.selectbox(
            _("Images"),
            [OWN, *others],
            format_func=lambda one: others.get(one, _("its own test images")),
            help=_("Another data set must have the same classes; all of its images are taken."),
            key=f"judged-images-{folder.id}",
        )
        if not last.button(_("Judge"), key=f"judge-{folder.id}", width="stretch"):
            return
        judge = functools.partial(_judge, folder, checkpoint, dataset, labels)
        predictions = shown_waiting(_("Asking the network …"), judge)
        if predictions is None:
            return
        right_count = int((predictions.predicted == predictions.labels).sum())
        low, high = wilson_interval(right_count, len(predictions.labels))
        st.markdown(
            _("**{accuracy}** of {count:,} images; with a confidence of 95%, between {low} and {high}.").format(
                accuracy=format_percent(right_count / max(1, len(predictions.labels))),
                count=len(predictions.labels),
                low=format_percent(low),
                high=format_percent(high),
            )
        )
        draw_figures(predictions, labels, key=f"judged-{checkpoint}-{dataset}")


def _judge(folder: RunFolder, checkpoint: str, dataset_id: str, labels: Sequence[str], tell: OnProgress) -> Predictions:
    """The predictions, kept in the run's folder until the weights change."""
    config = folder.read_config()
    dataset: Dataset = Imported(id=dataset_id).pinned() if dataset_id else config.dataset
    changed = folder.checkpoint_path(checkpoint).stat().st_mtime_ns
    name = f"{checkpoint}-{changed}-{dataset_id or 'own'}.npz"
    kept = folder.path / "judgements" / name
    if not kept.exists():
        predictions = _ask(TrainedNetwork.read(folder, checkpoint), dataset, tell)
        replace_file(kept, lambda path: _write(path, predictions))
    return read_predictions(kept)


def _ask(network: TrainedNetwork, dataset: Dataset, tell: OnProgress) -> Predictions:
    config, labels = network.config, network.labels
    data = prepare_images(dataset, config.preparation)
    if list(data.class_names) != list(labels):
        text = _("These images have other classes ({theirs}) than the network ({own}).")
        raise DatasetError(text.format(theirs=", ".join(data.class_names[:10]), own=", ".join(labels[:10])))
    if dataset == config.dataset:
        indices = split_indices(data.images.labels, data.parts, data.class_names, config.split, data.groups)["test"]
    else:
        indices = np.arange(len(data.images))
    answers = []
    for start in range(0, len(indices), IMAGES_A_REQUEST):
        piece = data.images.take(indices[start : start + IMAGES_A_REQUEST])
        part = functools.partial(tell_part, tell, start / len(indices), len(piece) / len(indices))
        answers.append(get_model_service().predict(network, piece, part))
    return Predictions(data.images.labels[indices], np.concatenate(answers), indices)


def _write(path: Path, predictions: Predictions) -> None:
    np.savez_compressed(
        path, labels=predictions.labels, probabilities=predictions.probabilities, indices=predictions.indices
    )
