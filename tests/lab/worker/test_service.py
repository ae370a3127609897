import base64
import io

import keras
import numpy as np
import pytest

from lab.config import RunConfig
from lab.datasets.subset import Subset
from lab.runs.event_log import EventLog
from lab.runs.run_folder import RunFolder
from lab.scaling.tf import TF
from lab.scaling.zero_one import ZeroOne
from lab.worker.service import ModelService
from lab.worker.train import train
from tests.lab.worker.test_first_batch import SMALL

CONFIG = RunConfig(**SMALL)
IMAGES = np.random.default_rng(0).integers(0, 256, (5, *CONFIG.preparation.input_shape), np.uint8)


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> RunFolder:
    folder = RunFolder(tmp_path_factory.mktemp("run"))
    folder.create(CONFIG)
    with EventLog(folder.events_path) as log:
        train(folder, log)
    keras.backend.clear_session()
    return folder


def predict(run: RunFolder, **options: object) -> np.ndarray:
    buffer = io.BytesIO()
    np.save(buffer, IMAGES)
    request = {"id": 1, "operation": "predict", "run": str(run.path), "checkpoint": "best"}
    images = base64.b64encode(buffer.getvalue()).decode()
    answer = ModelService().answer({**request, "images": images, **options})
    assert "error" not in answer
    return np.array(answer["result"])


def test_a_prediction_uses_the_run_s_own_scaling_unless_another_is_asked_for(run):
    as_trained = predict(run)
    np.testing.assert_allclose(as_trained.sum(axis=1), 1, rtol=1e-5)
    same, other = (scaling.fit(Subset.whole(IMAGES)).model_dump(mode="json") for scaling in (ZeroOne(), TF()))
    np.testing.assert_allclose(predict(run, scaler=same), as_trained, atol=1e-6)
    assert np.abs(predict(run, scaler=other) - as_trained).max() > 0.01
