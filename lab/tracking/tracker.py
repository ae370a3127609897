"""Follows a run's event log and tells a server what happens, for as long as the run goes on."""

import contextlib
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from lab.runs.about import read_about
from lab.runs.event_log import read_events
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from lab.tracking.destination import Destination
from lab.tracking.memory import Memory, read_memory, write_memory
from lab.tracking.translation import list_parameters, list_points, list_test_figures, name_status

POLL_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 30.0
# After its run's end a tracker goes on trying for so long; a resumed run tells the rest.
GIVE_UP_SECONDS = 60.0
# A killed worker writes no last state; the controller does so at once, where there is one.
STATE_SECONDS = 5.0
LONGEST_PROBLEM = 300


class Tracker:
    """Tells a server of a run. The run's folder remembers how far it has come.

    Args:
        folder: the run.
        destination: the server.
        uri: its address.
    """

    def __init__(self, folder: RunFolder, destination: Destination, uri: str) -> None:
        self._folder = folder
        self._destination = destination
        self._secret = urlsplit(uri).netloc.rpartition("@")[0] + "@"
        server = self._hide_secret(uri)
        remembered = read_memory(folder)
        self._memory = remembered if remembered and remembered.server == server else Memory(server=server)
        self._offset = self._memory.offset
        self._has_begun = False

    def follow(self, gone: threading.Event, give_up_seconds: float = GIVE_UP_SECONDS) -> None:
        """Tell what happens until the run's worker is gone and all is told, or the server does not answer.

        Args:
            gone: set when the worker has ended.
            give_up_seconds: how long to go on trying after that.
        """
        wait = 0.0
        while not gone.wait(wait):
            wait = POLL_SECONDS if self._succeeds(self._send) else _prolong(wait)
        deadline = time.monotonic() + give_up_seconds
        state, message = self._wait_for_state()
        wait = 0.0
        while not self._succeeds(lambda: self._end(state, message)):
            wait = _prolong(wait)
            if time.monotonic() + wait > deadline:
                return
            time.sleep(wait)

    def _succeeds(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except Exception as error:
            text = (str(error).strip().splitlines() or [""])[0]
            problem = self._hide_secret(f"{type(error).__name__}: {text}")[:LONGEST_PROBLEM]
            with contextlib.suppress(OSError):
                self._remember(problem=problem)
            return False
        return True

    def _begin(self) -> None:
        """Make the run there, or go on with the one that is remembered."""
        run_id = self._memory.run_id
        if run_id:
            self._destination.set_status(run_id, "RUNNING", {})
        else:
            name = read_about(self._folder).name or self._folder.id
            run_id, url = self._destination.create_run(name, {"lab.run": self._folder.id})
            self._remember(run_id=run_id, url=self._hide_secret(url))
        self._destination.log(run_id, list_parameters(self._folder.read_json(self._folder.config_path)), [])
        self._has_begun = True

    def _send(self) -> None:
        if not self._has_begun:
            self._begin()
        events, offset = read_events(self._folder.events_path, self._offset)
        points = [point for event in events for point in list_points(event)]
        if points:
            self._destination.log(self._memory.run_id, {}, points)
            self._remember(offset=offset)
        self._offset = offset
        self._remember(problem="")

    def _wait_for_state(self) -> tuple[RunStatus, str]:
        """The state that the run ended in."""
        deadline = time.monotonic() + STATE_SECONDS
        while not (ended := self._folder.status())[0].ended and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS / 2)
        return ended if ended[0].ended else (RunStatus.INTERRUPTED, "")

    def _end(self, state: RunStatus, message: str) -> None:
        self._send()
        if self._folder.evaluation_path.exists():
            evaluation = self._folder.read_json(self._folder.evaluation_path)
            epoch = RunHistory(self._folder).follow().epochs.last("epoch") or 0
            written = self._folder.evaluation_path.stat().st_mtime
            self._destination.log(self._memory.run_id, {}, list_test_figures(evaluation, epoch, written))
        tags = {"lab.state": str(state), "lab.message": message}
        self._destination.set_status(self._memory.run_id, name_status(state), tags)

    def _remember(self, **changed: object) -> None:
        """Write down what changed, where something did."""
        memory = self._memory.model_copy(update=changed)
        if memory != self._memory:
            self._memory = memory
            write_memory(self._folder, memory)

    def _hide_secret(self, text: str) -> str:
        """Text without the name and password of an address such as http://ann:secret@host."""
        return text.replace(self._secret, "") if len(self._secret) > 1 else text


def _prolong(wait: float) -> float:
    return min(max(2 * wait, POLL_SECONDS), LONGEST_WAIT_SECONDS)
