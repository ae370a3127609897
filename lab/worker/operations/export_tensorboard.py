"""A run's curves for TensorBoard."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lab.runs.run_folder import RunFolder
from lab.worker.context import Context
from lab.worker.event_files import zip_event_files
from lab.worker.operations.base import operation
from lab.worker.scheduler import Pieces


@operation
def export_tensorboard(context: Context, folder: Path, name: str) -> Pieces[NDArray[np.uint8]]:
    """Write a run's curves as TensorBoard event files.

    Args:
        context: of the service.
        folder: the run's.
        name: of the zip's folder.

    Returns:
        The zip's bytes.
    """
    return np.frombuffer((yield from context.apart(zip_event_files, RunFolder(folder), name)), np.uint8)
