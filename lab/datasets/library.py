"""The library of imported data sets: a folder each (`lab.datasets.imported_folder`)."""

import os
import shutil

from lab.datasets.imported_folder import ImportedFolder, let_go_of_images
from lab.errors import DatasetError
from lab.i18n import _
from lab.settings import load_settings


def find_imported(dataset_id: str) -> ImportedFolder:
    """The folder of a data set.

    Raises:
        DatasetError: there is none of that id.
    """
    root = load_settings().imported_directory
    path = root / dataset_id
    if not dataset_id or dataset_id.startswith(".") or path.parent != root or not os.path.isdir(path):
        raise DatasetError(_("There is no data set {id}. It may have been deleted.").format(id=dataset_id))
    return ImportedFolder(path)


def list_imported() -> list[ImportedFolder]:
    """Every imported data set that can be described, the newest first."""
    root = load_settings().imported_directory
    if not root.is_dir():
        return []
    found: list[tuple[float, ImportedFolder]] = []
    for path in root.iterdir():
        if path.is_dir() and not path.name.startswith("."):
            try:
                found.append((ImportedFolder(path).describe().created, ImportedFolder(path)))
            except DatasetError:
                continue
    return [folder for _created, folder in sorted(found, key=lambda pair: pair[0], reverse=True)]


def delete_imported(dataset_id: str) -> None:
    """Delete a data set with its images; who calls sees to it that nobody uses it.

    Raises:
        DatasetError: there is none of that id.
    """
    folder = find_imported(dataset_id)
    let_go_of_images()
    doomed = folder.path.with_name(f".deleted-{dataset_id}")
    folder.path.rename(doomed)
    shutil.rmtree(doomed, ignore_errors=True)
