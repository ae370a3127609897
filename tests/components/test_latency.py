"""How long a network takes for an image, as the page says it."""

import pytest

import components.latency
from components.navigation import TRAIN
from lab.errors import ServiceError
from lab.judging.latency import Latency
from tests.components.conftest import button, open_page


class Service:
    """Answers as the model service does."""

    def __init__(self, answer: Latency | Exception) -> None:
        self._answer = answer

    def measure_latency(self, network, tell) -> Latency:
        assert network.checkpoint == "best"
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


@pytest.fixture
def measure(lab, monkeypatch):
    """The page of a tested run after a click on Measure."""

    def click(answer: Latency | Exception):
        folder = lab.add(right=[True] * 10)
        weights = folder.checkpoint_path("best")
        weights.parent.mkdir()
        weights.write_bytes(b"weights")
        monkeypatch.setattr(components.latency, "get_model_service", lambda: Service(answer))
        app = open_page(TRAIN.script, run=folder.id)
        button(app, "Measure").click().run()
        assert not app.exception
        return app

    return click


@pytest.mark.parametrize(("cores", "said"), [(1, "1 core"), (16, "16 cores")])
def test_both_figures_are_told_with_the_machine_and_stay(measure, cores, said):
    app = measure(Latency(0.0123, 0.0004, "Some Processor", cores))
    for _drawing in range(2):
        figures = {one.label: one.value for one in app.metric}
        assert (figures["One image alone"], figures["An image among 32"]) == ("12 ms", "0.4 ms")
        assert any(f"Some Processor ({said})" in one.value for one in app.caption)
        app.run()


def test_a_service_that_fails_says_so(measure):
    app = measure(ServiceError("The model service stopped."))
    assert [one.value for one in app.error] == ["The model service stopped."]
