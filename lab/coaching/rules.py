"""The coach's rules. Each looks at one thing that goes wrong, and keeps quiet on a healthy run.

The thresholds are those at which a curve looks wrong to a teacher; they were set on the recorded runs of the tests, not
derived.
"""

from collections.abc import Callable
from statistics import mean

from lab.architectures.base import StackedArchitecture
from lab.coaching.advice import Advice, Progress
from lab.coaching.cures import change_rate, lower_on_plateau, regularise, revive
from lab.config import RunConfig
from lab.i18n import _
from lab.schedules.constant import Constant

Rule = Callable[[Progress], Advice | None]

FIRST_LOOK = 4
WINDOW = 5
PLATEAU = 8
# A network that has learned its task may well leave half of a layer unused.
DEAD_SHARE = 0.75


def not_finite(progress: Progress) -> Advice | None:
    """The loss was no number any more."""
    if not progress.not_finite:
        return None
    cure, label = change_rate(progress.config, 0.1)
    return Advice(
        "not_finite",
        _("The loss is no number any more"),
        _("With a learning rate of {rate:g} it became NaN or infinite.").format(rate=_rate(progress.config)),
        _("Steps that are too large make the weights grow without end. A tenth of the learning rate usually helps."),
        cure,
        label,
    )


def diverging(progress: Progress) -> Advice | None:
    """The training loss has risen, or never fell below guessing after large first steps."""
    if progress.epochs < FIRST_LOOK or progress.not_finite:
        return None
    lowest, last = min(progress.loss[:-1]), progress.loss[-1]
    above = min(progress.loss) > progress.guessing * 1.02 and progress.loss[0] > progress.guessing * 1.2
    if not above and not (last > 1.5 * lowest and last > 0.5 * progress.guessing):
        return None
    cure, label = change_rate(progress.config, 0.1)
    return Advice(
        "diverging",
        _("The training runs away from its goal"),
        _("Training loss {last:.3f} after {lowest:.3f}; blind guessing has {guessing:.3f}.").format(
            last=last, lowest=lowest, guessing=progress.guessing
        ),
        _("Each step jumps over the valley. A tenth of the learning rate usually helps."),
        cure,
        label,
    )


def restless(progress: Progress) -> Advice | None:
    """The validation loss jumps up and down and gets no better."""
    if progress.epochs < 2 * WINDOW or diverging(progress):
        return None
    recent = progress.val_loss[-WINDOW:]
    jumps = sum(
        abs(after - before) > 0.15 * before
        for before, after in zip(progress.val_loss[-2 * WINDOW :], progress.val_loss[-2 * WINDOW + 1 :], strict=False)
    )
    settled = min(recent) < 0.9 * min(progress.val_loss[:-WINDOW])
    if jumps < WINDOW - 1 or settled or progress.loss[-1] < 0.3:
        return None
    cure, label = change_rate(progress.config, 0.1)
    return Advice(
        "restless",
        _("The curve jumps and gets no better"),
        _("In the last {window} epochs the validation loss went from {low:.3f} to {high:.3f} and back.").format(
            window=WINDOW, low=min(recent), high=max(recent)
        ),
        _("The learning rate {rate:g} is too large to settle in the valley. Take a tenth.").format(
            rate=_rate(progress.config)
        ),
        cure,
        label,
    )


def too_slow(progress: Progress) -> Advice | None:
    """The training loss falls, but hardly."""
    if progress.epochs < FIRST_LOOK or progress.loss[-1] < 0.9 * progress.guessing or dead_units(progress):
        return None
    fallen = 1 - progress.loss[-1] / progress.loss[0]
    if not -0.005 < fallen < 0.012 * progress.epochs or diverging(progress):
        return None
    cure, label = change_rate(progress.config, 10)
    return Advice(
        "too_slow",
        _("It hardly moves"),
        _("After {epochs} epochs the training loss fell from {first:.3f} to {last:.3f}.").format(
            epochs=progress.epochs, first=progress.loss[0], last=progress.loss[-1]
        ),
        _("The learning rate {rate:g} is probably too low. Ten times as much gets further in the same time.").format(
            rate=_rate(progress.config)
        ),
        cure,
        label,
    )


def overfitting(progress: Progress) -> Advice | None:
    """The validation loss has been rising while the training loss went on falling."""
    if progress.epochs < FIRST_LOOK:
        return None
    best = progress.best_epoch
    # Not one bad epoch: the best of the last three is worse as well.
    rise = min(progress.val_loss[-3:]) / progress.val_loss[best - 1] - 1
    fall = 1 - progress.loss[-1] / progress.loss[best - 1]
    if progress.epochs - best < WINDOW or rise < 0.06 or fall < 0.1 or diverging(progress):
        return None
    cure, label = regularise(progress.config)
    return Advice(
        "overfitting",
        _("Over-fitting since epoch {epoch}").format(epoch=best),
        _("Since then validation loss {low:.3f} → {high:.3f}, training loss {before:.3f} → {after:.3f}.").format(
            low=progress.val_loss[best - 1],
            high=progress.val_loss[-1],
            before=progress.loss[best - 1],
            after=progress.loss[-1],
        ),
        _("It learns the training images by heart. More images, augmentation, dropout or an earlier stop help."),
        cure,
        label,
    )


