"""Every explanation, on networks whose answer is known and against formulas written down here."""

import cv2
import keras
import numpy as np
import pytest

from lab.architectures.googlenet import GoogLeNet
from lab.architectures.grey_cnn import GreyCNN
from lab.architectures.mlp import MLP
from lab.architectures.perceptron import Perceptron
from lab.architectures.resnet50 import ResNet50
from lab.architectures.transfer import Transfer
from lab.architectures.tuned_cnn import TunedCNN
from lab.architectures.vgg16 import VGG16
from lab.errors import ExplanationError
from lab.explanations import EXPLANATIONS
from lab.explanations.class_activation import ClassActivation
from lab.explanations.deletion import FRACTIONS, delete_places
from lab.explanations.grad_cam import GradCAM
from lab.explanations.grad_cam_plus_plus import GradCAMPlusPlus
from lab.explanations.integrated_gradients import IntegratedGradients
from lab.explanations.occlusion import Occlusion
from lab.explanations.spatial_layers import choose_spatial_layer
from lab.scaling import Scaler
from lab.worker.opened_model import OpenedModel
from tests.lab.explanations.known_networks import NETWORKS, SCALER, open_network
from tests.lab.explanations.working import do_all

RANDOM = np.random.default_rng(0)
every_explanation = pytest.mark.parametrize("cls", EXPLANATIONS.classes())
# To the known networks any colour but black says something.
ON_BLACK = {Occlusion: Occlusion(fill="black")}


@pytest.fixture(scope="module", params=list(NETWORKS))
def known(request):
    return open_network(NETWORKS[request.param])


@every_explanation
def test_the_corner_that_decides_is_lit(known, cls):
    network, image = known
    red, green = do_all(ON_BLACK.get(cls, cls()).explain(network, image, [0, 1]))
    assert red.shape == green.shape == image.shape[:2]
    half = image.shape[0] // 2
    for heat, corner in ((red, np.s_[:half, :half]), (green, np.s_[half:, half:])):
        lit = np.maximum(heat, 0)
        assert lit[corner].sum() > 0.85 * lit.sum() > 0
        strongest = np.zeros_like(lit)
        strongest[np.unravel_index(lit.argmax(), lit.shape)] = 1
        assert strongest[corner].sum() == 1


