"""Fetching the weights of a pretrained network: `python -m lab.fetch_weights NAME`.

NAME is one of `BASES`, or `whole-` and one of `WHOLE`: with the classifier and the names of its classes.
"""

import os
import sys
import time
import urllib.request
from pathlib import Path

from lab.fetching import Fetch, FetchProgress
from lab.files import replace_file
from lab.i18n import _, for_every_reader
from lab.imagenet import CLASS_INDEX, WHOLE
from lab.pretrained import BASES, PublishedFile, find_damage, find_file
from lab.settings import load_settings

# A server that says nothing for this long says nothing more.
SECONDS_OF_SILENCE = 60
SECONDS_BETWEEN_REPORTS = 0.3
CHUNK_BYTES = 1 << 18
PREFIX = "whole-"


def weights_fetch(name: str) -> Fetch:
    """The fetch of a network's weights.

    Args:
        name: one of `BASES`, or `whole-` and one of `WHOLE`.
    """
    directory = load_settings().weights_directory
    return Fetch("lab.fetch_weights", name, directory, directory / _list_files(name)[-1].file)


def whole_fetch(name: str) -> Fetch:
    """The fetch of a whole network's weights and, before them, the names of its classes.

    Args:
        name: one of `WHOLE`.
    """
    return weights_fetch(PREFIX + name)


def _list_files(name: str) -> list[PublishedFile]:
    """What is fetched, the largest last."""
    if name.startswith(PREFIX):
        return [CLASS_INDEX, WHOLE[name.removeprefix(PREFIX)].published]
    return [BASES[name].published]


@for_every_reader()
def main(name: str) -> None:
    """Fetch the files; the progress ends as done or failed, and each file appears whole or not at all.

    Args:
        name: see `weights_fetch`.
    """
    fetch, files = weights_fetch(name), _list_files(name)
    for file in files:
        try:
            _fetch(file, fetch)
        except Exception as error:
            message = _describe_failure(name, file, fetch, error)
            fetch.write_progress(FetchProgress("failed", message=message), os.getpid())
            raise
    fetch.write_progress(FetchProgress("done"), os.getpid())


def _fetch(file: PublishedFile, fetch: Fetch) -> None:
    path = fetch.directory / file.file
    if path != fetch.result and find_file(file.file) is not None:
        return
    _drop_halves(path)
    replace_file(path, lambda temporary: _download(file, temporary, fetch), lambda temporary: _check(file, temporary))


def _drop_halves(path: Path) -> None:
    """Remove what a killed fetch left."""
    for left in path.parent.glob(f".new-*-{path.name}"):
        left.unlink(missing_ok=True)


def _download(wanted: PublishedFile, path: Path, fetch: Fetch) -> None:
    done, reported = 0, 0.0
    with urllib.request.urlopen(wanted.address, timeout=SECONDS_OF_SILENCE) as response, path.open("wb") as file:
        # Whatever the other side sends: no more than the file can be.
        while done <= wanted.size_bytes and (chunk := response.read(CHUNK_BYTES)):
            file.write(chunk)
            done += len(chunk)
            if time.monotonic() - reported > SECONDS_BETWEEN_REPORTS:
                reported = time.monotonic()
                fetch.write_progress(FetchProgress("running", done, wanted.size_bytes), os.getpid())


def _check(wanted: PublishedFile, path: Path) -> None:
    problem = find_damage(wanted, path)
    if problem:
        raise OSError(_("what came is not what Keras published ({problem})").format(problem=problem))


def _describe_failure(name: str, file: PublishedFile, fetch: Fetch, error: Exception) -> str:
    text = _("{title} could not be fetched: {reason}. Without a network, put {file} from {address} into {folder}.")
    # urllib wraps what the network said.
    reason = str(getattr(error, "reason", error)) or type(error).__name__
    title = BASES[name.removeprefix(PREFIX)].title
    values = {"title": title, "reason": reason.rstrip("."), "file": file.file, "address": file.address}
    return text.format(**values, folder=fetch.directory)


if __name__ == "__main__":
    main(sys.argv[1])
