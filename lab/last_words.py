"""Why a run ended whose worker could not say so itself."""

from lab.executors.base import JobState
from lab.i18n import _, for_every_reader
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus


@for_every_reader()
def explain_end(folder: RunFolder, history: RunHistory, job: JobState) -> tuple[RunStatus, str]:
    """The state of a run whose worker is gone without having said one, and the reason.

    Args:
        folder: the run.
        history: what it had come to.
        job: what the executor knows of its end.
    """
    epoch = len(history.epochs) + 1
    kept = _("The last whole checkpoint is kept.") if folder.checkpoints() else _("No checkpoint had been written yet.")
    if folder.stop_requested():
        return RunStatus.STOPPED, _("The worker was ended in epoch {epoch}.").format(epoch=epoch) + " " + kept
    if job.out_of_memory:
        reason = _("Out of memory in epoch {epoch}. Lower the batch size or the image size.")
        return RunStatus.FAILED, reason.format(epoch=epoch) + " " + kept
    if job.exit_code is not None and job.exit_code > 0:
        reason = _("The worker ended in epoch {epoch} with exit code {code}; see worker.log in the run's folder.")
        return RunStatus.FAILED, reason.format(epoch=epoch, code=job.exit_code) + " " + kept
    reason = _("The worker was killed in epoch {epoch}.").format(epoch=epoch)
    return RunStatus.INTERRUPTED, reason + " " + kept
