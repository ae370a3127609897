"""The same training as a user would write it: `python -m bench.plain MODEL EPOCHS DATA [FOLDER]`.

MODEL is mlp, grey_cnn, rgb_cnn or resnet50; DATA is an .npz of uint8 `images` and `labels`, the training images first,
then `validation` (their number) to check on. With a FOLDER, the course's three callbacks are there too, and the best
weights go into it. Prints as JSON when each epoch ended (`ends`, seconds of a clock of its
own), and how many `parameters` and training `images` there were.
"""

import json
import sys
import time

import keras
import numpy as np
from keras import layers


def build(kind: str, input_shape: tuple[int, ...], num_classes: int) -> keras.Model:
    """The course's MLP, Grey CNN or RGB CNN, written out; Keras's own ResNet50 with the course's head."""
    if kind == "resnet50":
        base = keras.applications.ResNet50(weights=None, include_top=False, input_shape=input_shape)
        x = layers.Dropout(0.5)(layers.GlobalAveragePooling2D()(base.output))
        x = layers.Dropout(0.5)(layers.Dense(200, activation="relu")(x))
        return keras.Model(base.input, layers.Dense(num_classes, activation="softmax")(x))
    if kind == "grey_cnn":
        hidden = [
            layers.Conv2D(16, 3, padding="same", activation="relu"),
            layers.Conv2D(32, 4, padding="same", activation="relu"),
            layers.Conv2D(64, 4, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(50, activation="relu"),
            layers.Dense(20, activation="relu"),
        ]
    elif kind == "mlp":
        hidden = [layers.Flatten(), layers.Dense(64, activation="relu"), layers.Dense(128, activation="relu")]
    else:
        hidden = [
            layers.Conv2D(32, 5, activation="relu"),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, padding="same", activation="relu"),
            layers.Conv2D(64, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(128, 3, padding="same", activation="relu"),
            layers.Conv2D(128, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(300, activation="relu"),
            layers.Dropout(0.5),
        ]
    return keras.Sequential([layers.Input(input_shape), *hidden, layers.Dense(num_classes, activation="softmax")])


class Clock(keras.callbacks.Callback):
    """Notes when each epoch ends."""

    def __init__(self) -> None:
        super().__init__()
        self.ends: list[float] = []

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Note it."""
        self.ends.append(time.monotonic())


def make_callbacks(folder: str) -> list[keras.callbacks.Callback]:
    """The course's three, as the lab has them by default."""
    return [
        keras.callbacks.ModelCheckpoint(f"{folder}/best.weights.h5", save_best_only=True, save_weights_only=True),
        keras.callbacks.ReduceLROnPlateau(),
        keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True),
    ]


def main(kind: str, epochs: int, path: str, folder: str = "") -> None:
    """Train and print the times."""
    with np.load(path) as data:
        images, labels, validation = data["images"].astype("float32") / 255, data["labels"], int(data["validation"])
    model = build(kind, images.shape[1:], int(labels.max()) + 1)
    model.compile(keras.optimizers.Adam(0.001), "sparse_categorical_crossentropy", metrics=["accuracy"])
    clock = Clock()
    model.fit(
        images[:-validation],
        labels[:-validation],
        batch_size=32,
        epochs=epochs,
        validation_data=(images[-validation:], labels[-validation:]),
        callbacks=[*(make_callbacks(folder) if folder else []), clock],
        verbose=0,
    )
    print(json.dumps({"ends": clock.ends, "parameters": model.count_params(), "images": len(images) - validation}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
