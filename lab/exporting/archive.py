"""A whole run as a zip, and back: what comes in is checked name by name before any of it is believed."""

import contextlib
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

from lab.architectures.base import StackedArchitecture
from lab.errors import DatasetError, RunError
from lab.exporting.weights_check import check_weights, list_weights
from lab.files import ZIP_ERRORS
from lab.i18n import N_, _
from lab.importing.archive import Archive
from lab.runs.insight import LOOK, list_epochs, read_handful, read_look
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from lab.source_text import SourceText

FORMAT = 1
MANIFEST = "manifest.json"
CONFIG = "config.json"
FILES = (
    CONFIG, "events.jsonl", "labels.json", "scaler.json", "evaluation.json", "about.json", "control.json",
    "predictions.npz", "most_wrong.npz", "first_batch.npz", "base.weights.h5",
)  # fmt: skip
CHECKPOINT = re.compile(r"checkpoints/[A-Za-z0-9_-][A-Za-z0-9_.-]*\.weights\.h5")
INSIGHT = re.compile(rf"insight/(images\.npz|{LOOK.pattern})")
NEEDED = (CONFIG, "events.jsonl")


def export_run(folder: RunFolder) -> bytes:
    """Pack a run: settings, curves, results, checkpoints; no images but those of its results.

    Args:
        folder: the run.
    """
    buffer = io.BytesIO()
    names = [name for name in FILES if (folder.path / name).is_file()]
    names += [f"checkpoints/{name}.weights.h5" for name in folder.checkpoints()]
    names += _list_insight(folder)
    hashes = {}
    # Weights do not get smaller by packing; the logs do.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in names:
            data = (folder.path / name).read_bytes()
            hashes[name] = hashlib.sha256(data).hexdigest()
            archive.writestr(name, data)
        archive.writestr(MANIFEST, json.dumps({"format": FORMAT, "run": folder.id, "sha256": hashes}, indent=1))
    return buffer.getvalue()


def unpack_run(path: Path, title: str, staging: Path) -> RunFolder:
    """Unpack an exported run into an empty folder, believing nothing in it.

    Args:
        path: the zip.
        title: what its owner calls it, for messages.
        staging: an empty folder; what is left in it after an error is the caller's to remove.

    Returns:
        The run there; one that had not ended is interrupted.

    Raises:
        RunError: it is not an exported run, or damaged; names the file.
    """
    try:
        archive = Archive(path, title)
    except DatasetError as error:
        raise RunError(str(error)) from error
    names = [file.name for file in archive.files]
    _check_names(names, title)
    try:
        for place, name in enumerate(names):
            target = staging / name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(archive.read(place))
    except DatasetError as error:
        raise RunError(str(error)) from error
    _check_hashes(staging, names, title)
    folder = RunFolder(staging)
    _check_content(folder)
    (staging / MANIFEST).unlink()
    return folder


def _list_insight(folder: RunFolder) -> list[str]:
    """What was kept of the epochs; a file that cannot be read stays behind, as nothing else depends on it."""
    names = []
    if folder.handful_path.exists():
        with contextlib.suppress(RunError):
            read_handful(folder)
            names.append(f"insight/{folder.handful_path.name}")
    for epoch in list_epochs(folder):
        with contextlib.suppress(RunError):
            read_look(folder, epoch)
            names.append(f"insight/{folder.look_path(epoch).name}")
    return names


def _check_names(names: list[str], title: str) -> None:
    missing = [name for name in (MANIFEST, *NEEDED) if name not in names]
    if missing:
        text = _("{archive} is not a run exported by the lab: it has no {file}.")
        raise RunError(text.format(archive=title, file=missing[0]))
    for name in names:
        if name not in (MANIFEST, *FILES) and not (CHECKPOINT.fullmatch(name) or INSIGHT.fullmatch(name)):
            text = _("{archive} is not a run exported by the lab: `{name}` is none of a run's files.")
            raise RunError(text.format(archive=title, name=name[:200]))


def _check_hashes(staging: Path, names: list[str], title: str) -> None:
    damaged = _("{archive} is damaged: {file}.")
    try:
        hashes = dict(json.loads((staging / MANIFEST).read_text(encoding="utf-8"))["sha256"])
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(damaged.format(archive=title, file=MANIFEST)) from error
    for name in [*hashes, *names]:
        if name == MANIFEST:
            continue
        file = staging / name
        if name not in names or hashlib.sha256(file.read_bytes()).hexdigest() != hashes.get(name):
            raise RunError(damaged.format(archive=title, file=name[:200]))


def _check_content(folder: RunFolder) -> None:
    """What it says must be what the lab could have written itself."""
    config = folder.read_config()
    for checkpoint in folder.checkpoints():
        path = folder.checkpoint_path(checkpoint)
        labels = folder.read_json(folder.labels_path)
        if isinstance(config.architecture, StackedArchitecture):
            network = config.architecture.draw(config.preparation.input_shape, len(labels))
            check_weights(path, network, len(labels))
        else:
            list_weights(path)
    if folder.base_weights_path.exists():
        list_weights(folder.base_weights_path)
    for epoch in list_epochs(folder):
        read_look(folder, epoch)
    if folder.handful_path.exists():
        read_handful(folder)
    state, _message = folder.status()
    if not state.ended:
        folder.append_state(RunStatus.INTERRUPTED, SourceText(N_("It was exported before its end.")))


def check_no_archive_of_code(data: bytes, title: str) -> None:
    """Refuse a `.keras` or `.h5` model, and say which of its layers may run code.

    The lab takes no models from elsewhere: only runs, whose networks it builds itself. Nothing is loaded here.

    Args:
        data: the file.
        title: its name.

    Raises:
        RunError: it is a Keras model.
    """
    code = _find_code(data)
    if code is None:
        return
    if code:
        text = _("{file} is a Keras model with {layers}, which may run any code. The lab runs no code from files.")
        raise RunError(text.format(file=title, layers=", ".join(sorted(code))))
    text = _("{file} is a Keras model. The lab takes the zip of a run (Export, “Whole run”), no other models.")
    raise RunError(text.format(file=title))


def _find_code(data: bytes) -> set[str] | None:
    """The classes in a Keras model that are not Keras's own layers, or Lambda; None where it is no model."""
    if data[:8] == b"\x89HDF\r\n\x1a\n":
        return set(re.findall(r'"class_name": ?"(Lambda)"', data.decode("latin-1")))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "config.json" not in archive.namelist() or "metadata.json" not in archive.namelist():
                return None
            with archive.open("config.json") as file:
                config = json.loads(file.read(10_000_000))
    except (*ZIP_ERRORS, KeyError, RecursionError):
        return None
    found: set[str] = set()
    _collect_code(config, found, 0)
    return found


def _collect_code(value: object, found: set[str], depth: int) -> None:
    if depth > 60:
        return
    if isinstance(value, dict):
        name = value.get("class_name")
        module = str(value.get("module") or "")
        if isinstance(name, str) and (name in ("Lambda", "__lambda__") or not module.startswith(("keras", "builtins"))):
            found.add(f"`{name[:60]}`")
        for one in value.values():
            _collect_code(one, found, depth + 1)
    elif isinstance(value, list):
        for one in value:
            _collect_code(one, found, depth + 1)
