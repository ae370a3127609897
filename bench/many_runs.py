"""The pages Runs and Compare with many runs."""

import statistics
import time
from pathlib import Path

from bench.browser import WAIT_FOR_PAGE, browse, open_home
from bench.registry import Measurement, benchmark, report
from bench.server import Server, serve
from lab.config import RunConfig
from lab.optimizers.adam import Adam
from lab.runs.event_log import EventLog
from lab.runs.status import RunStatus
from lab.runs.store import RunStore

RUNS, EPOCHS = 1_000, 50
COMPARED, BATCHES = 10, 10_000
TIMES = 5


@benchmark
def runs_table_s() -> Measurement:
    """The page Runs with a thousand runs."""
    with serve(lambda home: _add_all(home, RUNS, EPOCHS)) as server:
        seconds = _time_page(server, f"{server.url}/runs")
    how = f"address to page at rest, {RUNS:,} runs of {EPOCHS} epochs, {_round(seconds)} after a first visit; median"
    return Measurement(statistics.median(seconds), "nothing", how)


@benchmark
def comparison_s() -> Measurement:
    """Ten runs of ten thousand batches laid over one another."""
    with serve(lambda home: _add_all(home, COMPARED, BATCHES)) as server:
        ids = ",".join(record.id for record in server.store().records())
        seconds = _time_page(server, f"{server.url}/compare?runs={ids}")
    how = f"address to page at rest, {COMPARED} runs of {BATCHES:,} batches, after a visit {_round(seconds)}; median"
    return Measurement(statistics.median(seconds), "nothing", how)


def _add_all(home: Path, count: int, batches: int) -> None:
    store = RunStore(home / "runs", home / "index.sqlite")
    for number in range(count):
        _add(store, number, batches)


def _add(store: RunStore, number: int, batches: int) -> None:
    """A run that has ended."""
    config = RunConfig(optimizer=Adam(learning_rate=0.001 * (1 + number % 7)), seed=number, epochs=EPOCHS)
    folder = store.create(config, "bench", f"bench-{number}")
    per_epoch = batches // EPOCHS
    with EventLog(folder.events_path, flush_seconds=60) as log:
        log.append("fit", epochs=EPOCHS, batches=per_epoch)
        for step in range(batches):
            loss = 2.3 / (1 + step / per_epoch)
            log.append("batch", step=step + 1, epoch=step // per_epoch + 1, batch=step % per_epoch + 1, loss=loss,
                       accuracy=0.5, learning_rate=0.001, images_per_second=1000.0, elapsed=step * 0.01)  # fmt: skip
            if (step + 1) % per_epoch == 0:
                epoch = (step + 1) // per_epoch
                log.append("epoch", epoch=epoch, loss=loss, accuracy=0.5, val_loss=loss * 1.1, val_accuracy=0.5,
                           learning_rate=0.001, images_per_second=1000.0, seconds=1.0, elapsed=step * 0.01)  # fmt: skip
        log.append("state", state=RunStatus.FINISHED, message="")
    store.update(folder.id, RunStatus.FINISHED)


def _time_page(server: Server, address: str) -> list[float]:
    seconds = []
    with browse() as page:
        open_home(page, server.url)
        server.wait_until_warm()
        for visit in range(TIMES + 1):
            began = time.monotonic()
            page.goto(address)
            page.evaluate(WAIT_FOR_PAGE)
            # The first visit imports what the page needs; a person meets that once a server.
            if visit:
                seconds.append(time.monotonic() - began)
                report(f"  {seconds[-1]:.2f} s")
    return seconds


def _round(seconds: list[float]) -> list[float]:
    return [round(one, 2) for one in seconds]
