"""What an idle worker does while it waits: everything slow that doesn't depend on the run."""


def warm_up() -> None:
    """Import what training needs, and train a tiny network once so that TensorFlow's own set-up is done."""
    import albumentations  # noqa: F401
    import keras
    import numpy as np
    import sklearn.model_selection  # noqa: F401

    import lab.worker.job  # noqa: F401
    from lab.architectures.grey_cnn import GreyCNN
    from lab.datasets.subset import Subset
    from lab.scaling import Scaler
    from lab.worker.feed import make_feed

    model = GreyCNN().build((5, 5, 1), 2)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"], steps_per_execution=2)
    images = Subset.whole(np.zeros((8, 5, 5, 1), np.uint8))
    feed = make_feed(images, Scaler(scale=(1.0,), offset=(0.0,)), batch_size=4, shuffle_seed=0)
    model.fit(feed, validation_data=feed, epochs=1, shuffle=False, verbose=0)
    keras.backend.clear_session()
