"""What the coach would change: each gives the settings with the cure, and what it changes in a few words."""

from typing import TypeVar

from lab.architectures.custom import Custom
from lab.architectures.mlp import MLP
from lab.augmentation.geometric import Geometric
from lab.callbacks import EarlyStopping, ReduceLROnPlateau
from lab.config import RunConfig
from lab.i18n import _
from lab.layers.base import Activation
from lab.registry import Settings

Cure = tuple[RunConfig, str]
S = TypeVar("S", bound=Settings)
LEAKY: Activation = "leaky_relu"


def change_rate(config: RunConfig, factor: float) -> Cure:
    """Another learning rate: the present one times a factor."""
    rate = min(1.0, config.optimizer.learning_rate * factor)
    changed = config.optimizer.model_copy(update={"learning_rate": float(f"{rate:.3g}")})
    label = _("learning rate {rate:g}").format(rate=changed.learning_rate)
    return config.model_copy(update={"optimizer": changed}), label


def regularise(config: RunConfig) -> Cure:
    """Augmentation where images are large enough to be moved; otherwise an earlier stop."""
    if not config.augmentation.transforms() and config.preparation.size >= 16:
        return config.model_copy(update={"augmentation": Geometric()}), _("with augmentation")
    stopping = EarlyStopping(enabled=True, patience=3)
    callbacks = config.callbacks.model_copy(update={"early_stopping": stopping})
    return config.model_copy(update={"callbacks": callbacks}), _("with early stopping")


def lower_on_plateau(config: RunConfig) -> Cure:
    """ReduceLROnPlateau; where it is on already, a lower rate from the beginning."""
    if config.callbacks.reduce_lr_on_plateau.enabled:
        return change_rate(config, 0.3)
    lowering = ReduceLROnPlateau(enabled=True, patience=3)
    callbacks = config.callbacks.model_copy(update={"reduce_lr_on_plateau": lowering})
    return config.model_copy(update={"callbacks": callbacks}), _("with ReduceLROnPlateau")


def revive(config: RunConfig) -> Cure:
    """Leaky ReLUs where the architecture lets them be chosen; otherwise a tenth of the learning rate."""
    before = after = config.architecture
    if isinstance(before, MLP):
        after = before.model_copy(update={"hidden_layers": tuple(map(_make_leaky, before.hidden_layers))})
    elif isinstance(before, Custom):
        layers = (item.model_copy(update={"block": _make_leaky(item.block)}) for item in before.layers)
        after = before.with_layers(tuple(layers))
    if after == before:
        return change_rate(config, 0.1)
    return config.model_copy(update={"architecture": after}), _("leaky ReLU")


def _make_leaky(layer: S) -> S:
    return layer.model_copy(update={"activation": LEAKY}) if getattr(layer, "activation", "") == "relu" else layer
