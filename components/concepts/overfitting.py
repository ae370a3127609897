"""A polynomial that over-fits, and each cure with its effect on the curve."""

from collections.abc import Callable

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.charts import GREY_COLOR, TRAIN_COLOR, Option
from components.concepts.overfitting_charts import (
    degrees_option,
    epochs_option,
    fit_option,
    force_option,
    gradients_option,
    mask_option,
    path_option,
)
from components.formatting import format_metric, format_percent
from lab.concepts.overfitting import EPOCHS, LEARNING_RATE, SEED, Overfitting
from lab.concepts.polynomial import (
    Polynomial,
    draw_mask,
    expand,
    fit,
    fit_dropout,
    make_samples,
    make_validation,
    measure_degrees,
    measure_force,
)
from lab.concepts.polynomial_training import draw_gradients, predict_spread, stop_early, train
from lab.i18n import _

HEIGHT, LOW_HEIGHT = 320, 200
MASK_ROWS, DRAWS = 12, 150


def draw(concept: Overfitting, key: str) -> None:
    """Draw what is looked at.

    Args:
        concept: the settings.
        key: the pictures' name.
    """
    left, right = st.columns(2, gap="medium")
    with left:
        first = st.container(gap="xxsmall")
    with right:
        second = st.container(gap="xxsmall")
    DRAWINGS[concept.look_at](_Picture(concept, key, first, second))


class _Picture:
    """Two charts side by side, and figures below."""

    def __init__(self, concept: Overfitting, key: str, left: DeltaGenerator, right: DeltaGenerator) -> None:
        self.concept = concept
        self.samples = make_samples(concept.count, concept.noise, SEED)
        self.others = make_validation(concept.noise, SEED)
        self._key = key
        self._places = {"left": left, "right": right}

    def chart(self, place: str, caption: str, option: Option, height: int = HEIGHT) -> None:
        with self._places.get(place) or st.container(gap="xxsmall"):
            st.caption(caption)
            st.echarts_chart(option, key=f"{self._key}.{self.concept.look_at}.{place}", height=height)

    def fits(self, caption: str, curves: dict[str, tuple[Polynomial, str]]) -> None:
        self.chart("left", caption, fit_option(self.samples, curves))

    def figures(self, polynomial: Polynomial, others: dict[str, str] | None = None) -> None:
        errors = {
            _("Training error"): format_metric(polynomial.measure_error(self.samples)),
            _("Validation error"): format_metric(polynomial.measure_error(self.others)),
        }
        with st.container(horizontal=True, gap="large"):
            for name, figure in {**errors, **(others or {})}.items():
                st.metric(name, figure, width="content")


def _draw_degree(picture: _Picture) -> None:
    concept = picture.concept
    fitted = fit(picture.samples, concept.degree)
    picture.fits(_("The curve through the training points."), {_("Fitted"): (fitted, TRAIN_COLOR)})
    errors = measure_degrees(concept.count, concept.noise, SEED)
    picture.chart(
        "right", _("Error of every degree: training only falls, validation turns."), degrees_option(errors, concept)
    )
    picture.figures(fitted)


def _draw_penalty(picture: _Picture) -> None:
    concept = picture.concept
    free = fit(picture.samples, concept.degree)
    held = fit(picture.samples, concept.degree, concept.penalty, concept.strength)
    curves = {_("Without"): (free, GREY_COLOR), concept.penalty: (held, TRAIN_COLOR)}
    picture.fits(_("The curve without and with the penalty."), curves)
    path = path_option(picture.samples, concept)
    picture.chart("right", _("Every weight over the strength of the penalty; the line stands at yours."), path)
    force = measure_force(held.weights, concept.penalty, concept.strength)
    option = force_option(held.weights, force)
    picture.chart("below", _("The weights, and the force on each towards zero."), option, LOW_HEIGHT)
    zeros = f"{int(np.sum(np.abs(held.weights) < 1e-9))} / {concept.degree}"
    picture.figures(held, {_("Weights at zero"): zeros})


def _draw_dropout(picture: _Picture) -> None:
    concept = picture.concept
    free = fit(picture.samples, concept.degree)
    held = fit_dropout(picture.samples, concept.degree, concept.rate)
    curves = {_("Without"): (free, GREY_COLOR), _("With dropout"): (held, TRAIN_COLOR)}
    picture.fits(_("The curve without dropout, and as training with it ends on average."), curves)
    mask = draw_mask(MASK_ROWS, concept.degree, concept.rate, concept.mask)
    values = expand(picture.samples.x[:MASK_ROWS], concept.degree) * mask
    caption = _("One step's mask: samples in rows, units in columns; a cross is dropped.")
    picture.chart("right", caption, mask_option(values, mask))
    figures = {
        _("Dropped"): format_percent(float(np.mean(mask == 0))),
        _("The rest times"): f"{1 / (1 - concept.rate):.2f}",
    }
    picture.figures(held, figures)


def _draw_stopping(picture: _Picture) -> None:
    concept = picture.concept
    course = train(concept.count, concept.noise, concept.degree, concept.batch_size, LEARNING_RATE, EPOCHS, SEED)
    stop = stop_early(course.validation_losses, concept.patience)
    best, last = course.polynomials[stop.best_epoch], course.polynomials[-1]
    curves = {_("After all epochs"): (last, GREY_COLOR), _("Best epoch"): (best, TRAIN_COLOR)}
    picture.fits(_("The curve of the best epoch before the stop, and the one without a stop."), curves)
    picture.chart("right", _("Loss after every epoch; without a stop it would go on."), epochs_option(course, stop))
    stopped = str(stop.last_epoch + 1) if stop.was_stopped else "–"
    picture.figures(best, {_("Best epoch"): str(stop.best_epoch + 1), _("Stopped after"): stopped})


def _draw_batches(picture: _Picture) -> None:
    concept = picture.concept
    course = train(concept.count, concept.noise, concept.degree, concept.batch_size, LEARNING_RATE, EPOCHS, SEED)
    whole = train(concept.count, concept.noise, concept.degree, concept.count, LEARNING_RATE, EPOCHS, SEED)
    batches, each = draw_gradients(picture.samples, concept.degree, concept.batch_size, DRAWS)
    caption = _("The first two slopes as {count} batches see them; the cross is that of all points.")
    picture.chart("left", caption.format(count=DRAWS), gradients_option(batches, each))
    option = epochs_option(course, None, whole)
    picture.chart("right", _("Loss after every epoch; dashed, with all points in every step."), option)
    spread = float(predict_spread(each, concept.batch_size)[0])
    found = float(batches[:, 0].std())
    names = {_("Spread by the formula"): format_metric(spread), _("Spread of these batches"): format_metric(found)}
    picture.figures(course.polynomials[-1], names)


DRAWINGS: dict[str, Callable[[_Picture], None]] = {
    "degree": _draw_degree,
    "penalty": _draw_penalty,
    "dropout": _draw_dropout,
    "early stopping": _draw_stopping,
    "batch size": _draw_batches,
}
