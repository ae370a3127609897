"""Samples as dots that move through batches, and the arithmetic of steps."""

import streamlit as st

from components.browser_component import declare_component
from components.concepts.steps_script import JAVASCRIPT
from components.concepts.style import CSS
from lab.concepts.steps import Steps
from lab.i18n import _

_mount = declare_component("lab_steps", html='<div class="concept"></div>', css=CSS, js=JAVASCRIPT)


def draw(concept: Steps, key: str) -> None:
    """Draw the samples; they move in the browser.

    Args:
        concept: the settings.
        key: the picture's name.
    """
    data = {
        "batch": concept.batch_size,
        "steps": concept.steps_an_epoch,
        "samples": concept.samples,
        "labels": concept.labels().tolist(),
        "orders": concept.orders().tolist(),
        "texts": _words(),
    }
    _mount(data=data, key=key, height="content")
    for line in write_arithmetic(concept):
        st.latex(line, width="content")
    if concept.last_batch < min(concept.batch_size, concept.samples):
        text = _("The last batch of each epoch holds only {count}; it is a step like any other.")
        st.caption(text.format(count=concept.last_batch))


def _words() -> dict[str, str]:
    return {
        "play": _("Play"),
        "pause": _("Pause"),
        "step": _("One step"),
        "reset": _("Start again"),
        "picture": _("Every dot is a sample, its colour its class. After each batch the weights change once."),
        "waiting": _("Waiting"),
        "batch": _("In the network"),
        "seen": _("Seen"),
        "epoch": _("Epoch"),
        "step_number": _("Step"),
        "size": _("In this batch, by class"),
        "changes": _("Changes of the weights"),
    }


def write_arithmetic(concept: Steps) -> list[str]:
    """How many steps that is, in LaTeX, each a line.

    Args:
        concept: the settings.
    """
    samples, batch = (f"{count:,}".replace(",", r"{,}") for count in (concept.samples, concept.batch_size))
    steps, total = concept.steps_an_epoch, concept.steps_an_epoch * concept.epochs
    return [
        rf"\left\lceil \frac{{{samples}}}{{{batch}}} \right\rceil = {steps}",
        rf"{concept.epochs} \cdot {steps} = {total}",
    ]
