"""A run's curves as TensorBoard event files: records of `Event` messages, written without TensorBoard itself."""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lab.runs.history import RunHistory, Series
from lab.runs.run_folder import RunFolder

EPOCH_TAGS = {"epoch_loss": "loss", "epoch_accuracy": "accuracy", "epoch_learning_rate": "learning_rate"}
VALIDATION_TAGS = {"epoch_loss": "val_loss", "epoch_accuracy": "val_accuracy"}
BATCH_TAGS = {"batch_loss": "loss", "batch_accuracy": "accuracy", "batch_learning_rate": "learning_rate"}
# TensorBoard takes every file for event files whose name holds "tfevents".
FILE_NAME = "events.out.tfevents.{seconds}.lab"
VERSION = "brain.Event:2"


def zip_event_files(folder: RunFolder, name: str) -> bytes:
    """Write the curves and the settings of a run as a zip of event files.

    Below `name` there are folders `train` and `validation` with the tags of Keras's own TensorBoard callback, so that
    both stand in one chart. The step of `epoch_…` is the number of the epoch, from 1, that of `batch_…` the optimizer
    step; the time of both leaves pauses out. The config is text under the tag `config`.

    Args:
        folder: the run.
        name: of the zip's folder.
    """
    history = RunHistory(folder).follow()
    began = history.started_at or 0.0
    train = [
        _text("config", folder.read_json(folder.config_path), began),
        *_scalars(history.batches, "step", BATCH_TAGS, began),
        *_scalars(history.epochs, "epoch", EPOCH_TAGS, began),
    ]
    validation = list(_scalars(history.epochs, "epoch", VALIDATION_TAGS, began))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, events in (("train", train), ("validation", validation)):
            archive.writestr(f"{name}/{part}/{FILE_NAME.format(seconds=int(began))}", _pack(events, began))
    return buffer.getvalue()


def _scalars(series: Series, step: str, tags: dict[str, str], began: float) -> Iterator[Any]:
    """An event for each row, without the numbers that were not finite."""
    from tensorflow.compat.v1 import Event, Summary

    columns = {tag: series[column] for tag, column in tags.items()}
    for row, (number, elapsed) in enumerate(zip(series[step], series["elapsed"], strict=True)):
        values = {tag: column[row] for tag, column in columns.items() if column[row] is not None}
        summary = Summary(value=[Summary.Value(tag=tag, simple_value=value) for tag, value in values.items()])
        yield Event(wall_time=began + (elapsed or 0.0), step=number, summary=summary)


def _text(tag: str, value: object, began: float) -> Any:  # noqa: ANN401 - TensorFlow is untyped
    """JSON as TensorBoard's tab Text shows it: a block of code in Markdown."""
    import tensorflow as tf
    from tensorflow.compat.v1 import Event, Summary, SummaryMetadata

    block = f"```json\n{json.dumps(value, ensure_ascii=False, indent=1)}\n```"
    metadata = SummaryMetadata(plugin_data=SummaryMetadata.PluginData(plugin_name="text"))
    shown = Summary.Value(tag=tag, metadata=metadata, tensor=tf.make_tensor_proto([block.encode()]))
    return Event(wall_time=began, step=0, summary=Summary(value=[shown]))


def _pack(events: list[Any], began: float) -> bytes:
    """An event file: the version, then the events."""
    import tensorflow as tf
    from tensorflow.compat.v1 import Event

    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "events"
        with tf.io.TFRecordWriter(str(path)) as writer:
            for event in (Event(wall_time=began, file_version=VERSION), *events):
                writer.write(event.SerializeToString())
        return path.read_bytes()
