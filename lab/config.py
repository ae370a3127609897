"""Config: what somebody wants of a run."""

from typing import Literal

from pydantic import Field

from lab.architectures import AnyArchitecture
from lab.architectures.mlp import MLP
from lab.augmentation import AnyAugmentation
from lab.augmentation.none import NoAugmentation
from lab.callbacks import Callbacks
from lab.datasets import AnyDataset
from lab.datasets.digits import Digits
from lab.errors import ConfigError
from lab.i18n import N_, _
from lab.losses import AnyLoss
from lab.losses.sparse_categorical import SparseCategorical
from lab.optimizers import AnyOptimizer
from lab.optimizers.adam import Adam
from lab.preparation import Preparation
from lab.registry import Settings
from lab.scaling import AnyScaling
from lab.scaling.zero_one import ZeroOne
from lab.schedules import AnySchedule
from lab.schedules.constant import Constant


class Split(Settings):
    """How a data set is divided where it doesn't say so itself; stratified by class."""

    validation_split: float = Field(
        0.2,
        gt=0,
        le=0.9,
        title=N_("Validation split"),
        description=N_("The share of the training images held back to check on after every epoch."),
    )
    test_split: float = Field(
        0.2,
        gt=0,
        le=0.9,
        title=N_("Test split"),
        description=N_("The share kept for one last test, for data sets without a test part of their own."),
    )
    keep_parts: bool = Field(
        True,
        title=N_("Keep the data set's own parts"),
        description=N_(
            "Where it brings a training, validation or test part along. Otherwise all images are mixed first."
        ),
    )
    seed: int = Field(
        124, ge=0, le=2**31 - 1, title=N_("Split seed"), description=N_("The same number gives the same division.")
    )


class RunConfig(Settings):
    """Everything that determines a run; its JSON form round-trips."""

    schema_version: Literal[1] = 1
    dataset: AnyDataset = Field(default_factory=Digits, title=N_("Data set"))
    preparation: Preparation = Field(default_factory=lambda: Digits().suggest(), title=N_("Preparation"))
    split: Split = Field(default_factory=Split, title=N_("Split"))
    augmentation: AnyAugmentation = Field(default_factory=NoAugmentation, title=N_("Augmentation"))
    scaling: AnyScaling = Field(default_factory=ZeroOne, title=N_("Scaling"))
    architecture: AnyArchitecture = Field(default_factory=MLP, title=N_("Architecture"))
    optimizer: AnyOptimizer = Field(default_factory=Adam, title=N_("Optimizer"))
    schedule: AnySchedule = Field(default_factory=Constant, title=N_("Schedule"))
    loss: AnyLoss = Field(default_factory=SparseCategorical, title=N_("Loss"))
    class_weights: bool = Field(
        False,
        title=N_("Class weights from the counts"),
        description=N_("Images of rare classes count for more, so that every class weighs the same in all."),
    )
    callbacks: Callbacks = Field(default_factory=Callbacks, title=N_("Callbacks"))
    batch_size: int = Field(
        32,
        ge=1,
        le=8192,
        title=N_("Batch size"),
        description=N_("Images for each step of the optimizer. 8 to 32 usually learns best, more runs faster."),
    )
    epochs: int = Field(
        20, ge=1, le=1000, title=N_("Epochs"), description=N_("How often the network sees every training image.")
    )
    seed: int = Field(
        0,
        ge=0,
        le=2**31 - 1,
        title=N_("Seed"),
        description=N_("The same number gives the same first weights and the same order of images."),
    )
    deterministic: bool = Field(
        False,
        title=N_("Deterministic"),
        description=N_(
            "The same settings give the same weights, bit for bit, on the same machine. It costs about a twentieth of "
            "the speed on a processor, more on a graphics card."
        ),
    )
    histograms: bool = Field(
        False,
        title=N_("Histograms of the layers"),
        description=N_(
            "After every epoch a look at each layer's weights, gradients, outputs and dead units. It takes about as "
            "long as training on 200 images, and changes nothing about the training."
        ),
    )

    def check(self) -> None:
        """Refuse settings that cannot work together, as far as that is known without the images.

        Raises:
            ConfigError: names the field.
        """
        self.architecture.check(self.preparation.input_shape)
        self.architecture.check_epochs(self.epochs)
        if self.callbacks.reduce_lr_on_plateau.enabled and not isinstance(self.schedule, Constant):
            text = _("ReduceLROnPlateau needs the constant schedule. Received: {schedule}, which sets the rate itself.")
            raise ConfigError(
                "callbacks.reduce_lr_on_plateau.enabled", text.format(schedule=_(self.schedule.title).lower())
            )

    def tested_checkpoint(self) -> Literal["best", "last"]:
        """Which checkpoint is tested at the end."""
        stopping = self.callbacks.early_stopping
        return "last" if stopping.enabled and not stopping.restore_best_weights else "best"
