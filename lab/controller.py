"""The controller: starts queued runs in a fair order, watches the running ones, and brings each to an end."""

import logging
import sqlite3
import threading
import time
from pathlib import Path

from filelock import FileLock, Timeout

from lab.augmentation.tracking import check_augmentation
from lab.config import RunConfig
from lab.datasets.imported import Imported
from lab.datasets.library import delete_imported, find_imported
from lab.errors import DatasetError, LabError, RunError
from lab.executors import Executor
from lab.i18n import N_, _
from lab.last_words import explain_end
from lab.queue_order import order_queue
from lab.runs.control import ask_for
from lab.runs.record import RunRecord
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from lab.runs.store import RunStore, read_test_accuracy
from lab.source_text import SourceText

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.2
STOP_GRACE_SECONDS = 3.0
TERMINATE_GRACE_SECONDS = 2.0
# A spare worker takes about 8 s to import TensorFlow; earlier it would only take time from the run that trains.
PREPARE_SECONDS = 15.0


class Controller:
    """Owns the queue; one a server, and one at work however many servers share the runs.

    Args:
        store: the runs.
        executor: starts workers.
        slots: how many runs train at once.
        warm_workers: how many idle workers to keep.
    """

    def __init__(self, store: RunStore, executor: Executor, slots: int = 1, warm_workers: int = 1) -> None:
        self.store = store
        self.histories = store.histories()
        self._executor = executor
        self._slots = slots
        self._warm_workers = warm_workers
        self._last_started: dict[str, int] = {}
        self._companions: dict[str, str] = {}
        self._starts = 0
        self._stop_asked: dict[str, float] = {}
        self._wake = threading.Event()
        self._closing = False
        self._lock_path: Path = store.directory.parent / "controller.lock"
        self._thread = threading.Thread(target=self._work, name="controller", daemon=True)

    def start(self) -> None:
        """Start working, in a thread; runs that an earlier server left behind are adopted."""
        self._thread.start()

    def close(self) -> None:
        """Stop working; runs go on."""
        self._closing = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def submit(self, config: RunConfig, owner: str, token: str) -> str:
        """Queue a run.

        Args:
            config: what is wanted.
            owner: who wants it.
            token: one for each intention, so that a double click makes one run.

        Returns:
            The run's id.

        Raises:
            ConfigError: the settings cannot work together.
            DatasetError: the data set is gone.
        """
        self._check(config)
        with self.store.lock:
            # Under the lock, so that its data set is not deleted at this moment.
            pinned = config.model_copy(update={"dataset": config.dataset.pinned()})
            folder = self.store.create(pinned, owner, token)
        self._wake.set()
        return folder.id

    def submit_duel(self, configs: tuple[RunConfig, RunConfig], owner: str, token: str) -> tuple[str, str]:
        """Queue two runs that start together, so that they can be watched side by side.

        Args:
            configs: what is wanted of each.
            owner: who wants it.
            token: one for each intention.

        Returns:
            Their ids.

        Raises:
            ConfigError: the settings cannot work together; nothing is queued.
            DatasetError: the data set is gone.
        """
        for config in configs:
            self._check(config)
        with self.store.lock:
            first, second = (self.submit(config, owner, f"{token}-{side}") for side, config in enumerate(configs))
            self._companions[first] = second
        return first, second

    def delete_dataset(self, dataset_id: str) -> None:
        """Delete an imported data set.

        Raises:
            DatasetError: a run that has not ended uses it; names the run. Or there is none of that id.
        """
        with self.store.lock:
            using = [record for record in self.runs_on(dataset_id) if not record.state.ended]
            if using:
                numbers = ", ".join(f"#{record.number}" for record in using)
                text = _("These images are in use by run {numbers}: wait for its end, or stop it.")
                raise DatasetError(text.format(numbers=numbers))
            delete_imported(dataset_id)

    def runs_on(self, dataset_id: str) -> list[RunRecord]:
        """The runs that were started on an imported data set, the newest first."""
        title = find_imported(dataset_id).describe().title
        return [record for record in self.store.records() if record.dataset == title and self._uses(record, dataset_id)]

    def _uses(self, record: RunRecord, dataset_id: str) -> bool:
        try:
            dataset = self.store.folder(record.id).read_config().dataset
        except LabError:
            return False
        return isinstance(dataset, Imported) and dataset.id == dataset_id

    def _check(self, config: RunConfig) -> None:
        config.check()
        config.architecture.check_ready()
        check_augmentation(config.augmentation, config.preparation.input_shape)

    def stop(self, run_id: str) -> None:
        """Ask for a run's end: a flag first, force after a few seconds."""
        self.store.folder(run_id).request_stop()
        self._wake.set()

    def pause(self, run_id: str) -> None:
        """Let a run wait where it is; it keeps its memory and gives its place to the next."""
        self.store.folder(run_id).request_pause()

    def go_on(self, run_id: str) -> None:
        """End a run's pause."""
        self.store.folder(run_id).end_pause()

    def resume(self, run_id: str, *, epochs: int | None = None, learning_rate: float | None = None) -> None:
        """Queue a run that has ended once more; it goes on from its last whole checkpoint.

        Args:
            run_id: the run.
            epochs: how many in all, where it shall be more than before.
            learning_rate: another one.

        Raises:
            RunError: it has not ended.
            ConfigError: a value is not allowed.
        """
        with self.store.changing():
            if not self.store.record(run_id).state.ended:
                raise RunError(_("Only a run that has ended can be resumed; this one has not."))
            folder = self.store.folder(run_id)
            ask_for(folder, epochs=epochs, learning_rate=learning_rate)
            folder.prepare_resume()
            folder.append_state(RunStatus.QUEUED)
            self.store.update(run_id, RunStatus.QUEUED)
        self._wake.set()

    def position(self, run_id: str) -> int | None:
        """A queued run's place in the queue, 1 being the next to start; None for any other run."""
        waiting = order_queue(self.store.records((RunStatus.QUEUED,)), self._last_started)
        ids = [record.id for record in waiting]
        return ids.index(run_id) + 1 if run_id in ids else None

    def _work(self) -> None:
        lock = FileLock(self._lock_path)
        while not self._closing:
            try:
                lock.acquire(timeout=0)
                break
            except Timeout:
                # Another server on the same runs is at work; take over when it is gone.
                self._wake.wait(1)
                self._wake.clear()
        while not self._closing:
            self._wake.clear()
            try:
                self.tick()
            except Exception:
                # Whatever it was (a full disk, a locked database), runs that wait must not wait for ever.
                logger.exception("The controller could not do its round; it tries again.")
            self._wake.wait(TICK_SECONDS)
        self._executor.close()
        lock.release()

    def tick(self) -> None:
        """One round: look after the running, start the waiting, keep workers warm."""
        # What is paused has left its place to others.
        for record in self._present(RunStatus.PAUSED):
            self._attend(record)
        running = [record for record in self._present(RunStatus.RUNNING) if not self._attend(record)]
        queued = [record for record in self._present(RunStatus.QUEUED) if not self._drop_if_stopped(record)]
        order = order_queue(queued, self._last_started)
        free = max(0, self._slots - len(running))
        # The other side of a duel takes no place of its own: both must be seen at the same time.
        companions = {self._companions.pop(record.id, None) for record in order[:free]}
        starting = [record for place, record in enumerate(order) if place < free or record.id in companions]
        for record in starting:
            self._launch(record)
        running, waiting = running + starting, [record for record in order if record not in starting]
        self._executor.keep_warm(self._warm_workers if self._is_worth_warming(running, waiting) else 0)

    def _present(self, state: RunStatus) -> list[RunRecord]:
        """The runs in a state; one whose folder somebody has removed is forgotten."""
        present = []
        for record in self.store.records((state,)):
            if (self.store.directory / record.id).is_dir():
                present.append(record)
            else:
                self.store.forget(record.id)
        return present

    def _is_worth_warming(self, running: list[RunRecord], waiting: list[RunRecord]) -> bool:
        """Whether there is room for another run now, or soon and somebody waits for it."""
        if len(running) < self._slots:
            return True
        left = [self.histories.follow(record.id).seconds_left for record in running]
        return bool(waiting) and any(seconds is not None and seconds < PREPARE_SECONDS for seconds in left)

    def _launch(self, record: RunRecord) -> None:
        folder = self.store.folder(record.id)
        folder.append_state(RunStatus.RUNNING)
        self.store.update(record.id, RunStatus.RUNNING)
        self._starts += 1
        self._last_started[record.owner] = self._starts
        self._executor.submit(folder.path)

    def _drop_if_stopped(self, record: RunRecord) -> bool:
        folder = self.store.folder(record.id)
        if not folder.stop_requested():
            return False
        folder.append_state(RunStatus.STOPPED, SourceText(N_("It was still waiting.")))
        self.store.update(record.id, RunStatus.STOPPED)
        return True

    def _attend(self, record: RunRecord) -> bool:
        """Look after one run; tells whether it has ended or is paused."""
        try:
            return self._look_after(record)
        except (OSError, sqlite3.Error):
            # A full disk, for one: what cannot be written now is written in a later round, and the others go on.
            logger.exception("Run %s could not be looked after; the controller tries again.", record.id)
            return False

    def _look_after(self, record: RunRecord) -> bool:
        folder = self.store.folder(record.id)
        # Asked in this order: a worker writes its last state before it goes.
        job = self._executor.poll(folder.path)
        history = self.histories.follow(record.id)
        if not history.state.ended and not job.alive:
            folder.append_state(*explain_end(folder, history, job))
            history.follow()
        if history.state.ended:
            self._stop_asked.pop(record.id, None)
            self.store.update(record.id, history.state, read_test_accuracy(folder))
            return True
        if history.state is not record.state:
            self.store.update(record.id, history.state)
        self._press_stop(folder)
        return history.state is RunStatus.PAUSED

    def _press_stop(self, folder: RunFolder) -> None:
        if not folder.stop_requested():
            return
        waited = time.monotonic() - self._stop_asked.setdefault(folder.id, time.monotonic())
        if waited > STOP_GRACE_SECONDS:
            self._executor.cancel(folder.path, force=waited > STOP_GRACE_SECONDS + TERMINATE_GRACE_SECONDS)
