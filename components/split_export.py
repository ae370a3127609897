"""The address that sends a split data set as a zip archive, made while it is sent."""

import json
from collections.abc import AsyncIterator, Iterator
from urllib.parse import quote

from starlette.concurrency import iterate_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from lab.config import RunConfig, Split
from lab.datasets import Dataset
from lab.datasets.export import export_split
from lab.datasets.splitting import split_indices
from lab.errors import LabError
from lab.validation import validate

EXPORT_ADDRESS = "/lab/split.zip"


def export_address(dataset: Dataset, split: Split) -> str:
    """Where the archive of a split is.

    Args:
        dataset: which images.
        split: how they are divided.
    """
    wanted = {"dataset": dataset.model_dump(mode="json"), "split": split.model_dump(mode="json")}
    return f"{EXPORT_ADDRESS}?of={quote(json.dumps(wanted, separators=(',', ':')))}"


def _send(request: Request) -> Response:
    try:
        config = validate(RunConfig, json.loads(request.query_params.get("of", "{}")))
        source = config.dataset.open()
        indices = split_indices(source.labels, source.parts, source.class_names, config.split, source.groups)
    except (LabError, ValueError) as error:
        return PlainTextResponse(str(error), status_code=400)
    disposition = f"attachment; filename*=UTF-8''{quote(config.dataset.label())}.zip"
    return StreamingResponse(
        _pieces(export_split(source, indices)),
        media_type="application/zip",
        headers={"Content-Disposition": disposition},
    )


def _pieces(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    # Reading and packing happen in another thread; the server goes on answering.
    return iterate_in_threadpool(pieces)


ROUTES = [Route(EXPORT_ADDRESS, _send)]
