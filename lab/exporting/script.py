"""A run as a plain Keras script that repeats it and needs nothing of the lab."""

from typing import Any

from lab.architectures.base import StackedArchitecture
from lab.augmentation import Augmentation
from lab.augmentation.code import write_code
from lab.augmentation.pipeline import Pipeline
from lab.config import RunConfig
from lab.errors import ConfigError
from lab.i18n import _
from lab.network_code import write_network_code
from lab.scaling import Scaler
from lab.schedules.constant import Constant

IMAGES_FILE = "images.npz"
CELL = "# %% "

HEAD = '''"""{title}

Repeats a training of the Deep Learning Lab. It needs this file, {images_file} beside it, tensorflow and numpy{more}:
pip install -r requirements.txt, then python train.py.
"""

# %% Setting up
import math

import keras
import numpy as np
import tensorflow as tf
{imports}
keras.utils.set_random_seed({seed})
{deterministic}
'''

IMAGES = """# %% The images: uint8, 0 … 255
data = dict(np.load("images.npz", allow_pickle=False))
class_names = data["class_names"].tolist()


def scale(images):
    return images.astype("float32"){reverse} * np.array({scale}, "float32") + np.array({offset}, "float32")


"""

BATCHES = """# %% The batches: a new order in each epoch, from the seed and the epoch's number alone
class Epoch(keras.callbacks.Callback):
    number = 0

    def on_epoch_begin(self, epoch, logs=None):
        self.number = epoch


epoch = Epoch()


def batches():
    images, labels = data["train_images"], data["train_labels"]
    order = np.random.default_rng(np.random.SeedSequence({seed}, spawn_key=(epoch.number,))).permutation(len(labels))
    for chunk, start in enumerate(range(0, len(order), {chunk_size})):
        chosen = order[start : start + {chunk_size}]
        taken = {take}
        for first in range(0, len(chosen), {batch_size}):
            one = slice(first, first + {batch_size})
            yield scale(taken[one]), labels[chosen[one]]{weights}


signature = (
    tf.TensorSpec((None, *data["train_images"].shape[1:]), tf.float32),
    tf.TensorSpec((None,), tf.int64),{weights_signature}
)
training = tf.data.Dataset.from_generator(batches, output_signature=signature)
training = training.apply(tf.data.experimental.assert_cardinality(math.ceil(len(data["train_labels"]) / {batch_size})))

"""

# Neighbours are augmented together, so that what an image becomes depends on the seed, the epoch and the chunk alone.
AUGMENT = """def augment(images, epoch, chunk):
    generator = np.random.default_rng(np.random.SeedSequence({seed}, spawn_key=(epoch, chunk)))
    pipeline.set_random_state(generator, random.Random(int(generator.integers(2**63))))
    return np.stack([pipeline(image=image)["image"].reshape(image.shape) for image in images])


"""

WEIGHTS = """counts = np.bincount(data["train_labels"], minlength=len(class_names))
present = counts > 0
class_weights = np.ones(len(class_names), "float32")
class_weights[present] = counts.sum() / (present.sum() * counts[present])
"""

SCHEDULE = """

class Schedule(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, rates):
        self.rates = rates

    def __call__(self, step):
        return keras.ops.take(self.rates, keras.ops.minimum(keras.ops.cast(step, "int32"), len(self.rates) - 1))


learning_rate = Schedule(data["learning_rates"])
"""

TRAINING = """# %% Training
validation = (scale(data["validation_images"]), data["validation_labels"])
history = model.fit(
    training, validation_data=validation, epochs={epochs}, callbacks=callbacks, shuffle=False, verbose=2
)

# %% The test, on images never seen before
{best}loss, accuracy = model.evaluate(scale(data["test_images"]), data["test_labels"], verbose=0)
print(f"Test loss {{loss:.4f}}, test accuracy {{accuracy:.4f}}")
"""


def write_script(config: RunConfig, scaler: Scaler, num_classes: int, title: str, batches_a_chunk: int = 1) -> str:
    """Write the script; its cells begin with `# %%`, as editors and notebooks know them.

    Args:
        config: the run's.
        scaler: as fitted in the run.
        num_classes: how many classes.
        title: what the run is called.
        batches_a_chunk: how many batches the lab augments together (`lab.worker.feed`).

    Raises:
        ConfigError: the network begins with weights from elsewhere, which a script cannot hold.
    """
    architecture = config.architecture
    if not isinstance(architecture, StackedArchitecture):
        text = _(
            "A script cannot hold the pretrained weights that {network} begins with. Take the Keras model instead."
        )
        raise ConfigError("architecture", text.format(network=_(architecture.title)))
    augmented = bool(config.augmentation.transforms())
    network = write_network_code(architecture.draw(config.preparation.input_shape, num_classes), architecture.name)
    parts = [
        _write_head(config, title, augmented),
        _write_images(scaler),
        WEIGHTS if config.class_weights else "",
        _write_pipeline(config.augmentation) + AUGMENT.format(seed=config.seed) if augmented else "",
        _write_batches(config, augmented, batches_a_chunk),
        f"{CELL}The network\n{network}\n",
        _write_learning(config, num_classes),
        TRAINING.format(
            epochs=config.epochs,
            best='model.load_weights("best.weights.h5")\n' if config.tested_checkpoint() == "best" else "",
        ),
    ]
    return "".join(parts)