@every_explanation
def test_what_decides_for_another_class_is_not_lit(known, cls):
    network, image = known
    (green,) = do_all(ON_BLACK.get(cls, cls()).explain(network, image, [1]))
    half = image.shape[0] // 2
    # The red corner speaks against green or not at all, the blue one never counts.
    assert green[: half // 2, : half // 2].max() < 0.1 * green.max()
    assert green[: half // 2, -half // 2 :].max() < 0.1 * green.max()


@every_explanation
def test_its_settings_are_kept_as_json_and_explained(cls):
    assert cls.model_validate_json(cls().model_dump_json()) == cls()
    assert cls.title and cls.summary and cls.paper and cls.paper_address.startswith("https://")
    for name, field in cls.model_fields.items():
        assert name == "name" or (field.title and field.description)


def make_small(size: int = 8, channels: int = 3) -> keras.Model:
    """Random weights; a convolution, and a flat softmax behind it."""
    keras.utils.set_random_seed(1)
    inputs = keras.Input((size, size, channels))
    x = keras.layers.Conv2D(4, 3, padding="same", activation="relu", name="conv")(inputs)
    x = keras.layers.Flatten()(x)
    large = keras.initializers.RandomNormal(stddev=0.5, seed=2)
    return keras.Model(inputs, keras.layers.Dense(3, activation="softmax", kernel_initializer=large)(x))


@pytest.fixture(scope="module")
def small() -> tuple[keras.Model, np.ndarray]:
    return make_small(), RANDOM.integers(0, 256, (8, 8, 3), np.uint8)


def convolve(image: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """A 3×3 convolution with a border of zeros, and ReLU, in plain NumPy."""
    padded = np.pad(image, ((1, 1), (1, 1), (0, 0)))
    result = np.zeros((*image.shape[:2], kernel.shape[-1]))
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            result[row, column] = np.tensordot(padded[row : row + 3, column : column + 3], kernel, 3) + bias
    return np.maximum(result, 0)


@pytest.mark.parametrize("number", [0, 2])
def test_both_class_activations_are_those_of_the_papers_formulas(small, number):
    model, image = small
    kernel, bias, dense, _dense_bias = (np.asarray(weight) for weight in model.weights)
    features = convolve(image / 255, kernel, bias)
    # The score is a sum of features, each times its weight: those weights are its gradient.
    gradient = dense[:, number].reshape(features.shape)
    plain = np.zeros((8, 8))
    refined = np.zeros((8, 8))
    for channel in range(4):
        a, g = features[..., channel], gradient[..., channel]
        plain += g.sum() / 64 * a
        share = g**2 / (2 * g**2 + a.sum() * g**3)
        refined += (share * np.maximum(g, 0)).sum() * a
    network = OpenedModel(model, SCALER)
    for cls, expected in ((GradCAM, plain), (GradCAMPlusPlus, refined)):
        (heat,) = do_all(cls().explain(network, image, [number]))
        np.testing.assert_allclose(heat, np.maximum(expected, 0), atol=1e-5)


def test_a_coarse_map_is_enlarged_to_the_image(small):
    model, image = small
    inputs = keras.Input((16, 16, 3))
    x = keras.layers.Conv2D(2, 3, strides=4, padding="same", activation="relu")(inputs)
    outputs = keras.layers.Dense(2, activation="softmax")(keras.layers.GlobalAveragePooling2D()(x))
    network = OpenedModel(keras.Model(inputs, outputs), SCALER)
    (heat,) = do_all(GradCAM().explain(network, cv2.resize(image, (16, 16)), [0]))
    assert heat.shape == (16, 16)


def test_the_pixels_of_integrated_gradients_sum_up_to_the_difference(small):
    model, image = small
    black_and_image = SCALER.transform(np.stack([np.zeros_like(image), image]))
    before, after = np.asarray(model(black_and_image))
    assert np.abs(after - before).max() > 0.05
    maps = do_all(IntegratedGradients(steps=128).explain(OpenedModel(model, SCALER), image, [0, 1, 2]))
    np.testing.assert_allclose(maps.sum(axis=(1, 2)), after - before, atol=2e-3)


def test_integrated_gradients_are_in_the_network_s_own_scaling(small):
    """BGR and shifted: the gradient comes back to the pixels that it belongs to."""
    model, image = small
    scaler = Scaler(scale=(0.01, 0.02, 0.005), offset=(-1.0, -0.5, 0.2), reverse_channels=True)
    before, after = np.asarray(model(scaler.transform(np.stack([np.full_like(image, 255), image]))))
    explanation = IntegratedGradients(steps=128, baseline="white")
    maps = do_all(explanation.explain(OpenedModel(model, scaler), image, [0, 1, 2]))
    np.testing.assert_allclose(maps.sum(axis=(1, 2)), after - before, atol=2e-3)


def test_occlusion_is_what_the_probability_loses_under_the_squares(small):
    model, image = small
    whole = np.asarray(model(SCALER.transform(image[np.newaxis])))[0, 1]
    expected = np.zeros((8, 8))
    for row in range(8):
        for column in range(8):
            losses = []
            for top in range(0, 5, 2):
                for left in range(0, 5, 2):
                    if top <= row < top + 4 and left <= column < left + 4:
                        covered = image.copy()
                        covered[top : top + 4, left : left + 4] = 0
                        losses.append(whole - np.asarray(model(SCALER.transform(covered[np.newaxis])))[0, 1])
            expected[row, column] = np.mean(losses)
    (heat,) = do_all(Occlusion(window=0.5, fill="black").explain(OpenedModel(model, SCALER), image, [1]))
    np.testing.assert_allclose(heat, expected, atol=1e-5)


@pytest.mark.parametrize("architecture", [Perceptron(), MLP()])
@every_explanation
def test_a_network_without_places_is_told_what_explains_it(architecture, cls):
    network = OpenedModel(architecture.build((8, 8, 3), 4), SCALER)
    image = RANDOM.integers(0, 256, (8, 8, 3), np.uint8)
    if issubclass(cls, ClassActivation):
        with pytest.raises(ExplanationError, match="no layer that knows places.*Integrated gradients and occlusion"):
            do_all(cls().explain(network, image, [0]))
    else:
        assert np.abs(do_all(cls().explain(network, image, [0]))).max() > 0


@pytest.fixture(scope="module")
def frozen() -> OpenedModel:
    """Nothing but its head is trained."""
    architecture = Transfer(base="mobilenet_v2", weights="random")
    model = architecture.build((64, 64, 3), 3)
    architecture.begin_phase(model, architecture.phases(1)[0])
    return OpenedModel(model, SCALER)


@every_explanation
def test_a_frozen_base_is_explained_too(frozen, cls):
    maps = do_all(cls().explain(frozen, RANDOM.integers(0, 256, (64, 64, 3), np.uint8), [2]))
    assert maps.shape == (1, 64, 64)
    assert np.isfinite(maps).all()


@pytest.mark.parametrize(
    ("architecture", "layer"),
    [
        (GreyCNN(), "conv_3"),
        (TunedCNN(), "block3_conv2_relu"),
        (VGG16(), "block5_conv3"),
        (GoogLeNet(), "inception_5b"),
        (ResNet50(), "conv5_block3_out"),
    ],
)
def test_the_layer_is_the_last_one_with_places_that_does_not_pool(architecture, layer):
    rows = architecture.list_layers((96, 96, 3), 4)
    assert choose_spatial_layer({row.name: (row.type, row.output_shape) for row in rows}) == layer


def test_a_layer_can_be_named_and_a_wrong_one_is_refused_with_one_that_would_do(small):
    model, image = small
    network = OpenedModel(model, SCALER)
    assert do_all(GradCAM(layer="conv").explain(network, image, [0])).shape == (1, 8, 8)
    with pytest.raises(ExplanationError, match="such as conv. Received: flatten"):
        do_all(GradCAM(layer="flatten").explain(network, image, [0]))


@pytest.fixture(scope="module")
def digits() -> tuple[OpenedModel, np.ndarray, np.ndarray]:
    """A network that has learned to read, and digits that it reads rightly."""
    from sklearn.datasets import load_digits

    data = load_digits()
    images = (data.images[..., np.newaxis] * (255 / 16)).astype(np.uint8)
    keras.utils.set_random_seed(0)
    inputs = keras.Input((8, 8, 1))
    x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    x = keras.layers.GlobalMaxPooling2D()(x)
    model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
    scaler = Scaler(scale=(1 / 255,), offset=(0.0,))
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
    model.fit(scaler.transform(images[:1500]), data.target[:1500], epochs=6, batch_size=64, verbose=0)
    network = OpenedModel(model, scaler)
    predicted = do_all(network.predict(images[1500:])).argmax(axis=1)
    right = 1500 + np.flatnonzero(predicted == data.target[1500:])[:20]
    assert len(right) == 20
    return network, images[right], data.target[right]


@every_explanation
def test_without_the_lit_places_a_real_digit_is_lost_sooner_than_without_others(digits, cls):
    network, images, labels = digits
    gaps = []
    for image, label in zip(images, labels, strict=True):
        (heat,) = do_all(cls().explain(network, image, [label]))
        curve = do_all(delete_places(network, image, int(label), heat))
        assert curve.fractions == FRACTIONS
        # Both begin with the whole image and end with none of it.
        assert curve.lit[0] == pytest.approx(curve.moved[0], abs=1e-5)
        assert curve.lit[-1] == pytest.approx(curve.moved[-1], abs=1e-5)
        gaps.append(curve.gap)
    assert np.mean(gaps) > 0.05
