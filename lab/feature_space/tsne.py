"""t-SNE of kept features, in a process of its own: scikit-learn's cannot be ended otherwise."""

import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

import numpy as np

from lab.errors import ServiceError
from lab.feature_space.space import Places
from lab.files import PROJECT_DIRECTORY
from lab.held_lock import held_lock
from lab.i18n import _
from lab.looking.shares import OnShare, ignore_share

SECONDS_BETWEEN_LOOKS = 0.2


def locate_embedding(features_path: Path) -> Path:
    """Where the embedding of kept features stands, or will."""
    return features_path.with_suffix(".tsne.npy")


def find_embedding(features_path: Path, on_share: OnShare = ignore_share) -> Places:
    """The t-SNE of kept features: that which is kept, or else computed now.

    Args:
        features_path: where the features are.
        on_share: told five times a second what share is done; what it raises ends the process.

    Returns:
        (count, 2), float32.

    Raises:
        ServiceError: the process ended before it was done.
    """
    path = locate_embedding(features_path)
    if not path.exists():
        with held_lock(path, lambda: on_share(0.0)):
            if not path.exists():
                _compute(features_path, on_share)
    return np.asarray(np.load(path, allow_pickle=False), np.float32)


def _compute(features_path: Path, on_share: OnShare) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "lab.feature_space", str(features_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        cwd=PROJECT_DIRECTORY,
        # Its threads wait for each other by spinning: on a machine that others use too, two took five times as long
        # as one.
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    with process:
        try:
            assert process.stdout is not None
            _follow(process.stdout, on_share)
            process.wait()
        finally:
            process.kill()
    if process.returncode or not locate_embedding(features_path).exists():
        raise ServiceError(_("t-SNE ended before it was done. Try again."))


def _follow(answers: IO[str], on_share: OnShare) -> None:
    """Pass on what the process tells, until it ends."""
    told: queue.SimpleQueue[float | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(answers, told), daemon=True).start()
    share: float | None = 0.0
    while share is not None:
        on_share(share)
        try:
            share = told.get(timeout=SECONDS_BETWEEN_LOOKS)
        except queue.Empty:
            continue


def _listen(answers: IO[str], told: "queue.SimpleQueue[float | None]") -> None:
    for line in answers:
        told.put(json.loads(line)["share"])
    told.put(None)
