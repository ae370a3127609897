"""Fetching the weights of a pretrained network: `python -m lab.fetch_weights NAME`."""

import os
import sys
import time
import urllib.request
from pathlib import Path

from lab.fetching import Fetch, FetchProgress
from lab.files import replace_file
from lab.i18n import _
from lab.pretrained import BASES, Pretrained, find_damage
from lab.settings import load_settings

# A server that says nothing for this long says nothing more.
SECONDS_OF_SILENCE = 60
SECONDS_BETWEEN_REPORTS = 0.3
CHUNK_BYTES = 1 << 18


def weights_fetch(name: str) -> Fetch:
    """The fetch of a network's weights.

    Args:
        name: one of `BASES`.
    """
    directory = load_settings().weights_directory
    return Fetch("lab.fetch_weights", name, directory, directory / BASES[name].file)


def main(name: str) -> None:
    """Fetch the file; its progress ends as done or failed, and the file appears whole or not at all.

    Args:
        name: one of `BASES`.
    """
    base, fetch = BASES[name], weights_fetch(name)
    try:
        _drop_halves(fetch)
        replace_file(fetch.result, lambda path: _download(base, path, fetch), lambda path: _check(base, path))
        fetch.write_progress(FetchProgress("done"), os.getpid())
    except Exception as error:
        fetch.write_progress(FetchProgress("failed", message=_describe_failure(base, fetch, error)), os.getpid())
        raise


def _drop_halves(fetch: Fetch) -> None:
    """Remove what a killed fetch left."""
    for left in fetch.directory.glob(f".new-*-{fetch.result.name}"):
        left.unlink(missing_ok=True)


def _download(base: Pretrained, path: Path, fetch: Fetch) -> None:
    done, reported = 0, 0.0
    with urllib.request.urlopen(base.address, timeout=SECONDS_OF_SILENCE) as response, path.open("wb") as file:
        # Whatever the other side sends: no more than the file can be.
        while done <= base.size_bytes and (chunk := response.read(CHUNK_BYTES)):
            file.write(chunk)
            done += len(chunk)
            if time.monotonic() - reported > SECONDS_BETWEEN_REPORTS:
                reported = time.monotonic()
                fetch.write_progress(FetchProgress("running", done, base.size_bytes), os.getpid())


def _check(base: Pretrained, path: Path) -> None:
    problem = find_damage(base, path)
    if problem:
        raise OSError(_("what came is not what Keras published ({problem})").format(problem=problem))


def _describe_failure(base: Pretrained, fetch: Fetch, error: Exception) -> str:
    text = _("{title} could not be fetched: {reason}. Without a network, put {file} from {address} into {folder}.")
    # urllib wraps what the network said.
    reason = str(getattr(error, "reason", error)) or type(error).__name__
    values = {"title": base.title, "reason": reason.rstrip("."), "file": base.file, "address": base.address}
    return text.format(**values, folder=fetch.directory)


if __name__ == "__main__":
    main(sys.argv[1])
