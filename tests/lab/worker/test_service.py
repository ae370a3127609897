import base64
import io

import keras
import numpy as np
import pytest

from lab.config import RunConfig
from lab.datasets.subset import Subset
from lab.judging.latency import Latency
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


def test_a_run_s_model_is_timed_alone_and_in_a_batch_and_the_machine_is_named(run):
    request = {"id": 1, "operation": "measure_latency", "run": str(run.path), "checkpoint": "best"}
    latency = Latency(**ModelService().answer(request)["result"])
    assert 0 < latency.batch_seconds < latency.one_seconds < 10
    assert latency.machine and latency.cores >= 1