def _write_head(config: RunConfig, title: str, augmented: bool) -> str:
    return HEAD.format(
        title=title.replace('"', "'").replace("\\", "/"),
        images_file=IMAGES_FILE,
        more=", albumentations 2.0" if augmented else "",
        imports="import random\n\nimport albumentations as A\n" if augmented else "",
        seed=config.seed,
        deterministic="tf.config.experimental.enable_op_determinism()\n" if config.deterministic else "",
    )


def _write_images(scaler: Scaler) -> str:
    reverse = "[..., ::-1]" if scaler.reverse_channels else ""
    return IMAGES.format(reverse=reverse, scale=list(scaler.scale), offset=list(scaler.offset))


def _write_pipeline(augmentation: Augmentation) -> str:
    if isinstance(augmentation, Pipeline):
        code = write_code(augmentation)
        code = code[code.index("pipeline = ") : code.index("# One stream")]
    else:
        code = f"pipeline = A.Compose({_list_transforms(augmentation)})\n"
    return f"{CELL}Augmentation\n{code}\n\n"


def _list_transforms(augmentation: Augmentation) -> str:
    """Transforms as albumentations itself describes them."""
    written = []
    for transform in augmentation.transforms():
        arguments = {**transform.get_base_init_args(), **transform.get_transform_init_args()}
        text = ", ".join(f"{name}={value!r}" for name, value in arguments.items())
        written.append(f"A.{type(transform).__name__}({text})")
    return "[\n    " + ",\n    ".join(written) + ",\n]"


def _write_batches(config: RunConfig, augmented: bool, batches_a_chunk: int) -> str:
    return BATCHES.format(
        seed=config.seed,
        batch_size=config.batch_size,
        chunk_size=config.batch_size * batches_a_chunk,
        take="augment(images[chosen], epoch.number, chunk)" if augmented else "images[chosen]",
        weights=", class_weights[labels[chosen[one]]]" if config.class_weights else "",
        weights_signature="\n    tf.TensorSpec((None,), tf.float32)," if config.class_weights else "",
    )


def _write_learning(config: RunConfig, num_classes: int) -> str:
    optimizer = config.optimizer
    rate = f"learning_rate = {optimizer.learning_rate!r}\n" if isinstance(config.schedule, Constant) else SCHEDULE
    arguments = "".join(f", {name}={value!r}" for name, value in optimizer.arguments().items())
    made = f"optimizer = keras.optimizers.{optimizer.keras_class}(learning_rate{arguments})\n"
    compiled = 'model.compile(optimizer, loss, metrics=["accuracy"])\n'
    callbacks = "callbacks = [\n    epoch,\n" + "".join(f"    {line},\n" for line in _list_callbacks(config)) + "]\n"
    return f"{CELL}How it learns\n{config.loss.code(num_classes)}{rate}{made}{compiled}{callbacks}\n"


def _list_callbacks(config: RunConfig) -> list[str]:
    checkpoint = config.callbacks.model_checkpoint
    plateau, stopping = config.callbacks.reduce_lr_on_plateau, config.callbacks.early_stopping
    monitored = {"monitor": checkpoint.monitor, "mode": checkpoint.direction}
    written = [_call("ModelCheckpoint", "best.weights.h5", **monitored, save_best_only=True, save_weights_only=True)]
    if checkpoint.filename:
        pattern = checkpoint.filename + checkpoint.suffix
        options = checkpoint.model_dump(include={"save_best_only", "save_weights_only"})
        written.append(_call("ModelCheckpoint", pattern, **monitored, **options))
    if plateau.enabled:
        options = plateau.model_dump(exclude={"enabled", "mode"})
        written.append(_call("ReduceLROnPlateau", mode=plateau.direction, **options))
    if stopping.enabled:
        options = stopping.model_dump(include={"monitor", "patience", "min_delta", "start_from_epoch"})
        baseline = {"baseline": stopping.baseline} if stopping.use_baseline else {}
        written.append(_call("EarlyStopping", mode=stopping.direction, **options, **baseline))
    return written


def _call(name: str, *positional: str, **arguments: Any) -> str:  # noqa: ANN401
    given = [repr(one) for one in positional] + [f"{key}={value!r}" for key, value in arguments.items()]
    return f"keras.callbacks.{name}({', '.join(given)})"
