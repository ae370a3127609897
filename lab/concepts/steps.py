"""Epoch, batch, step: how often the weights are changed while all samples are seen."""

from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.concepts.base import CONCEPTS, Concept, Preset, slider_over
from lab.config import RunConfig
from lab.i18n import N_

SLIDER: dict[str, Any] = {"widget": "slider"}
MOST_SAMPLES = 2000


@CONCEPTS.register
class Steps(Concept):
    """Samples that go through a network, batch by batch."""

    order: ClassVar[int] = 80
    title: ClassVar[str] = N_("Epoch, batch, step")
    summary: ClassVar[str] = N_("A thousand samples move through the network: how many steps is that?")
    icon: ClassVar[str] = ":material/footprint:"
    presets: ClassVar[tuple[Preset, ...]] = (
        Preset(N_("1,000 in batches of 100: 10 steps"), {"batch_size": 100}),
        Preset(N_("Batches of 128: the last is smaller"), {"batch_size": 128}),
        Preset(N_("All at once: one step an epoch"), {"batch_size": 1000}),
        Preset(N_("Not shuffled: batches of one class"), {"shuffle": False}),
    )
    setting: ClassVar[str] = "batch_size"
    lab_label: ClassVar[str] = N_("Train with this batch size")
    name: Literal["steps"] = "steps"
    batch_size: int = Field(
        100,
        ge=1,
        le=MOST_SAMPLES,
        title=N_("Batch size"),
        description=N_("Samples that are looked at before the weights change once."),
        json_schema_extra=slider_over(1, 8, 16, 32, 64, 100, 128, 256, 500, 1000),
    )
    samples: int = Field(
        1000,
        ge=100,
        le=MOST_SAMPLES,
        title=N_("Samples"),
        description=N_("All that there are for training."),
        json_schema_extra={**SLIDER, "step": 50},
    )
    epochs: int = Field(
        2,
        ge=1,
        le=5,
        title=N_("Epochs"),
        description=N_("How often every sample is seen."),
        json_schema_extra=SLIDER,
    )
    shuffle: bool = Field(
        True,
        title=N_("Shuffle"),
        description=N_("A new order in each epoch. Without it batches are as the samples were stored: by class."),
    )

    @property
    def steps_an_epoch(self) -> int:
        """How often the weights change in an epoch; a last batch that is not full counts as well."""
        return -(-self.samples // self.batch_size)

    @property
    def last_batch(self) -> int:
        """Samples in the last batch of an epoch."""
        return self.samples - (self.steps_an_epoch - 1) * self.batch_size

    def labels(self) -> NDArray[np.int64]:
        """The classes of the samples as they are stored: first all of class 0, then all of class 1; (samples,)."""
        return np.repeat([0, 1], [self.samples // 2, self.samples - self.samples // 2])

    def orders(self) -> NDArray[np.int64]:
        """In which order the samples are seen, (epochs, samples)."""
        stored = np.tile(np.arange(self.samples), (self.epochs, 1))
        return np.random.default_rng(0).permuted(stored, axis=1) if self.shuffle else stored

    def fill_in(self, draft: RunConfig) -> RunConfig:
        """The same batch size."""
        return draft.model_copy(update={"batch_size": self.batch_size})
