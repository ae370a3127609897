"""What a person may choose is a marked word, or a name that is the same in every language."""

from lab.architectures import ARCHITECTURES
from lab.augmentation import AUGMENTATIONS
from lab.choice_words import CHOICE_WORDS, KIND_WORDS
from lab.concepts import CONCEPTS
from lab.config import RunConfig
from lab.datasets import DATASETS
from lab.explanations import EXPLANATIONS
from lab.layers import LAYERS
from lab.losses import LOSSES
from lab.optimizers import OPTIMIZERS
from lab.preparation import Preparation
from lab.scaling import SCALINGS
from lab.schedules import SCHEDULES
from lab.validation import choices

REGISTRIES = (
    *(ARCHITECTURES, AUGMENTATIONS, CONCEPTS, DATASETS, EXPLANATIONS),
    *(LAYERS, LOSSES, OPTIMIZERS, SCALINGS, SCHEDULES),
)
NAMES = {
    "XOR",
    *("accuracy", "loss", "val_accuracy", "val_loss", "auto", "max", "min"),
    *("elu", "gelu", "leaky_relu", "linear", "relu", "sigmoid", "softmax", "tanh", "same", "valid"),
    *("glorot_normal", "glorot_uniform", "he_normal", "he_uniform", "lecun_normal", "random_normal"),
    *("frozen", "fine_tuned", "two_phases", "imagenet"),
    *("efficientnet_v2_b0", "inception_v3", "mobilenet_v2", "mobilenet_v3_large", "mobilenet_v3_small"),
    *("resnet50", "vgg16"),
    *("L1", "L2", "N(0, 1)", "N(0, 0.01)", "Glorot", "He"),
    *("SGD", "Momentum", "Nesterov", "AdaGrad", "RMSProp", "Adam"),
    *("1", "2", "4", "8", "16", "32"),
}


def test_every_choice_is_a_word_or_a_name():
    models = [cls for registry in REGISTRIES for cls in registry.classes()]
    fields = [
        field
        for model in (*models, Preparation, RunConfig)
        for name, field in model.model_fields.items()
        if name not in ("name", "schema_version")
    ]
    assert {str(one) for field in fields for one in choices(field.annotation)} - set(CHOICE_WORDS) - NAMES == set()


def test_every_kind_is_a_word():
    assert {registry.kind for registry in REGISTRIES} == set(KIND_WORDS)
