"""Whys of data sets, preparation, split and augmentation."""

from lab.i18n import N_
from lab.whys import chapters

DATA = {
    "RunConfig.dataset": {
        "note": N_("What the network can learn at all: it knows nothing but these images."),
        "course": chapters.SPLITTING,
    },
    "RunConfig.preparation": {
        "note": N_("Every image is brought to one size and colour, as a network's input has a fixed shape."),
        "course": chapters.IMAGES,
    },
    "RunConfig.split": {
        "note": N_("A network is judged on images that it was not trained on; else it could learn them by heart."),
        "course": chapters.SPLITTING,
    },
    "RunConfig.augmentation": {
        "low": N_("few images are soon learned by heart, and the validation loss rises."),
        "high": N_(
            "the changed images no longer look like what the network will meet, or lose what tells the classes."
        ),
        "course": chapters.AUGMENTATION,
    },
    "RunConfig.scaling": {
        "note": N_("Pixels from 0 to 255 make steps of very different sizes; small numbers around zero learn evenly."),
        "course": chapters.SCALING,
    },
    "Preparation.size": {
        "low": N_("what tells the classes apart can no longer be seen."),
        "high": N_("four times the time and memory for twice the size, and more to learn by heart."),
        "course": chapters.IMAGES,
    },
    "Preparation.color": {
        "note": N_("Grey is a third of the numbers, and enough where shape decides; colour where colour tells."),
        "course": chapters.IMAGES,
    },
    "Preparation.fit": {
        "note": N_("Cropping loses the edges, padding adds what is no picture, stretching changes the shapes."),
    },
    "validation_split": {
        "low": N_("few images to check on: the validation curve jumps, and the best epoch is partly luck."),
        "high": N_("too few images are left to learn from."),
        "course": chapters.SPLITTING,
    },
    "test_split": {
        "low": N_("the accuracy has a wide margin of chance."),
        "high": N_("too few images are left to learn from."),
        "course": chapters.SPLITTING,
    },
    "keep_parts": {
        "note": N_("Results can be compared with those of others only where all use the same parts."),
        "course": chapters.SPLITTING,
    },
    "Split.seed": {
        "note": N_("Another division gives a somewhat other accuracy: how much, shows how far to trust one figure."),
        "course": chapters.SPLITTING,
    },
    "Imported.id": {"note": N_("Photographs of your own; the lab keeps a copy and never changes yours.")},
    "Imported.version_id": {"note": N_("Renaming classes or leaving images out makes a version; a run names its own.")},
    "Shapes.count": {
        "low": N_("learned by heart at once."),
        "high": N_("epochs take long, and shapes so plain teach nothing new."),
    },
    "Shapes.num_classes": {
        "low": N_("guessing alone is often right."),
        "high": N_("more classes to confuse, and fewer images of each."),
    },
    "Shapes.size": {"low": N_("corners and curves become the same few pixels."), "high": N_("time and memory.")},
    "size_range": {"low": N_("shapes of a few pixels look alike."), "high": N_("they reach over the image's border.")},
    "color_variation": {
        "low": N_("a network may take brightness for shape."),
        "high": N_("shape and background may come out in nearly the same colour."),
    },
    "Shapes.shift": {
        "low": N_("even a perceptron can learn fixed places."),
        "high": N_("only a network that looks everywhere alike, a convolution, still finds the shape."),
        "course": chapters.FILTERS,
    },
    "Shapes.rotation_degrees": {
        "low": N_("one template for each class is enough."),
        "high": N_("a square turned by 45° and a diamond are the same."),
    },
    "Shapes.noise": {"low": N_("too easy."), "high": N_("the shape drowns in it.")},
    "Shapes.seed": {"note": N_("The same images can be made again, on any machine.")},
    "Geometric.rotation_degrees": {
        "low": N_("turned images stay strange to the network."),
        "high": N_("a 6 becomes a 9."),
        "course": chapters.AUGMENTATION,
    },
    "Geometric.shift": {
        "low": N_("the object's place may be learned instead of the object."),
        "high": N_("the object leaves the image."),
        "course": chapters.AUGMENTATION,
    },
    "Geometric.zoom": {
        "low": N_("only one size of the object is known."),
        "high": N_("the object outgrows the image or becomes a few pixels."),
        "course": chapters.AUGMENTATION,
    },
    "Geometric.brightness": {
        "low": N_("a darker photograph may be a stranger."),
        "high": N_("images wash out or go black."),
        "course": chapters.AUGMENTATION,
    },
    "horizontal_flip": {
        "note": N_("Doubles the views of whatever may face either way; wrong for letters and digits."),
        "course": chapters.AUGMENTATION,
    },
    "vertical_flip": {
        "note": N_("Right for what has no up and down, such as cells or satellite images; seldom for photographs."),
        "course": chapters.AUGMENTATION,
    },
    "Pipeline.steps": {
        "note": N_("They are applied one after another; their order matters."),
        "course": chapters.AUGMENTATION,
    },
    "Group.steps": {
        "note": N_("They are applied one after another, or one of them is drawn."),
        "course": chapters.AUGMENTATION,
    },
    "Group.kind": {
        "note": N_("One of several keeps images from being changed in every way at once."),
        "course": chapters.AUGMENTATION,
    },
    "Group.n": {
        "low": N_("little variety."),
        "high": N_("every change at once spoils the image."),
        "course": chapters.AUGMENTATION,
    },
    "p": {
        "low": N_("most images stay as they are."),
        "high": N_("the network never sees an unchanged image."),
        "course": chapters.AUGMENTATION,
    },
}