def underfitting(progress: Progress) -> Advice | None:
    """The end has come, and even the training images are not known."""
    if not progress.ended or progress.epochs < FIRST_LOOK or progress.accuracy[-1] > 0.7:
        return None
    others = (not_finite, diverging, restless, too_slow, overfitting, plateau, dead_units)
    if progress.accuracy[-1] - progress.val_accuracy[-1] > 0.1 or any(rule(progress) for rule in others):
        return None
    cure = progress.config.model_copy(update={"epochs": min(1000, 2 * progress.config.epochs)})
    return Advice(
        "underfitting",
        _("It has not learned even its own images"),
        _("Training accuracy {accuracy:.1%}, validation accuracy {val_accuracy:.1%}.").format(
            accuracy=progress.accuracy[-1], val_accuracy=progress.val_accuracy[-1]
        ),
        _("Give it more epochs while the curve still falls; where it is flat, a larger network."),
        cure,
        _("{epochs} epochs").format(epochs=cure.epochs),
    )


def easier_validation(progress: Progress) -> Advice | None:
    """Validation looks better than training, which has a harmless reason."""
    if progress.epochs < FIRST_LOOK or not _is_hampered(progress.config):
        return None
    recent = range(progress.epochs - 3, progress.epochs)
    if not all(progress.val_loss[place] < 0.9 * progress.loss[place] for place in recent):
        return None
    return Advice(
        "easier_validation",
        _("Validation is easier than training, and that is no mistake"),
        _("Validation loss {val_loss:.3f}, training loss {loss:.3f}.").format(
            val_loss=progress.val_loss[-1], loss=progress.loss[-1]
        ),
        _("Dropout and augmentation make it harder for the network while it trains, and are off when it is tested."),
    )


def plateau(progress: Progress) -> Advice | None:
    """Neither loss has got any better for long, with something left to learn.

    Other schedules than the constant one end flat by design.
    """
    if progress.epochs < 2 * PLATEAU or not isinstance(progress.config.schedule, Constant):
        return None
    before, recent = slice(-2 * PLATEAU, -PLATEAU), slice(-PLATEAU, None)
    fallen = 1 - mean(progress.loss[recent]) / mean(progress.loss[before])
    val_fallen = 1 - min(progress.val_loss[recent]) / min(progress.val_loss[:-PLATEAU])
    if progress.accuracy[-1] > 0.95 or progress.loss[-1] > 0.9 * progress.guessing:
        return None
    others = (diverging, restless, overfitting, dead_units)
    if fallen > 0.02 or val_fallen > 0.01 or any(rule(progress) for rule in others):
        return None
    cure, label = lower_on_plateau(progress.config)
    return Advice(
        "plateau",
        _("It stands still"),
        _("For {count} epochs neither loss has fallen: training {loss:.3f}, validation {val_loss:.3f}.").format(
            count=PLATEAU, loss=progress.loss[-1], val_loss=progress.val_loss[-1]
        ),
        _(
            "The steps are too large to get any deeper, or the network is too small for the task. First lower the "
            "learning rate where it stands still; if that changes nothing, take more layers or units."
        ),
        cure,
        label,
    )


def dead_units(progress: Progress) -> Advice | None:
    """Most units of a ReLU give nothing but 0, and the network has not learned its images in spite of it."""
    if progress.epochs < FIRST_LOOK or progress.accuracy[-1] > 0.9 or progress.not_finite:
        return None
    lasting = {layer: min(shares) for layer, shares in progress.dead_shares.items() if len(shares) > 1}
    layer = max(lasting, key=lasting.__getitem__, default="")
    if not layer or lasting[layer] < DEAD_SHARE:
        return None
    cure, label = revive(progress.config)
    return Advice(
        "dead_units",
        _("Dead units in {layer}").format(layer=layer),
        _("{share:.0%} of its units give 0 for every image looked at.").format(share=lasting[layer]),
        _(
            "A ReLU whose sum is always below 0 passes no gradient on, so nothing wakes it up again. Smaller steps, He "
            "initialisation and activations that let a little through below 0 (leaky ReLU, ELU) keep units alive."
        ),
        cure,
        label,
    )


RULES: tuple[Rule, ...] = (
    not_finite,
    diverging,
    restless,
    too_slow,
    overfitting,
    underfitting,
    easier_validation,
    plateau,
    dead_units,
)


def coach(progress: Progress) -> list[Advice]:
    """Everything that the rules notice.

    Args:
        progress: a training's figures so far.
    """
    return [advice for rule in RULES if (advice := rule(progress)) is not None]


def _rate(config: RunConfig) -> float:
    return config.optimizer.learning_rate


def _is_hampered(config: RunConfig) -> bool:
    """Whether training is made harder than testing."""
    if config.augmentation.transforms() or not isinstance(config.schedule, Constant):
        return True
    architecture = config.architecture
    if isinstance(architecture, StackedArchitecture):
        network = architecture.draw(config.preparation.input_shape, 2)
        dropouts = (node.layer for node in network.nodes if node.layer.keras_class.endswith("Dropout"))
        return any(getattr(layer, "rate", 0) for layer in dropouts)
    return False
