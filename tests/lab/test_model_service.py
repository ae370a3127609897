"""The service in a process of its own, as the server has it."""

import os
import signal
import threading
from collections.abc import Iterator
from contextvars import copy_context

import pytest

from lab.architectures.mlp import MLP
from lab.architectures.transfer import Transfer
from lab.config import RunConfig
from lab.datasets.shapes import Shapes
from lab.errors import ServiceError
from lab.i18n import _, set_language
from lab.model_service import ModelService
from lab.preparation import Preparation

CONFIG = RunConfig(
    dataset=Shapes(count=100, size=12), preparation=Preparation(size=12), architecture=MLP(), batch_size=12, epochs=1
)


@pytest.fixture(scope="module")
def service() -> Iterator[ModelService]:
    service = ModelService()
    yield service
    service.close()


class Closed(BaseException):
    """As Streamlit ends a script whose browser is gone."""


def test_an_impossible_request_is_answered_with_a_sentence(service):
    with pytest.raises(ServiceError, match="at least 32"):
        service.describe(Transfer(base="mobilenet_v2"), (8, 8, 3), 2)
    with pytest.raises(ServiceError, match="KeyError: 'dance'"):
        service.ask("dance")


def test_a_mistake_is_told_in_the_language_of_who_asks(service):
    def ask_in_korean() -> None:
        set_language("ko")
        service.ask("dance")

    with pytest.raises(ServiceError) as caught:
        copy_context().run(ask_in_korean)
    assert str(caught.value) == copy_context().run(in_korean, "The model service failed: {error}").format(
        error="KeyError: 'dance'"
    )


def in_korean(message: str) -> str:
    set_language("ko")
    translated = _(message)
    assert translated != message
    return translated


def test_who_no_longer_waits_is_forgotten_and_the_next_is_answered(service):
    def leave(_share: float | None) -> None:
        raise Closed

    config = CONFIG.model_copy(update={"batch_size": 4096, "preparation": Preparation(size=128)})
    with pytest.raises(Closed):
        service.time_steps(config, 2, leave)
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(ServiceError, match="Stopped"):
        service.ask("time_steps", cancel=cancel, config=config, num_classes=2)
    assert service.time_steps(CONFIG, 2) > 0


def test_a_killed_service_says_so_and_the_next_request_works(service):
    service.start()
    killed = service.pid
    threading.Timer(0.3, os.kill, (killed, signal.SIGKILL)).start()
    with pytest.raises(ServiceError, match="The model service stopped. It starts again: try once more."):
        service.time_steps(CONFIG.model_copy(update={"batch_size": 4096, "preparation": Preparation(size=128)}), 2)
    assert len(service.describe(Transfer(base="mobilenet_v2"), (32, 32, 3), 2)) > 100
    assert service.pid != killed
