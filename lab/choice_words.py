"""Names that a person sees and that stand nowhere in the code as a text: kinds of things, and choices that are words.

All other choices are names of Keras (`he_normal`, `relu`) and are the same in every language.
"""

from lab.i18n import N_

KIND_WORDS = (
    N_("architecture"),
    N_("augmentation"),
    N_("concept"),
    N_("data set"),
    N_("explanation"),
    N_("layer"),
    N_("loss"),
    N_("optimizer"),
    N_("scaling"),
    N_("schedule"),
)

CHOICE_WORDS = (
    N_("crop"),
    N_("pad"),
    N_("stretch"),
    N_("rgb"),
    N_("grey"),
    N_("mean"),
    N_("black"),
    N_("white"),
    N_("random"),
    N_("course"),
    N_("paper"),
    N_("basic"),
    N_("bottleneck"),
    N_("convolution"),
    N_("blobs"),
    N_("circles"),
    N_("spirals"),
    N_("step"),
    N_("kernel"),
    N_("pooling"),
    N_("channels"),
    N_("stacking"),
    N_("edge"),
    N_("blur"),
    N_("sharpen"),
    N_("emboss"),
    N_("own"),
    N_("flower"),
    N_("temple"),
    N_("digit"),
    N_("optimizers"),
    N_("batch sizes"),
    N_("bowl"),
    N_("ravine"),
    N_("saddle"),
    N_("local minima"),
    N_("degree"),
    N_("penalty"),
    N_("dropout"),
    N_("early stopping"),
    N_("batch size"),
    N_("zeros"),
)
