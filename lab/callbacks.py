"""What watches over a training: the course's three callbacks, with Keras's names and meanings."""

import re
from typing import Any, Literal

from pydantic import Field, field_validator

from lab.i18n import N_, _
from lab.registry import Settings

Monitor = Literal["val_loss", "val_accuracy", "loss", "accuracy"]
Mode = Literal["auto", "min", "max"]
Direction = Literal["min", "max"]
EXAMPLE_LOGS = {"epoch": 7, "loss": 0.4321, "accuracy": 0.8765, "val_loss": 0.5432, "val_accuracy": 0.8321}
# Small widths only, and no attributes: a format can otherwise ask for a gigabyte of spaces.
FILENAME = re.compile(r"([\w.-]|\{epoch(:\d?\dd)?\}|\{(val_)?(loss|accuracy)(:\d?(\.\d)?[fg])?\})*", re.ASCII)


def monitor_field() -> Any:  # noqa: ANN401 - as pydantic.Field itself
    """What a callback looks at."""
    return Field("val_loss", title=N_("Monitor"), description=N_("The figure that it looks at after every epoch."))


def mode_field() -> Any:  # noqa: ANN401
    """Which way is better."""
    return Field(
        "auto", title=N_("Mode"), description=N_("Whether lower or higher is better; auto knows it from the name.")
    )


def patience_field(default: int) -> Any:  # noqa: ANN401
    """How long a callback waits."""
    return Field(
        default, ge=0, le=1000, title=N_("Patience"), description=N_("Epochs without getting better before it acts.")
    )


def min_delta_field(default: float) -> Any:  # noqa: ANN401
    """What counts as better."""
    return Field(
        default,
        ge=0,
        le=10,
        title=N_("Least change"),
        description=N_("Less than this does not count as better (min_delta)."),
        json_schema_extra={"scale": "log"},
    )


class Monitoring(Settings):
    """Base of the callbacks that look at a figure."""

    monitor: Monitor = monitor_field()
    mode: Mode = mode_field()

    @property
    def direction(self) -> Direction:
        """The mode, with `auto` decided: accuracies shall rise, losses fall."""
        if self.mode != "auto":
            return self.mode
        return "max" if self.monitor.endswith("accuracy") else "min"


class ModelCheckpoint(Monitoring):
    """Which epoch is the best, and what is kept beside the last and the best."""

    filename: str = Field(
        "",
        max_length=100,
        title=N_("File name pattern"),
        description=N_(
            "Leave it empty to keep the last and the best epoch, which is always done. A pattern such as "
            "weights-{epoch:02d}-{val_loss:.2f} keeps more."
        ),
    )
    save_best_only: bool = Field(
        True,
        title=N_("Only when it is the best so far"),
        description=N_("Of the files named by the pattern; otherwise one for every epoch."),
    )
    save_weights_only: bool = Field(
        True,
        title=N_("Weights only"),
        description=N_("Of the files named by the pattern; otherwise the whole model as a .keras file."),
    )

    @field_validator("filename")
    @classmethod
    def _check_filename(cls, value: str) -> str:
        name = value.format(**EXAMPLE_LOGS) if FILENAME.fullmatch(value) else "."
        if name.startswith("."):
            text = _("`filename` may hold letters, digits, -, _, . and {names}. Received: {value}.")
            raise ValueError(text.format(names=", ".join(f"{{{name}}}" for name in EXAMPLE_LOGS), value=value))
        if name in ("best", "last"):
            raise ValueError(_("`filename` must not be `{name}`, which is kept anyway.").format(name=name))
        return value

    def name_file(self, epoch: int, logs: dict[str, float]) -> str:
        """The name of an epoch's file, without its ending; empty where none is wanted.

        Args:
            epoch: from 1.
            logs: the epoch's figures by name.
        """
        return self.filename.format(**{**EXAMPLE_LOGS, **logs, "epoch": epoch}) if self.filename else ""

    @property
    def suffix(self) -> str:
        """The ending of the files that the pattern names."""
        return ".weights.h5" if self.save_weights_only else ".keras"

    @property
    def example(self) -> str:
        """The name of a file as it would be after epoch 7."""
        name = self.name_file(7, {})
        return f"{name}{self.suffix}" if name else ""


class ReduceLROnPlateau(Monitoring):
    """Lowers the learning rate where nothing gets better."""

    enabled: bool = Field(
        False,
        title=N_("Lower the learning rate on a plateau"),
        description=N_("Smaller steps often find the way down where larger ones only go to and fro."),
    )
    factor: float = Field(
        0.1, gt=0, lt=1, title=N_("Factor"), description=N_("What the learning rate is multiplied by.")
    )
    patience: int = patience_field(10)
    min_delta: float = min_delta_field(1e-4)
    cooldown: int = Field(
        0, ge=0, le=1000, title=N_("Cool-down"), description=N_("Epochs after a reduction in which it does not look.")
    )
    min_lr: float = Field(
        0.0,
        ge=0,
        le=1,
        title=N_("Lowest learning rate"),
        description=N_("It goes no lower than this (min_lr)."),
        json_schema_extra={"scale": "log"},
    )


class EarlyStopping(Monitoring):
    """Ends a training that gets no better."""

    enabled: bool = Field(
        False, title=N_("Stop early"), description=N_("End the training when it has got no better for a while.")
    )
    patience: int = patience_field(5)
    min_delta: float = min_delta_field(0.0)
    use_baseline: bool = Field(
        False, title=N_("With a baseline"), description=N_("Stop also where the figure does not get past a given one.")
    )
    baseline: float = Field(
        0.0, ge=0, le=1000, title=N_("Baseline"), description=N_("The figure to get past, where it is switched on.")
    )
    start_from_epoch: int = Field(
        0, ge=0, le=1000, title=N_("Start from epoch"), description=N_("It does not look before (start_from_epoch).")
    )
    restore_best_weights: bool = Field(
        True,
        title=N_("Go back to the best weights"),
        description=N_("Test the best epoch's network; otherwise the last one's."),
    )


class Callbacks(Settings):
    """The course's three callbacks."""

    model_checkpoint: ModelCheckpoint = Field(default_factory=ModelCheckpoint, title=N_("ModelCheckpoint"))
    reduce_lr_on_plateau: ReduceLROnPlateau = Field(default_factory=ReduceLROnPlateau, title=N_("ReduceLROnPlateau"))
    early_stopping: EarlyStopping = Field(default_factory=EarlyStopping, title=N_("EarlyStopping"))
