"""Transfer from a network that was trained in this lab."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from pydantic import Field

from lab.architectures.base import ARCHITECTURES, StackedArchitecture
from lab.architectures.heads import pooled_head
from lab.architectures.transferring import NORMALIZATION, Transferring
from lab.errors import ConfigError
from lab.i18n import N_, _
from lab.layers.base import Shape
from lab.layers.dense import Dense, Flatten
from lab.layers.pooling import GlobalAveragePooling2D
from lab.network import LayerRow, Stack, StackItem, draw_network, list_layers

if TYPE_CHECKING:
    import keras

    from lab.config import RunConfig

CLASSIFIER = (Flatten, GlobalAveragePooling2D, Dense)
HIDDEN: Any = {"hidden": True}


@ARCHITECTURES.register
class TransferFromRun(StackedArchitecture, Transferring):
    """The convolutions of another run, and the course's head."""

    order: ClassVar[int] = 10
    title: ClassVar[str] = N_("Transfer from a run")
    summary: ClassVar[str] = N_(
        "The convolutions of a network that you trained here, with a new head for other classes: needs no network."
    )
    introduced: ClassVar[str] = N_(
        "Early features are general: what was learned on one task can be taken over by another, and refined."
    )
    paper: ClassVar[str] = "Yosinski et al., 2014: How transferable are features in deep neural networks?"
    paper_address: ClassVar[str] = "https://arxiv.org/abs/1411.1792"
    name: Literal["transfer_from_run"] = "transfer_from_run"
    run: str = Field(
        "",
        max_length=80,
        pattern=r"^[A-Za-z0-9-]*$",
        json_schema_extra=HIDDEN,
        title=N_("Run"),
        description=N_("Whose convolutions are taken."),
    )
    base: tuple[StackItem, ...] = Field(
        (),
        max_length=200,
        json_schema_extra=HIDDEN,
        title=N_("Base"),
        description=N_("The layers of that run's network before its classifier."),
    )
    base_channels: int = Field(
        0, ge=0, le=3, json_schema_extra=HIDDEN, title=N_("Channels"), description=N_("That the base was trained on.")
    )
    base_scaling: str = Field(
        "", max_length=40, json_schema_extra=HIDDEN, title=N_("Scaling"), description=N_("That it was trained with.")
    )

    def taking(self, run: str, config: "RunConfig") -> Self:
        """The same with the convolutions of a run.

        Args:
            run: its id.
            config: what it was trained with.

        Raises:
            ConfigError: its network has no convolutions to take over.
        """
        base = cut_trunk(config)
        if not base:
            raise ConfigError("architecture.run", _("This run's network has no layers before its classifier."))
        return self.model_copy(
            update={
                "run": run,
                "base": base,
                "base_channels": config.preparation.input_shape[2],
                "base_scaling": config.scaling.name,
            }
        )

    def stack(self) -> Stack:
        """The base, then the course's head."""
        return (*self.base, *pooled_head(self.dense_units, self.dropout))

    def list_layers(self, input_shape: Shape, num_classes: int) -> tuple[LayerRow, ...]:
        """See StackedArchitecture; what is frozen trains nothing."""
        rows = super().list_layers(input_shape, num_classes)
        names = self._name_base(input_shape)
        first = len(names) if self.training == "frozen" else self.find_first(names)
        frozen, base = set(names[:first]), set(names)
        return tuple(
            replace(row, trainable=0) if row.name in frozen or (row.name in base and row.type == NORMALIZATION) else row
            for row in rows
        )

    def expected_scaling(self) -> str | None:
        """See Architecture."""
        return self.base_scaling or None

    def check(self, input_shape: Shape) -> None:
        """See Architecture; also the channels of the base, and the layer to fine-tune from."""
        super().check(input_shape)
        if self.training != "frozen" and self.base:
            self.find_first(self._name_base(input_shape))
        if self.base and input_shape[2] != self.base_channels:
            text = _("The base was trained on images with {needed} channels. Received: {channels}.")
            raise ConfigError(
                "preparation.color",
                text.format(needed=self.base_channels, channels=input_shape[2]),
                remedy=self.base_channels,
            )

    def check_ready(self) -> None:
        """See Architecture: the run must be there."""
        from lab.runs.run_folder import RunFolder
        from lab.settings import load_settings

        if not self.run:
            raise ConfigError("architecture.run", _("Choose the run whose convolutions shall be taken over."))
        if not (self.base and RunFolder(load_settings().runs_directory / self.run).checkpoints()):
            text = _("The run whose convolutions shall be taken over ({run}) is not there. Choose another one.")
            raise ConfigError("architecture.run", text.format(run=self.run))

    def base_run(self) -> str:
        """See Architecture."""
        return self.run

    def begin(self, model: Any, base_weights: Path) -> None:  # noqa: ANN401 - Keras is untyped
        """See Architecture: the weights of the run's best epoch."""
        from lab.architectures.weight_files import load_run_weights

        load_run_weights(model, self.name_base_layers(model), base_weights)

    def name_base_layers(self, model: "keras.Model") -> list[str]:
        """See Transferring."""
        return self._name_base(model.input_shape[1:])

    def _name_base(self, input_shape: Shape) -> list[str]:
        return [node.name for node in draw_network(self.base, input_shape).nodes]


def cut_trunk(config: "RunConfig") -> Stack:
    """The layers of a config's network before its classifier.

    Args:
        config: of a run.

    Returns:
        Those layers, as they are named there; empty where nothing in them learns, or only Keras knows them.
    """
    if not isinstance(config.architecture, StackedArchitecture):
        return ()
    stack = config.architecture.stack()
    end = next((place for place, item in enumerate(stack) if isinstance(item.block, CLASSIFIER)), len(stack))
    rows = list_layers(draw_network(stack[:end], config.preparation.input_shape))
    return stack[:end] if any(row.trainable for row in rows) else ()
