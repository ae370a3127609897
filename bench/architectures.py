"""Networks: are they the real ones, and how long until their layers stand in the page."""

from bench.registry import Measurement, benchmark
from lab.architectures.base import StackedArchitecture
from lab.architectures.grey_cnn import GreyCNN
from lab.architectures.mlp import MLP
from lab.architectures.resnet50 import ResNet50
from lab.architectures.vgg16 import VGG16
from lab.layers.base import Shape


@benchmark
def parameter_mismatches() -> Measurement:
    """Numbers of parameters: by the lab's arithmetic, and of the same networks written out in Keras."""
    import keras

    from bench.plain import build

    applications = keras.applications
    pairs = {
        "MLP": (_count(MLP(), (28, 28, 1), 10), build("mlp", (28, 28, 1), 10)),
        "Grey CNN": (_count(GreyCNN(), (28, 28, 1), 10), build("grey_cnn", (28, 28, 1), 10)),
        "VGG16": (_count(VGG16(head="paper"), (224, 224, 3), 1000), applications.VGG16(weights=None)),
        "ResNet50": (_count(ResNet50(head="paper"), (224, 224, 3), 1000), applications.ResNet50(weights=None)),
    }
    counts = {name: [ours, theirs.count_params()] for name, (ours, theirs) in pairs.items()}
    return Measurement(
        sum(ours != theirs for ours, theirs in counts.values()),
        "MLP and Grey CNN written out in Keras; keras.applications.VGG16 and ResNet50 with their 1,000 classes",
        f"parameters, [lab, Keras]: {counts}",
    )


def _count(architecture: StackedArchitecture, input_shape: Shape, num_classes: int) -> int:
    return sum(row.parameters for row in architecture.list_layers(input_shape, num_classes))
