"""The script, the notebook and the images in one zip."""

import io
import zipfile

import numpy as np
from numpy.typing import NDArray

from lab.datasets.base import Part
from lab.datasets.prepared import PreparedImages, prepare_images
from lab.datasets.splitting import split_indices
from lab.errors import RunError
from lab.exporting.notebook import write_notebook
from lab.exporting.script import IMAGES_FILE, write_script
from lab.feed_size import count_batches_a_call
from lab.i18n import _
from lab.runs.run_folder import RunFolder
from lab.scaling import Scaler
from lab.schedules.constant import Constant
from lab.validation import validate

MOST_BYTES = 500_000_000
REQUIREMENTS = "tensorflow\nnumpy\n"


def export_script(folder: RunFolder, title: str) -> bytes:
    """Write a run as a zip of `train.py`, `train.ipynb`, `images.npz` and `requirements.txt`.

    Args:
        folder: the run, trained at least for a moment.
        title: what the run is called.

    Raises:
        LabError: the images are gone or too many for a download, or the network begins with weights from elsewhere.
    """
    config, class_names = folder.read_config(), folder.read_json(folder.labels_path)
    scaler = validate(Scaler, folder.read_json(folder.scaler_path))
    data = prepare_images(config.dataset, config.preparation)
    total = len(data.images) * data.images.image_bytes
    if total > MOST_BYTES:
        text = _("The images take {size:,.0f} MB; a script comes with at most {most:,.0f} MB.")
        raise RunError(text.format(size=total / 1e6, most=MOST_BYTES / 1e6))
    indices = split_indices(data.images.labels, data.parts, data.class_names, config.split, data.groups)
    batches = count_batches_a_call(data.images.image_bytes, config.batch_size, bool(config.augmentation.transforms()))
    script = write_script(config, scaler, len(class_names), title, batches)
    arrays = _gather(data, indices, class_names)
    if not isinstance(config.schedule, Constant):
        steps = -(-len(indices["train"]) // config.batch_size)
        rates = config.optimizer.learning_rate * config.schedule.factors(config.epochs, steps)
        arrays["learning_rates"] = rates.astype(np.float32)
    return _pack(script, arrays, bool(config.augmentation.transforms()))


def _gather(
    data: PreparedImages, indices: dict[Part, NDArray[np.int64]], class_names: list[str]
) -> dict[str, NDArray[np.generic]]:
    arrays: dict[str, NDArray[np.generic]] = {"class_names": np.array(class_names, dtype=np.str_)}
    for part, chosen in indices.items():
        arrays[f"{part}_images"] = data.images.take(chosen)
        arrays[f"{part}_labels"] = data.images.labels[chosen]
    return arrays


def _pack(script: str, arrays: dict[str, NDArray[np.generic]], augmented: bool) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("train.py", script)
        archive.writestr("train.ipynb", write_notebook(script))
        archive.writestr("requirements.txt", REQUIREMENTS + ("albumentations==2.0.8\n" if augmented else ""))
        with archive.open(IMAGES_FILE, "w", force_zip64=True) as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)
    return buffer.getvalue()
