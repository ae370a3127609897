"""Whys of transfer learning."""

from lab.i18n import N_
from lab.whys import chapters

TRANSFER = {
    "base": {
        "note": N_("A larger base knows more and takes longer; MobileNetV2 is the quickest here."),
        "course": chapters.TRANSFER,
    },
    "run": {
        "note": N_("Features help most where its images are like yours."),
        "course": chapters.TRANSFER,
    },
    "weights": {
        "note": N_("ImageNet's features took weeks to learn, and fit most photographs."),
        "course": chapters.TRANSFER,
    },
    "training": {
        "note": N_(
            "Few images like those that the base knows: frozen. Many, or unlike them: fine-tuned. In between: two "
            "phases, so that the untrained head does not spoil the base."
        ),
        "course": chapters.TRANSFER,
    },
    "fine_tune_from": {
        "note": N_("Early layers see edges and colours, which all photographs share; the later, the more special."),
        "course": chapters.TRANSFER,
    },
    "head_epochs": {
        "low": N_("a head that knows nothing yet sends wild gradients into the base."),
        "high": N_("time in which the base could have adapted."),
        "course": chapters.TRANSFER,
    },
    "fine_tuning_factor": {
        "low": N_("the base stays as it was."),
        "high": N_("it forgets what it knew."),
        "course": chapters.TRANSFER,
    },
    "dense_units": {
        "low": N_("features cannot be combined well."),
        "high": N_("with few images, over-fitting."),
        "course": chapters.TRANSFER,
    },
}
