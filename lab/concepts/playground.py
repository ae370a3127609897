"""The multi-layer perceptron as a playground."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from lab.architectures.mlp import MLP, HiddenLayer
from lab.architectures.perceptron import Perceptron
from lab.concepts.base import CONCEPTS, Concept, Preset, slider_over
from lab.concepts.points import Kind, kind_field
from lab.config import RunConfig
from lab.i18n import N_

MOST_LAYERS = 6
MOST_UNITS = 8
TEST_COUNT = 200
SLIDER: dict[str, Any] = {"widget": "slider"}
STRENGTHS = slider_over(0.0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1)


@CONCEPTS.register
class Playground(Concept):
    """A small network that learns while one looks at all of it."""

    order: ClassVar[int] = 10
    title: ClassVar[str] = N_("Multi-layer perceptron")
    summary: ClassVar[str] = N_(
        "Hidden layers bend the border. Watch every unit as it learns, and over-fit on purpose."
    )
    icon: ClassVar[str] = ":material/hub:"
    presets: ClassVar[tuple[Preset, ...]] = (
        Preset(N_("XOR without a hidden layer: stuck"), {"layers": 0, "noise": 0.0}),
        Preset(N_("XOR with one hidden layer: solved"), {"layers": 1, "activation": "relu", "noise": 0.0}),
        Preset(
            N_("Too deep, too noisy: it over-fits"),
            {"data": "circles", "noise": 0.7, "count": 40, "layers": 4, "units": 8, "learning_rate": 0.1},
        ),
        Preset(
            N_("Spirals: two layers of eight"),
            {
                "data": "spirals",
                "noise": 0.0,
                "count": 200,
                "units": 8,
                "activation": "relu",
                "learning_rate": 0.1,
            },
        ),
    )
    setting: ClassVar[str] = "architecture"
    lab_label: ClassVar[str] = N_("Train these layers on images")
    name: Literal["playground"] = "playground"
    data: Kind = kind_field("XOR")
    noise: float = Field(0.1, ge=0, le=1, title=N_("Noise"), description=N_("How far each point is moved at random."))
    count: int = Field(
        100,
        ge=20,
        le=200,
        title=N_("Training points"),
        description=N_("The fewer, the easier they are learned by heart. 200 others test."),
        json_schema_extra={"step": 20, **SLIDER},
    )
    layers: int = Field(
        2,
        ge=0,
        le=MOST_LAYERS,
        title=N_("Hidden layers"),
        description=N_("None is a single neuron, which can draw straight lines only."),
        json_schema_extra=SLIDER,
    )
    units: int = Field(
        4, ge=1, le=MOST_UNITS, title=N_("Units"), description=N_("Neurons in each layer."), json_schema_extra=SLIDER
    )
    activation: Literal["relu", "tanh", "sigmoid", "linear"] = Field(
        "tanh",
        title=N_("Activation"),
        description=N_("What each hidden neuron does to its sum. Linear layers collapse into one."),
    )
    learning_rate: float = Field(
        0.3,
        ge=0.0001,
        le=10,
        title=N_("Learning rate"),
        description=N_("How far each step goes. Ten times too large diverges, ten times too small crawls."),
        json_schema_extra=slider_over(0.001, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0),
    )
    batch_size: int = Field(
        10,
        ge=1,
        le=200,
        title=N_("Batch size"),
        description=N_("Points for each step: one jumps about, all together go straight but slowly."),
        json_schema_extra=slider_over(1, 5, 10, 20, 50, 100, 200),
    )
    l1: float = Field(
        0.0,
        ge=0,
        le=1,
        title="L1",
        description=N_("Pulls every weight towards zero, many all the way."),
        json_schema_extra=STRENGTHS,
    )
    l2: float = Field(
        0.0,
        ge=0,
        le=1,
        title="L2",
        description=N_("Pulls large weights harder than small ones."),
        json_schema_extra=STRENGTHS,
    )
    seed: int = Field(
        0,
        ge=0,
        le=20,
        title=N_("Seed"),
        description=N_("Another number begins with other weights and other points."),
        json_schema_extra=SLIDER,
    )

    def fill_in(self, draft: RunConfig) -> RunConfig:
        """As many hidden layers of as many units; none is the single-layer perceptron."""
        layer = HiddenLayer(units=self.units, activation=self.activation)
        architecture = MLP(hidden_layers=(layer,) * self.layers) if self.layers else Perceptron()
        return draft.model_copy(update={"architecture": architecture})
