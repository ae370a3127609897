"""Fetching the weights of a pretrained network: `python -m lab.fetch_weights NAME`."""

import os
import sys
import time
import urllib.request
from pathlib import Path

from lab.errors import LabError
from lab.fetching import Fetch, FetchProgress
from lab.i18n import _
from lab.pretrained import BASES, CHUNK_BYTES, Pretrained, check_weights, weights_directory

SECONDS_OF_SILENCE = 60
SECONDS_BETWEEN_REPORTS = 0.3


def weights_fetch(name: str) -> Fetch:
    """The fetch of a network's weights.

    Args:
        name: one of `BASES`.
    """
    directory = weights_directory()
    return Fetch("lab.fetch_weights", name, directory, directory / BASES[name].file)


def main(name: str) -> None:
    """Fetch the file; its progress ends as done or failed, and the file appears whole or not at all."""
    base, fetch = BASES[name], weights_fetch(name)
    part = fetch.result.with_name(f".{base.file}.part")
    try:
        _download(base, part, fetch)
        check_weights(base, part)
        part.rename(fetch.result)
        fetch.write_progress(FetchProgress("done"), os.getpid())
    except (OSError, LabError) as error:
        text = _("{title} could not be fetched: {reason}. Without a network, put {file} from {address} into {folder}.")
        reason = (str(error) or type(error).__name__).rstrip(".")
        message = text.format(
            title=base.title, reason=reason, file=base.file, address=base.address, folder=fetch.directory
        )
        fetch.write_progress(FetchProgress("failed", message=message), os.getpid())
    finally:
        part.unlink(missing_ok=True)


def _download(base: Pretrained, part: Path, fetch: Fetch) -> None:
    part.parent.mkdir(parents=True, exist_ok=True)
    done, reported = 0, 0.0
    with urllib.request.urlopen(base.address, timeout=SECONDS_OF_SILENCE) as response, part.open("wb") as file:
        total = int(response.headers.get("Content-Length") or 0)
        while chunk := response.read(CHUNK_BYTES):
            file.write(chunk)
            done += len(chunk)
            if time.monotonic() - reported > SECONDS_BETWEEN_REPORTS:
                reported = time.monotonic()
                fetch.write_progress(FetchProgress("running", done, total), os.getpid())
    if total and done != total:
        raise OSError(_("only {done:,} of {total:,} bytes came").format(done=done, total=total))


if __name__ == "__main__":
    main(sys.argv[1])
