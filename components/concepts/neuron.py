"""One neuron: its line over the plane, and the curve that its sum goes through."""

from collections.abc import Mapping

from components.browser_component import declare_component
from components.concepts.neuron_script import JAVASCRIPT
from components.concepts.style import CSS
from lab.concepts.neuron import COUNT, LARGEST_WEIGHT, WEIGHT_STEP, Neuron, Weights
from lab.concepts.points import make_points
from lab.i18n import _

_mount = declare_component("lab_neuron", html='<div class="concept"></div>', css=CSS, js=JAVASCRIPT)


def draw(concept: Neuron, key: str) -> Mapping[str, object] | None:
    """Draw the neuron; training runs in the browser.

    Args:
        concept: the settings.
        key: the picture's name.

    Returns:
        The weights that a training in the picture has come to; None in any other run.
    """
    points, labels = make_points(concept.data, COUNT, concept.noise)
    data = {
        "points": points.round(3).tolist(),
        "labels": labels.tolist(),
        "weights": list(concept.weights),
        "activation": concept.activation,
        "rate": concept.learning_rate,
        "largest": LARGEST_WEIGHT,
        "parts": round(1 / WEIGHT_STEP),
        "texts": _words(),
    }
    trained = _mount(data=data, key=key, height="content", on_trained_change=lambda: None).trained
    return Weights(*map(float, trained))._asdict() if trained else None


def _words() -> dict[str, str]:
    return {
        "play": _("Train"),
        "pause": _("Pause"),
        "step": _("One step"),
        "reset": _("Weights to zero"),
        "accuracy": _("Accuracy"),
        "steps": _("Steps"),
        "plane": _("The line that the neuron draws; the arrow points to where it fires."),
        "curve": _("Its output over w₁x₁ + w₂x₂; every point at the output that it should give."),
    }
