"""What of a run can be taken home."""

from components.navigation import TRAIN
from lab.runs.status import RunStatus
from tests.components.conftest import open_page


def offered(app) -> list[str]:
    return [one.proto.label for one in app.get("download_button") if one.proto.label != "CSV"]


def test_a_run_without_weights_offers_only_itself(lab):
    folder = lab.add(state=RunStatus.STOPPED)
    assert offered(open_page(TRAIN.script, run=folder.id)) == ["Whole run"]


def test_a_run_with_weights_offers_everything(lab):
    folder = lab.add(state=RunStatus.STOPPED)
    weights = folder.checkpoint_path("best")
    weights.parent.mkdir()
    weights.write_bytes(b"weights")
    app = open_page(TRAIN.script, run=folder.id)
    assert {"Whole run", "Keras script", "Keras model", "Weights"} <= {*offered(app)}


def test_a_run_that_trains_offers_nothing_yet(lab):
    assert offered(open_page(TRAIN.script, run=lab.add(state=RunStatus.RUNNING).id)) == []
