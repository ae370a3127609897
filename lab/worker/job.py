"""One run from beginning to end: whatever happens, its log ends with a state and the reason."""

import json
import os
import sys
import traceback
from pathlib import Path

import psutil

from lab.errors import LabError, RunError
from lab.files import is_disk_full, write_json
from lab.i18n import _, write_for_every_reader
from lab.processes import start_of
from lab.runs.event_log import EventLog
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from lab.tracking.starting import tracked


def run_job(path: Path) -> None:
    """Turn the config in a run folder into a run.

    Args:
        path: the run's folder.
    """
    write_for_every_reader()
    folder = RunFolder(path)
    try:
        with folder.hold():
            process = psutil.Process()
            write_json(folder.process_path, {"pid": process.pid, "start_time": start_of(process)})
            _redirect_output(folder.worker_log_path)
            with EventLog(folder.events_path) as log, tracked(folder, log):
                _train_to_the_end(folder, log)
    except RunError:
        # Another worker has this run; what it writes must not be mixed with ours.
        traceback.print_exc()


def _train_to_the_end(folder: RunFolder, log: EventLog) -> None:
    from lab.worker.callbacks.reporter import NotFiniteError
    from lab.worker.callbacks.stop_watcher import StopRequested
    from lab.worker.train import train

    state, message = RunStatus.FAILED, ""
    try:
        with folder.reserve():
            train(folder, log)
        state = RunStatus.FINISHED
    except StopRequested:
        state, message = RunStatus.STOPPED, _describe_stop(folder)
    except NotFiniteError as error:
        message = _describe_no_number(error.step, error.epoch, folder)
    except LabError as error:
        message = str(error)
    except Exception as error:
        traceback.print_exc()
        message = _explain(error, folder)
    log.append("state", durable=True, state=state, message=message)


def _describe_stop(folder: RunFolder) -> str:
    if folder.checkpoints():
        return _("The curves and the best checkpoint are kept.")
    return _("No epoch was over, so there is no checkpoint.")


def _describe_no_number(step: int, epoch: int, folder: RunFolder) -> str:
    text = _("The loss became NaN or infinite at step {step} (epoch {epoch}). Lower the learning rate.")
    if folder.checkpoints():
        text = _(
            "The loss became NaN or infinite at step {step} (epoch {epoch}). Lower the learning rate. "
            "The last finite checkpoint is kept."
        )
    return text.format(step=step, epoch=epoch)


def _explain(error: Exception, folder: RunFolder) -> str:
    name = type(error).__name__
    if isinstance(error, MemoryError) or name == "ResourceExhaustedError":
        epoch = len(RunHistory(folder).follow().epochs) + 1
        return _("Out of memory in epoch {epoch}. Lower the batch size or the image size.").format(epoch=epoch)
    if is_disk_full(error):
        return _("The disk is full: {path}. The best checkpoint written before is kept.").format(path=folder.path)
    first_line = str(error).strip().splitlines()[:1]
    return _("The training ended with an error: {error}. More in worker.log in the run's folder.").format(
        error=f"{name}: {json.dumps(first_line[0][:200], ensure_ascii=False)}" if first_line else name
    )


def _redirect_output(path: Path) -> None:
    """Send what TensorFlow and Python print to the run's own log."""
    sys.stdout.flush()
    sys.stderr.flush()
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.close(file)
