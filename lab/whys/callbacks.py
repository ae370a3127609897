"""Whys of the callbacks."""

from lab.i18n import N_
from lab.whys import chapters

CALLBACKS = {
    "monitor": {
        "note": N_("The validation loss answers soonest; accuracy moves in steps; training figures hide over-fitting."),
        "course": chapters.CALLBACKS,
    },
    "mode": {
        "note": N_("With the wrong one the worst epoch counts as the best."),
        "course": chapters.CALLBACKS,
    },
    "filename": {
        "note": N_("Files that name epoch and loss let you go back to any of them."),
        "course": chapters.CALLBACKS,
    },
    "save_best_only": {"note": N_("Saves disk, and loses the way there."), "course": chapters.CALLBACKS},
    "save_weights_only": {
        "note": N_("Weights are smaller and need the network's code; a whole model brings its own."),
        "course": chapters.CALLBACKS,
    },
    "ReduceLROnPlateau.enabled": {
        "note": N_("On a plateau smaller steps often find a way further down."),
        "course": chapters.CALLBACKS,
    },
    "ReduceLROnPlateau.factor": {
        "low": N_("one plateau, and it hardly moves any more."),
        "high": N_("it takes many plateaus to matter."),
        "course": chapters.CALLBACKS,
    },
    "cooldown": {
        "low": N_("a second reduction before the first could help."),
        "high": N_("it looks away for too long."),
        "course": chapters.CALLBACKS,
    },
    "min_lr": {
        "low": N_("epochs in which nothing happens any more."),
        "high": N_("it stops helping too soon."),
        "course": chapters.CALLBACKS,
    },
    "EarlyStopping.enabled": {
        "note": N_("Saves the time after the best epoch, and the over-fitting that comes with it."),
        "course": chapters.CALLBACKS,
    },
    "patience": {
        "low": N_("one unlucky epoch counts as a plateau."),
        "high": N_("epochs without any gain."),
        "course": chapters.CALLBACKS,
    },
    "min_delta": {
        "low": N_("noise counts as getting better."),
        "high": N_("slow but real gains do not count."),
        "course": chapters.CALLBACKS,
    },
    "use_baseline": {
        "note": N_("Ends a training that never gets anywhere, such as one that is no better than guessing."),
        "course": chapters.CALLBACKS,
    },
    "baseline": {
        "note": N_("For a loss, ln(classes) is what blind guessing has; for an accuracy, 1 / classes."),
        "course": chapters.CALLBACKS,
    },
    "start_from_epoch": {
        "low": N_("the first restless epochs may end it."),
        "high": N_("it comes too late."),
        "course": chapters.CALLBACKS,
    },
    "restore_best_weights": {
        "note": N_("Otherwise the test gets the weights after the patience, not the best."),
        "course": chapters.CALLBACKS,
    },
}
