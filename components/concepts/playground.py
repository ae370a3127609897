"""A small network that learns in the browser, every unit with its picture."""

from components.browser_component import declare_component
from components.concepts.playground_script import JAVASCRIPT
from components.concepts.style import CSS
from lab.concepts.playground import TEST_COUNT, Playground
from lab.concepts.points import make_points
from lab.concepts.small_network import make_network
from lab.i18n import _

# Seeds of the points that test, away from those that train.
TEST_SEED = 1000

_mount = declare_component("lab_playground", html='<div class="concept"></div>', css=CSS, js=JAVASCRIPT)


def draw(concept: Playground, key: str) -> None:
    """Draw the playground.

    Args:
        concept: the settings.
        key: the picture's name.
    """
    points, labels = make_points(concept.data, concept.count, concept.noise, concept.seed)
    test_points, test_labels = make_points(concept.data, TEST_COUNT, concept.noise, concept.seed + TEST_SEED)
    network = make_network(concept.layers, concept.units, concept.activation, concept.seed)
    data = {
        "points": points.round(4).tolist(),
        "labels": labels.tolist(),
        "test_points": test_points.round(4).tolist(),
        "test_labels": test_labels.tolist(),
        "kernels": [kernel.tolist() for kernel in network.kernels],
        "biases": [bias.tolist() for bias in network.biases],
        **concept.model_dump(include={"activation", "learning_rate", "batch_size", "l1", "l2", "seed"}),
        "texts": _words(),
    }
    _mount(data=data, key=key, height="content")


def _words() -> dict[str, str]:
    return {
        "play": _("Train"),
        "pause": _("Pause"),
        "step": _("One step"),
        "reset": _("Start again"),
        "speed": _("Steps a frame: {count}"),
        "speeds": _("Steps between two pictures"),
        "steps": _("Steps"),
        "epochs": _("Epochs"),
        "train": _("Training"),
        "test": _("Test"),
        "layers": _("What every unit has learned to see: point at one to enlarge it."),
        "plane": _("What the network says; filled points train, hollow ones test."),
        "curves": _("Loss"),
    }
