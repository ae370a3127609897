"""Whys of optimizer, schedule, loss and the course of a training."""

from lab.i18n import N_
from lab.whys import chapters

LEARNING = {
    "RunConfig.optimizer": {
        "note": N_("All go down the gradient; they differ in how far, and in what they remember of earlier steps."),
        "course": chapters.OPTIMIZERS,
    },
    "RunConfig.schedule": {
        "note": N_("Large steps first, to get far; small ones at the end, to settle in the valley."),
        "course": chapters.GRADIENT_DESCENT,
    },
    "RunConfig.loss": {
        "note": N_("The one number that training makes smaller; accuracy has no gradient."),
        "course": chapters.KERAS,
    },
    "RunConfig.batch_size": {
        "low": N_("noisy gradients, and many steps that each cost time."),
        "high": N_("fewer steps an epoch, much memory, and often a worse end."),
        "course": chapters.BATCH_SIZE,
    },
    "RunConfig.epochs": {
        "low": N_("the curve is still falling when it ends."),
        "high": N_("over-fitting: the validation loss rises again. The best epoch is kept all the same."),
        "course": chapters.GRADIENT_DESCENT,
    },
    "RunConfig.seed": {
        "note": N_("Another seed gives another result: a difference smaller than that between seeds is none."),
        "course": chapters.INITIALISATION,
    },
    "RunConfig.deterministic": {
        "note": N_("Threads add numbers in any order, and rounding differs; this makes them wait for one another."),
    },
    "RunConfig.class_weights": {
        "note": N_("Without, a network may ignore a rare class and still be right most of the time."),
    },
    "RunConfig.histograms": {
        "note": N_(
            "Gradients that vanish on their way back, and units that are dead for good, can be seen nowhere else."
        ),
        "course": chapters.ACTIVATIONS,
    },
    "learning_rate": {
        "low": N_("the curve crawls."),
        "high": N_("the loss jumps, or becomes no number at all."),
        "course": chapters.GRADIENT_DESCENT,
    },
    "weight_decay": {
        "low": N_("large weights learn single images by heart."),
        "high": N_("weights shrink faster than they learn."),
        "course": chapters.REGULARISATION,
    },
    "global_clipnorm": {
        "low": N_("every step is cut short, and it crawls."),
        "high": N_("one wild batch can still throw the weights far away."),
        "course": chapters.GRADIENT_DESCENT,
    },
    "SGD.momentum": {
        "low": N_("to and fro in a narrow valley, and stuck on a plateau."),
        "high": N_("it rolls past the goal."),
        "course": chapters.OPTIMIZERS,
    },
    "nesterov": {
        "note": N_("Brakes before the slope turns, where momentum alone would run past."),
        "course": chapters.OPTIMIZERS,
    },
    "beta_1": {
        "low": N_("steps follow every batch's noise."),
        "high": N_("it rolls on in a direction that is long out of date."),
        "course": chapters.OPTIMIZERS,
    },
    "beta_2": {
        "low": N_("step sizes jump from batch to batch."),
        "high": N_("step sizes answer late to steeper ground."),
        "course": chapters.OPTIMIZERS,
    },
    "rho": {
        "low": N_("step sizes jump from batch to batch."),
        "high": N_("old gradients weigh on, nearly as in AdaGrad."),
        "course": chapters.OPTIMIZERS,
    },
    "initial_accumulator_value": {
        "low": N_("the first steps are wild."),
        "high": N_("the first steps are tiny, and they only become smaller."),
        "course": chapters.OPTIMIZERS,
    },
    "label_smoothing": {
        "low": N_("the network becomes ever surer, also where it is wrong."),
        "high": N_("it is never sure of anything."),
    },
    "Cosine.warm_up": {
        "low": N_("the first large steps may throw the fresh weights far away."),
        "high": N_("most of the training goes slowly."),
        "course": chapters.GRADIENT_DESCENT,
    },
    "Cosine.final": {
        "low": N_("the last epochs change nothing."),
        "high": N_("it never settles."),
        "course": chapters.GRADIENT_DESCENT,
    },
    "Exponential.decay": {
        "low": N_("it stands still after a few epochs."),
        "high": N_("it never settles."),
        "course": chapters.GRADIENT_DESCENT,
    },
    "OneCycle.rise": {
        "low": N_("the first large steps may throw the fresh weights far away."),
        "high": N_("little time is left to settle."),
        "course": chapters.GRADIENT_DESCENT,
    },
    "OneCycle.initial": {
        "low": N_("the first epochs change nothing."),
        "high": N_("there is no warm-up."),
        "course": chapters.GRADIENT_DESCENT,
    },
    "OneCycle.final": {
        "low": N_("the last epochs change nothing."),
        "high": N_("it never settles."),
        "course": chapters.GRADIENT_DESCENT,
    },
    "Step.every": {
        "low": N_("it stands still too soon."),
        "high": N_("epochs are wasted on a plateau."),
        "course": chapters.GRADIENT_DESCENT,
    },
    "drop": {
        "low": N_("it stands still after one fall."),
        "high": N_("a fall changes nothing."),
        "course": chapters.GRADIENT_DESCENT,
    },
}
