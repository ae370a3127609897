"""Bringing in images of one's own: choosing them, progress, a question perhaps, and what became of every file."""

from pathlib import Path
from typing import Any

import streamlit as st

from components import session
from components.backend import get_imports
from components.failures import shown_failures
from components.formatting import format_duration
from components.open_data import choose_dataset
from components.verbatim import verbatim
from lab.datasets import Dataset
from lab.datasets.imported import Imported
from lab.errors import LabError
from lab.i18n import _, translate
from lab.importing.folder import list_folders
from lab.importing.jobs import ImportJob
from lab.importing.request import ImportRequest
from lab.importing.table import TableColumns, read_table
from lab.settings import load_settings
from lab.whys import explain_setting

SECONDS_BETWEEN_LOOKS = 0.3
# In the address: that something is to be imported, which import is under way, and which view is open.
ADD_PARAMETER, JOB_PARAMETER, VIEW_PARAMETER = "add", "import", "view"


def draw_import() -> None:
    """Draw the import that the address names, or the choice of what to import."""
    job = _find_job()
    if job is None:
        _draw_choice()
    elif job.state == "running":
        st.subheader(_("Bringing in {title}").format(title=verbatim(job.request.title)), anchor=False)
        st.fragment(_draw_progress, run_every=SECONDS_BETWEEN_LOOKS)(job.id)
    elif job.state == "asking":
        _draw_question(job)
    elif job.state == "failed":
        st.error(translate(job.error), icon=":material/error:")
        st.caption(_("Nothing was imported; everything is as it was."))
        _draw_choice()
    else:
        _adopt(job)


def draw_import_button() -> None:
    """Draw the button that leads to the choice of what to import, or back from it."""
    if ADD_PARAMETER not in st.query_params:
        if st.button(_("Bring in your own images"), icon=":material/add_photo_alternate:", width="stretch"):
            st.query_params[ADD_PARAMETER] = "1"
            st.rerun()
        return
    job = _find_job()
    is_under_way = job is not None and job.state != "failed"
    if not is_under_way and st.button(_("Back"), icon=":material/arrow_back:", width="stretch"):
        leave_import()
        st.rerun()


def wants_import(dataset: Dataset) -> bool:
    """Whether something is to be imported before there is anything else to look at.

    Args:
        dataset: the draft's.
    """
    asked = ADD_PARAMETER in st.query_params or JOB_PARAMETER in st.query_params
    return asked or (isinstance(dataset, Imported) and not dataset.id)


def leave_import() -> None:
    """Take the import out of the address."""
    for parameter in (ADD_PARAMETER, JOB_PARAMETER):
        st.query_params.pop(parameter, None)


def _find_job() -> ImportJob | None:
    """The import that the address names, where there is one."""
    job_id = st.query_params.get(JOB_PARAMETER)
    return get_imports().find(job_id) if job_id else None


def _draw_choice() -> None:
    st.subheader(_("Bring in your own images"), anchor=False)
    st.markdown(
        _(
            "Put the images of each class into a folder of their own, named after the class, and pack the folders into "
            "a zip archive. Folders `train`, `validation` and `test` above the class folders are kept as the split."
        )
    )
    ways = {"archive": _("A zip archive"), "folder": _("A folder on the server")}
    way = st.segmented_control(
        _("Where they are"),
        list(ways),
        default="archive",
        required=True,
        format_func=ways.__getitem__,
        key="import-way",
    )
    request = _choose_archive() if way == "archive" else _choose_folder()
    with st.expander(_("The classes are in a table (CSV)")):
        table = _choose_table()
    if st.button(_("Bring them in"), type="primary", icon=":material/move_to_inbox:", disabled=request is None):
        assert request is not None
        with shown_failures():
            _start({**request, **table})


def _choose_archive() -> dict[str, Any] | None:
    settings = load_settings()
    upload = st.file_uploader(
        _("Zip archive"),
        type="zip",
        key="import-archive",
        help=_(
            "At most {files:,} files and {size:,} MB unpacked; larger sets go through a folder on the server."
        ).format(files=settings.import_files, size=settings.import_megabytes),
    )
    return None if upload is None else {"kind": "archive", "upload": upload, "title": Path(upload.name).stem or "zip"}


