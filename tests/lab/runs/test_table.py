"""What the table of runs shows."""

import time

from lab.config import RunConfig
from lab.optimizers.adam import Adam
from lab.runs.record import RunRecord
from lab.runs.status import RunStatus
from lab.runs.table import differing_settings, find_runs


def record(number: int, config: RunConfig | None = None, **values: object) -> RunRecord:
    config = config or RunConfig()
    return RunRecord(
        **{
            "id": str(number), "number": number, "owner": "", "state": RunStatus.FINISHED, "created": 0.0,
            "dataset": "digits", "architecture": "mlp", "test_accuracy": None, "config": config.model_dump_json(),
            **values,
        }
    )  # fmt: skip


def test_only_what_differs_is_shown():
    records = [record(1), record(2, RunConfig(optimizer=Adam(learning_rate=0.01)))]
    assert [(one.label, one.texts) for one in differing_settings(records)] == [("Learning rate", ("0.001", "0.01"))]
    assert differing_settings(records[:1]) == []
    assert differing_settings([]) == []


def test_every_word_must_occur_somewhere():
    records = [record(1, tags=("Lesson",), note="too slow"), record(2, RunConfig(optimizer=Adam(learning_rate=0.01)))]
    assert [one.number for one in find_runs(records, "lesson SLOW")] == [1]
    assert [one.number for one in find_runs(records, "0.01 adam")] == [2]
    assert [one.number for one in find_runs(records, "#2")] == [2]
    assert find_runs(records, "lesson 0.01") == []
    assert find_runs(records, "") == records


def test_a_thousand_runs_take_little_time():
    records = [record(number, RunConfig(seed=number)) for number in range(1000)]
    differing_settings(records)
    began = time.process_time()
    differing_settings(records)
    assert time.process_time() - began < 0.5
