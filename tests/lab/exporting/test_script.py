"""A script or a notebook repeats a run where there is nothing of the lab."""

import json
import subprocess
import sys
import zipfile
from io import BytesIO

import numpy as np
import pytest

from lab.architectures.grey_cnn import GreyCNN
from lab.architectures.mlp import MLP
from lab.architectures.transfer import Transfer
from lab.augmentation.geometric import Geometric
from lab.augmentation.none import NoAugmentation
from lab.callbacks import Callbacks, EarlyStopping, ModelCheckpoint, ReduceLROnPlateau
from lab.config import RunConfig, Split
from lab.errors import ConfigError
from lab.exporting.notebook import write_notebook
from lab.exporting.script import write_script
from lab.exporting.script_archive import export_script
from lab.losses.categorical import Categorical
from lab.optimizers.sgd import SGD
from lab.runs.history import RunHistory
from lab.runs.status import RunStatus
from lab.scaling import Scaler
from lab.schedules.cosine import Cosine

SMALL = Split(validation_split=0.5, test_split=0.5)
PLAIN = RunConfig(
    architecture=MLP(),
    split=SMALL,
    epochs=2,
    callbacks=Callbacks(
        model_checkpoint=ModelCheckpoint(filename="kept-{epoch:02d}", save_best_only=False),
        reduce_lr_on_plateau=ReduceLROnPlateau(enabled=True, patience=1, min_delta=5),
        early_stopping=EarlyStopping(enabled=True, patience=50),
    ),
)
EVERYTHING = RunConfig(
    architecture=GreyCNN(dropout=0.5),
    split=SMALL,
    augmentation=Geometric(),
    loss=Categorical(label_smoothing=0.1),
    class_weights=True,
    optimizer=SGD(learning_rate=0.05, momentum=0.9, nesterov=True, global_clipnorm=1.0),
    schedule=Cosine(),
    seed=3,
    deterministic=True,
    epochs=2,
)


RICH = EVERYTHING.model_copy(update={"augmentation": NoAugmentation()})
KEEP = """
import json
kept = {name: list(map(float, values)) for name, values in history.history.items()}
json.dump(kept, open("history.json", "w"))
"""
# As Jupyter does it: one cell after the other, in one namespace.
RUN_NOTEBOOK = """
import json
with open("train.ipynb", encoding="utf-8") as file:
    cells = json.load(file)["cells"]
for cell in cells:
    if cell["cell_type"] == "code":
        exec(compile(cell["source"], cell["id"], "exec"))
"""


def train_and_unpack(forks, run, folder) -> RunHistory:
    """Train a run and unpack its script's zip; gives what the lab saw."""
    assert forks.work(run)
    history = RunHistory(run).follow()
    assert history.state is RunStatus.FINISHED, history.state_message
    with zipfile.ZipFile(BytesIO(export_script(run, "Run 1"))) as archive:
        archive.extractall(folder)
    return history


def check_losses(folder, history: RunHistory) -> None:
    kept = json.loads((folder / "history.json").read_text())
    for name in ("loss", "val_loss"):
        np.testing.assert_allclose(kept[name][0], history.epochs[name][0], rtol=2e-5)
        np.testing.assert_allclose(kept[name], history.epochs[name], rtol=2e-4)
    assert (folder / "best.weights.h5").exists()


@pytest.mark.slow
@pytest.mark.timeout(700)
def test_a_script_has_the_losses_of_the_run_with_tensorflow_alone(forks, make_run, tmp_path, clean_environment):
    history = train_and_unpack(forks, make_run("run", PLAIN), tmp_path / "alone")
    clean_environment.run((tmp_path / "alone/train.py").read_text() + KEEP, tmp_path / "alone")
    check_losses(tmp_path / "alone", history)


@pytest.mark.slow
@pytest.mark.timeout(700)
def test_a_notebook_has_the_losses_of_the_run_with_tensorflow_alone(forks, make_run, tmp_path, clean_environment):
    history = train_and_unpack(forks, make_run("run", RICH), tmp_path / "alone")
    clean_environment.run(RUN_NOTEBOOK + KEEP, tmp_path / "alone")
    check_losses(tmp_path / "alone", history)


@pytest.mark.slow
def test_a_script_with_augmentation_has_the_losses_of_the_run(forks, make_run, tmp_path):
    """Where albumentations is, as the script says; with nothing of the lab on Python's path."""
    folder = tmp_path / "alone"
    history = train_and_unpack(forks, make_run("run", EVERYTHING), folder)
    assert "albumentations" in (folder / "requirements.txt").read_text()
    code = (folder / "train.py").read_text()
    assert "import lab" not in code and "from lab" not in code
    (folder / "alone.py").write_text(code + KEEP)
    command = [sys.executable, "-I", "alone.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr[-2000:]
    check_losses(folder, history)


def test_a_notebook_holds_the_same_code_cell_by_cell():
    code = write_script(EVERYTHING, Scaler(scale=(1 / 255,), offset=(0.0,)), 10, "Run 1")
    notebook = json.loads(write_notebook(code))
    assert notebook["nbformat"] == 4
    cells = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(cells) == 8
    for cell in cells:
        compile(cell, "cell", "exec")
    assert "".join(cells).count("model.fit") == 1


@pytest.mark.parametrize("title", ['"""\nimport os', "\\", "Kätzchen 고양이"])
def test_whatever_a_run_is_called_its_script_is_python(title):
    compile(write_script(PLAIN, Scaler(scale=(1.0,), offset=(0.0,)), 10, title), "train.py", "exec")


def test_scaling_of_reversed_channels_is_written_out():
    scaler = Scaler(scale=(1.0,) * 3, offset=(-103.9, -116.8, -123.7), reverse_channels=True)
    assert "[..., ::-1]" in write_script(PLAIN, scaler, 10, "Run")


def test_pretrained_weights_cannot_be_written_and_the_way_out_is_named():
    config = PLAIN.model_copy(update={"architecture": Transfer()})
    with pytest.raises(ConfigError, match="Take the Keras model instead"):
        write_script(config, Scaler(scale=(1.0,), offset=(0.0,)), 10, "Run")
