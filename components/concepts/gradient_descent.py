"""Optimizers on their way down a surface, with the numbers of every step."""

from collections.abc import Mapping

import numpy as np
import streamlit as st

from components.browser_component import declare_component
from components.charts import RUN_COLORS
from components.concepts.descent_arithmetic import FORMULAS, write_arithmetic
from components.concepts.gradient_descent_script import JAVASCRIPT
from components.concepts.style import CSS
from lab.concepts.descent import Step
from lab.concepts.gradient_descent import STEPS, GradientDescent, Racer, run_race
from lab.concepts.surfaces import REACH, SAMPLES, SURFACES, Array, Surface
from lab.i18n import _

# Cells of the surface's picture in each direction, and the heights that it tells apart.
CELLS, HEIGHTS = 64, 256
ARITHMETIC_CSS = """
.concept .arithmetic { font: 13px/1.55 var(--st-code-font), monospace; white-space: pre-wrap; margin: 0;
                       font-variant-numeric: tabular-nums; }
.concept input[type=range] { flex: 1 1 140px; accent-color: var(--st-primary-color); }
"""

_mount = declare_component(
    "lab_gradient_descent", html='<div class="concept"></div>', css=CSS + ARITHMETIC_CSS, js=JAVASCRIPT
)


def draw(concept: GradientDescent, key: str) -> Mapping[str, object] | None:
    """Draw the race; it is run here, and played in the browser.

    Args:
        concept: the settings.
        key: the picture's name.

    Returns:
        The start, where somebody has pointed at another one.
    """
    racers, surface = run_race(concept), SURFACES[concept.surface]
    # Of the sizes of batches the last, at which noise is largest.
    followed = [racer for racer in racers if racer.optimizer == concept.optimizer][-1]
    data = {
        "heights": measure_heights(surface),
        "cells": CELLS,
        "reach": REACH,
        "steps": STEPS,
        "racers": [
            {
                **_describe(racer, surface, concept),
                "color": RUN_COLORS[place],
                "followed": racer is followed,
            }
            for place, racer in enumerate(racers)
        ],
        "arithmetic": [write_arithmetic(concept, step) for step in followed.steps],
        "texts": _words(),
    }
    start = _mount(data=data, key=key, height="content", on_start_change=lambda: None).start
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for formula in FORMULAS[concept.optimizer]:
            st.latex(formula, width="content")
    return {"start": (float(start[0]), float(start[1]))} if start else None


def measure_heights(surface: Surface) -> list[int]:
    """The surface as a picture: for each cell, row by row from above, how many of 255 parts of all cells lie lower."""
    middles = (np.arange(CELLS) + 0.5) / CELLS * 2 * REACH - REACH
    losses = surface.loss(np.stack(np.meshgrid(middles, middles[::-1]), axis=-1)).ravel()
    ranks = np.empty(losses.size, np.int64)
    ranks[np.argsort(losses)] = np.arange(losses.size)
    return [int(rank) for rank in ranks * HEIGHTS // losses.size]


def _describe(racer: Racer, surface: Surface, concept: GradientDescent) -> dict[str, object]:
    weights = _path(concept.beginning, racer.steps)
    return {
        "name": _name(racer, concept),
        "path": weights.round(4).tolist(),
        "losses": [float(f"{loss:.4g}") for loss in surface.loss(weights)],
    }


def _path(start: tuple[float, ...], steps: list[Step]) -> Array:
    return np.array([start, *(step.next_weights for step in steps)])


def _name(racer: Racer, concept: GradientDescent) -> str:
    if concept.race == "optimizers":
        return racer.optimizer
    if racer.batch_size == SAMPLES:
        return _("Full batch ({count})").format(count=SAMPLES)
    return _("One sample") if racer.batch_size == 1 else _("Mini-batch ({count})").format(count=racer.batch_size)


def _words() -> dict[str, str]:
    return {
        "play": _("Race"),
        "pause": _("Pause"),
        "step": _("One step"),
        "reset": _("Back to the start"),
        "number": _("Step"),
        "gone": _("gone"),
        "plane": _("The loss over two weights: the greyer, the higher. Click to start elsewhere."),
        "curves": _("Loss over the steps, each line a tenth of the one above."),
        "loss": _("Loss"),
        "lost": _("It has left all bounds: there are no numbers any more."),
        "begin": _("Every step writes its numbers here."),
    }
