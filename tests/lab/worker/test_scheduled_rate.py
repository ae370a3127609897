import numpy as np

from lab.config import RunConfig
from lab.runs.event_log import EventLog, read_events
from lab.runs.run_folder import RunFolder
from lab.schedules.one_cycle import OneCycle
from lab.worker.scheduled_rate import ScheduledRate
from lab.worker.train import train
from tests.lab.worker.test_first_batch import SMALL


def test_each_step_has_its_rate_and_beyond_the_end_it_stays():
    rate = ScheduledRate(np.array([0.5, 0.25, 0.125]))
    assert [float(rate(step)) for step in range(5)] == [0.5, 0.25, 0.125, 0.125, 0.125]


def test_what_is_drawn_before_training_is_what_is_trained_with(tmp_path):
    config = RunConfig(**{**SMALL, "schedule": OneCycle(rise=0.5)})
    folder = RunFolder(tmp_path / "run")
    folder.create(config)
    with EventLog(folder.events_path) as log:
        train(folder, log)
    events = read_events(folder.events_path)[0]
    batches = next(event["batches"] for event in events if event["kind"] == "fit")
    drawn = config.optimizer.learning_rate * config.schedule.factors(config.epochs, batches)
    points = [event for event in events if event["kind"] == "batch"]
    assert len(points) > 5
    for point in points:
        # Keras says the rate of the next step.
        expected = drawn[min(point["step"], len(drawn) - 1)]
        np.testing.assert_allclose(point["learning_rate"], expected, rtol=1e-4)