def _choose_folder() -> dict[str, Any] | None:
    root = load_settings().folder_root
    folders = list_folders()
    folder = st.selectbox(
        _("Folder"),
        folders,
        index=None,
        placeholder=_("Choose a folder") if folders else _("There is none yet"),
        help=_("Below {root}, which the lab's administrator has set (LAB_FOLDER_ROOT).").format(root=root),
    )
    if not folders:
        st.caption(_("Put a folder of class folders into {root}.").format(root=root))
    return None if folder is None else {"kind": "folder", "location": folder, "title": folder}


def _choose_table() -> dict[str, Any]:
    st.caption(
        _("A row for each image: its path, its class, and if you like its part (train, validation, test) and a group.")
    )
    upload = st.file_uploader(_("Table"), type=["csv", "tsv", "txt"], key="import-table")
    if upload is None:
        return {}
    try:
        table = read_table(upload.getvalue(), upload.name)
    except LabError as error:
        st.error(str(error), icon=":material/error:")
        return {}
    suggested = table.suggest()
    chosen = {}
    for place, (name, field) in zip(st.columns(4), TableColumns.model_fields.items(), strict=True):
        options = [*table.columns] if field.is_required() else ["", *table.columns]
        chosen[name] = place.selectbox(
            _(field.title or name),
            options,
            index=options.index(getattr(suggested, name)),
            format_func=lambda one: one or _("none"),
            help=explain_setting(TableColumns, name),
            key=f"import-column-{name}-{upload.file_id}",
        )
    return {"table_upload": upload, "table_title": upload.name, "columns": TableColumns(**chosen)}


def _start(chosen: dict[str, Any]) -> None:
    """Keep the uploads and start the import; the address names it, so that a reload finds it again."""
    values = {name: value for name, value in chosen.items() if "upload" not in name}
    for upload, field in (("upload", "location"), ("table_upload", "table")):
        if upload in chosen:
            values[field] = str(get_imports().keep_upload(chosen[upload].getbuffer(), Path(chosen[upload].name).suffix))
    st.query_params[JOB_PARAMETER] = get_imports().start(ImportRequest(**values))
    st.rerun()


def _draw_progress(job_id: str) -> None:
    job = get_imports().find(job_id)
    if job is None or job.state != "running":
        st.rerun()
    phases = {
        "checking": _("Checking every file name and size …"),
        "reading": _("Reading {done:,} of {total:,} files").format(done=job.done, total=job.total),
        "comparing": _("Looking for images that are alike …"),
    }
    left = job.seconds_left
    text = phases[job.phase] + ("" if left is None else " · " + _("{time} left").format(time=format_duration(left)))
    share = job.done / job.total if job.phase == "reading" and job.total else float(job.phase == "comparing")
    st.progress(min(1.0, share), text=text)
    if st.button(_("Cancel"), icon=":material/close:"):
        get_imports().cancel(job_id)
        st.query_params.pop(JOB_PARAMETER, None)
        st.rerun()


def _draw_question(job: ImportJob) -> None:
    st.warning(translate(job.error), icon=":material/help:")
    with st.container(horizontal=True):
        if st.button(_("Merge them"), type="primary", icon=":material/merge:"):
            get_imports().answer(job.id, "merge")
            st.rerun()
        if st.button(_("Keep them apart"), icon=":material/call_split:"):
            get_imports().answer(job.id, "apart")
            st.rerun()
        if st.button(_("Cancel"), icon=":material/close:"):
            get_imports().cancel(job.id)
            leave_import()
            st.rerun()


def _adopt(job: ImportJob) -> None:
    """Choose what has been imported, and show what became of every file where something was left out."""
    assert job.imported is not None
    choose_dataset(Imported(id=job.imported.id, version_id=job.imported.version))
    leave_import()
    if job.imported.report.skipped or job.imported.report.notes:
        st.query_params[VIEW_PARAMETER] = "report"
        session.count_up(VIEW_PARAMETER)
    else:
        count = job.imported.report.imported
        st.toast(_("All {count:,} files are images, and here they are.").format(count=count), icon=":material/check:")
    st.rerun()
