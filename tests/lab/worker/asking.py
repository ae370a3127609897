"""What the model service would answer, without a process of its own."""

import io
from typing import Any

from lab.wire import read_message, write_message
from lab.worker.context import Context
from lab.worker.scheduler import Scheduler
from lab.worker.service import perform

MEGABYTES = 100_000


def ask(operation: str, context: Context | None = None, **arguments: object) -> Any:
    """The result of an operation; a mistake fails the test."""
    answer = answer_request(operation, context, **arguments)
    assert "error" not in answer, answer
    return answer["result"]


def answer_request(operation: str, context: Context | None = None, **arguments: object) -> dict[str, Any]:
    """The message that ends the request, with everything sent as it is between processes."""
    answers = io.BytesIO()
    scheduler = Scheduler(lambda message: write_message(answers, message))
    request = as_sent(arguments)
    scheduler.add(1, perform(context or Context(MEGABYTES * 1e6), operation, request))
    scheduler.close()
    scheduler.run()
    answers.seek(0)
    messages = iter(lambda: read_message(answers), None)
    return [message for message in messages if message and "share" not in message][-1]


def as_sent(arguments: dict[str, object]) -> dict[str, Any]:
    """Arguments as the service gets them."""
    file = io.BytesIO()
    write_message(file, arguments)
    file.seek(0)
    return read_message(file) or {}
