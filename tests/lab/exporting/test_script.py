"""A script or a notebook repeats a run where there is nothing of the lab."""

import json
import os
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


def run_alone(folder, code: str) -> dict[str, list[float]]:
    """Run code as a file in a folder, with nothing of the lab on Python's path; gives what it kept in `history`."""
    keep = "\nimport json\nkept = {name: list(map(float, values)) for name, values in history.history.items()}\n"
    keep += "json.dump(kept, open('h.json', 'w'))\n"
    (folder / "again.py").write_text(code + keep)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-P", "again.py"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads((folder / "h.json").read_text())


@pytest.mark.slow
@pytest.mark.parametrize("config", [PLAIN, EVERYTHING], ids=["plain", "everything"])
def test_a_script_has_the_losses_of_the_run(forks, make_run, tmp_path, config):
    run = make_run("run", config)
    assert forks.work(run)
    history = RunHistory(run).follow()
    assert history.state is RunStatus.FINISHED, history.state_message
    alone = tmp_path / "alone"
    with zipfile.ZipFile(BytesIO(export_script(run, "Run 1"))) as archive:
        archive.extractall(alone)
    code = (alone / "train.py").read_text()
    assert "import lab" not in code and "from lab" not in code
    kept = run_alone(alone, code)
    for name in ("loss", "val_loss"):
        np.testing.assert_allclose(kept[name], history.epochs[name], rtol=2e-4)
    assert (alone / "best.weights.h5").exists()


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
