"""Gradient descent and its repairs: a race over surfaces that are hard in different ways."""

from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

from pydantic import Field

from lab.concepts.base import CONCEPTS, Concept, Preset, slider_over
from lab.concepts.descent import OptimizerName, Rates, Step, descend
from lab.concepts.surfaces import REACH, SAMPLES, SURFACES, Surface, SurfaceName, draw_batches, make_pulls
from lab.config import RunConfig
from lab.i18n import N_
from lab.optimizers import AnyOptimizer
from lab.optimizers.adagrad import Adagrad
from lab.optimizers.adam import Adam
from lab.optimizers.rmsprop import RMSprop
from lab.optimizers.sgd import SGD

STEPS = 120
MINI_BATCH = 8
WITH_MOMENTUM = ("Momentum", "Nesterov")


@CONCEPTS.register
class GradientDescent(Concept):
    """Six optimizers, or three sizes of batches, on one surface."""

    order: ClassVar[int] = 20
    title: ClassVar[str] = N_("Gradient descent and its repairs")
    summary: ClassVar[str] = N_(
        "Optimizers race down a ravine, off a saddle, past local minima; small batches add noise."
    )
    icon: ClassVar[str] = ":material/downhill_skiing:"
    presets: ClassVar[tuple[Preset, ...]] = (
        Preset(N_("Ravine: SGD crawls, momentum gets through"), {}),
        Preset(N_("Learning rate too large: SGD flies off"), {"learning_rate": 0.3}),
        Preset(N_("Saddle: SGD rests where it should not"), {"surface": "saddle", "learning_rate": 0.03}),
        Preset(N_("One sample a step: fast and noisy"), {"race": "batch sizes", "surface": "bowl", "optimizer": "SGD"}),
    )
    setting: ClassVar[str] = "optimizer"
    lab_label: ClassVar[str] = N_("Train with this optimizer on images")
    name: Literal["gradient_descent"] = "gradient_descent"
    race: Literal["optimizers", "batch sizes"] = Field(
        "optimizers", title=N_("Who races"), description=N_("Six optimizers, or one of them with three batch sizes.")
    )
    surface: SurfaceName = Field(
        "ravine",
        title=N_("Surface"),
        description=N_("The loss over two weights: how steep it is, and where it misleads."),
    )
    learning_rate: float = Field(
        0.1,
        ge=0.0001,
        le=1,
        title=N_("Learning rate"),
        description=N_("How far each step goes. Ten times too large diverges, ten times too small crawls."),
        json_schema_extra=slider_over(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0),
    )
    optimizer: OptimizerName = Field(
        "SGD", title=N_("Optimizer"), description=N_("Whose formula and numbers stand below, and whom the lab gets.")
    )
    momentum: float = Field(
        0.9,
        ge=0,
        le=0.99,
        title=N_("Momentum"),
        description=N_("How much of the last step is kept by Momentum and Nesterov."),
    )
    batch_size: Literal[1, 2, 4, 8, 16, 32] = Field(
        32,
        title=N_("Batch size"),
        description=N_("Of 32 samples: each has a loss of its own, the surface is their mean."),
        json_schema_extra={"widget": "slider"},
    )
    spread: float = Field(
        2.0,
        ge=0,
        le=4,
        title=N_("How much samples differ"),
        description=N_("The standard deviation of the samples' gradients: the noise of a step that sees only one."),
    )
    start: tuple[float, ...] = Field(
        (),
        max_length=2,
        title=N_("Start"),
        description=N_("The two weights at the beginning; left out, each surface has its own."),
        json_schema_extra={"hidden": True},
    )

    @property
    def beginning(self) -> tuple[float, ...]:
        """The weights at the start, within the picture."""
        if len(self.start) == 2:
            return tuple(max(-REACH, min(REACH, one)) for one in self.start)
        return SURFACES[self.surface].start

    def controls(self) -> tuple[str, ...]:
        """The size of batches where it is the same for all, the samples' spread where it counts."""
        if self.race == "batch sizes":
            momentum = ("momentum",) if self.optimizer in WITH_MOMENTUM else ()
            return ("race", "surface", "learning_rate", "optimizer", *momentum, "spread")
        spread = ("spread",) if self.batch_size < SAMPLES else ()
        return ("race", "surface", "learning_rate", "optimizer", "momentum", "batch_size", *spread)

    def fill_in(self, draft: RunConfig) -> RunConfig:
        """The chosen optimizer with its learning rate."""
        rate, momentum = self.learning_rate, self.momentum
        optimizer: AnyOptimizer
        if self.optimizer in ("SGD", *WITH_MOMENTUM):
            kept = momentum if self.optimizer in WITH_MOMENTUM else 0.0
            optimizer = SGD(learning_rate=rate, momentum=kept, nesterov=self.optimizer == "Nesterov")
        else:
            classes = {"AdaGrad": Adagrad, "RMSProp": RMSprop, "Adam": Adam}
            optimizer = classes[self.optimizer](learning_rate=rate)
        return draft.model_copy(update={"optimizer": optimizer})


@dataclass(frozen=True)
class Racer:
    """One that walks down the surface.

    Attributes:
        optimizer: its name.
        batch_size: samples for each of its steps.
        steps: fewer than the others' where it has left all bounds.
    """

    optimizer: OptimizerName
    batch_size: int
    steps: list[Step]


def run_race(concept: GradientDescent) -> list[Racer]:
    """Let all walk from the same start.

    Args:
        concept: the settings.
    """
    if concept.race == "batch sizes":
        entries = [(concept.optimizer, size) for size in (SAMPLES, MINI_BATCH, 1)]
    else:
        entries = [(optimizer, concept.batch_size) for optimizer in get_args(OptimizerName)]
    surface = SURFACES[concept.surface]
    return [Racer(optimizer, size, _walk(concept, surface, optimizer, size)) for optimizer, size in entries]


def _walk(concept: GradientDescent, surface: Surface, optimizer: OptimizerName, batch_size: int) -> list[Step]:
    pulls = make_pulls(concept.spread)
    means = [pulls[batch].mean(axis=0) for batch in draw_batches(batch_size, STEPS)]
    return descend(surface, optimizer, Rates(concept.learning_rate, concept.momentum), concept.beginning, means)
