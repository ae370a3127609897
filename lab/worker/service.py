"""The warm model service: builds networks to describe them, and asks the networks of runs.

Messages as `lab.wire` writes them: `{"id", "operation", "arguments"}` or `{"cancel": id}` on standard input,
`{"id", "share"}`, `{"id", "result"}` or `{"id", "error"}` back. It ends with its input, and so with the server that
started it.
"""

import os
import sys
import threading
from collections.abc import Generator, Mapping
from functools import partial
from typing import IO, TYPE_CHECKING, Any

from lab.i18n import write_for_every_reader
from lab.settings import load_settings
from lab.wire import read_message, write_message
from lab.worker.scheduler import Pieces, Scheduler

if TYPE_CHECKING:
    from lab.worker.context import Context


def perform(context: "Context", operation: str, arguments: Mapping[str, object]) -> Pieces[Any]:
    """Do what was asked for, in pieces.

    Args:
        context: of the service.
        operation: its name.
        arguments: as they came.

    Returns:
        The operation's result.
    """
    from lab.worker.operations import OPERATIONS

    try:
        result = OPERATIONS[operation](context, **arguments)
        return (yield from result) if isinstance(result, Generator) else result
    finally:
        context.networks.make_room()


def receive(requests: IO[bytes], scheduler: Scheduler, context: "Context") -> None:
    """Hand on what comes, until there is no more."""
    while (message := read_message(requests)) is not None:
        if "cancel" in message:
            scheduler.cancel(message["cancel"])
        else:
            scheduler.add(message["id"], perform(context, message["operation"], message["arguments"]))
    # The server is gone: nobody waits for what is still being worked on.
    os._exit(0)


def main() -> None:
    """Serve on standard input and output; what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    write_for_every_reader()
    from lab.worker.warm_up import warm_up

    warm_up()
    from lab.worker.context import Context

    context = Context(load_settings().service_megabytes * 1e6)
    scheduler = Scheduler(partial(write_message, answers))
    threading.Thread(target=receive, args=(sys.stdin.buffer, scheduler, context), daemon=True).start()
    scheduler.run()


if __name__ == "__main__":
    main()
