"""What came of a run: the test, the confusion matrix, the most wrong images."""

import numpy as np
import streamlit as st

from components.class_report import draw_class_report, draw_confusion
from components.formatting import format_metric, format_percent
from components.gallery import fit_into
from components.judgement import draw_judgement
from components.latency import draw_latency
from components.verbatim import verbatim
from lab.i18n import _
from lab.judging.interval import wilson_interval
from lab.runs.run_folder import RunFolder

TILE_PIXELS = 96
# As many as stand beside the matrix.
MOST_SHOWN = 12


def draw_results(folder: RunFolder) -> None:
    """Draw the evaluation of a run, if it has one.

    Args:
        folder: the run.
    """
    if not folder.evaluation_path.exists():
        return
    evaluation = folder.read_json(folder.evaluation_path)
    labels = folder.read_json(folder.labels_path)
    confusion = evaluation.get("confusion", [])
    if len(confusion) != len(labels):
        raise folder.damaged(folder.labels_path if confusion else folder.evaluation_path)
    st.subheader(_("On images it never saw"), anchor=False)
    with st.container(horizontal=True, gap="medium"):
        st.metric(_("Test accuracy"), format_percent(evaluation["accuracy"]))
        st.metric(_("Test loss"), format_metric(evaluation["loss"]))
        st.metric(_("Test images"), f"{evaluation['count']:,}")
    count = int(evaluation["count"])
    low, high = wilson_interval(round(evaluation["accuracy"] * count), count)
    st.caption(
        _("On endlessly many such images between {low} and {high} (confidence 95%, Wilson). Weights: {name}.").format(
            low=format_percent(low), high=format_percent(high), name=evaluation.get("checkpoint", "best")
        )
    )
    matrix, mistakes = st.columns([3, 2], gap="large")
    with matrix:
        st.markdown(f"**{_('Confusion matrix')}**")
        st.caption(_("Each row is a true class; a perfect network fills only the diagonal."))
        draw_confusion(folder, np.array(confusion), labels)
    with mistakes:
        st.markdown(f"**{_('Most wrong')}**")
        st.caption(_("Mistakes that the network was surest of."))
        _draw_most_wrong(folder, labels)
    draw_class_report(folder, labels)
    draw_judgement(folder, labels)
    draw_latency(folder)


def _draw_most_wrong(folder: RunFolder, labels: list[str]) -> None:
    if not folder.most_wrong_path.exists():
        return
    with np.load(folder.most_wrong_path, allow_pickle=False) as wrong:
        images, truth, predicted, probability = (
            wrong[name] for name in ("images", "labels", "predicted", "probability")
        )
    if not len(images):
        st.success(_("Not a single mistake."))
        return
    with st.container(horizontal=True, gap="small"):
        rows = list(zip(images, truth, predicted, probability, strict=True))
        for image, true, guess, sure in rows[:MOST_SHOWN]:
            caption = _("{true}, taken for {guess} ({sure})")
            st.image(
                fit_into(image, TILE_PIXELS),
                caption=caption.format(
                    true=verbatim(labels[true]), guess=verbatim(labels[guess]), sure=format_percent(float(sure))
                ),
                width=TILE_PIXELS,
            )
