"""Imports in real processes."""

import os
import time
import zipfile

import pytest

from lab.importing.jobs import ImportJobs
from lab.importing.request import ImportRequest
from lab.settings import load_settings


@pytest.fixture
def jobs(home):
    jobs = ImportJobs()
    yield jobs
    jobs.close()


def upload(jobs, files):
    """Keep an archive as the page does; gives where it is kept."""
    import io

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return jobs.keep_upload(buffer.getvalue(), ".zip")


def start(jobs, path):
    return jobs.start(ImportRequest(kind="archive", location=str(path), title="given"))


def wait(jobs, job_id, *states):
    end = time.monotonic() + 150
    while (job := jobs.find(job_id)) is None or job.state not in states:
        assert time.monotonic() < end, f"waited in vain: {job}"
        time.sleep(0.02)
    return job


def files_in(home):
    return sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file())


def test_an_upload_becomes_a_data_set_and_is_gone_itself(jobs, home, jpeg):
    path = upload(jobs, {**{f"{name}/1.jpg": jpeg(len(name)) for name in ("a", "bb", "ccc")}, "notes.txt": b"hello"})
    job = wait(jobs, start(jobs, path), "done")
    assert job.imported.report.imported == 3
    assert [one.file for one in job.imported.report.skipped] == ["notes.txt"]
    assert (load_settings().imported_directory / job.imported.id / "images.zip").exists()
    while path.exists():
        time.sleep(0.01)


def test_a_refused_one_says_why_and_leaves_nothing(jobs, home):
    path = upload(jobs, {"../evil.jpg": b""})
    job = wait(jobs, start(jobs, path), "failed")
    assert "`../evil.jpg` leads out of the archive" in job.error
    while path.exists():
        time.sleep(0.01)
    assert files_in(home) == []


@pytest.mark.parametrize(("answer", "classes"), [("merge", 2), ("apart", 3)])
def test_a_question_waits_for_its_answer(jobs, home, jpeg, answer, classes):
    from lab.datasets.imported import Imported

    path = upload(jobs, {f"{name}/1.jpg": jpeg(number) for number, name in enumerate(("Cat", "cat", "dog"))})
    job = wait(jobs, start(jobs, path), "asking")
    assert job.similar == (("Cat", "cat"),)
    assert path.exists()
    jobs.answer(job.id, answer)
    job = wait(jobs, job.id, "done")
    assert len(Imported(id=job.imported.id).open().class_names) == classes


def test_a_cancelled_one_leaves_nothing(jobs, home, jpeg):
    path = upload(jobs, {f"{'ab'[number % 2]}/{number}.jpg": jpeg(number, 600, 600) for number in range(200)})
    job_id = start(jobs, path)
    while (jobs.find(job_id) or pytest.fail("gone")).done == 0:
        time.sleep(0.01)
    jobs.cancel(job_id)
    assert jobs.find(job_id) is None
    assert files_in(home) == []


def test_a_process_that_dies_is_told_and_the_next_import_goes_on(jobs, home, jpeg):
    files = {f"{'ab'[number % 2]}/{number}.jpg": jpeg(number, 600, 600) for number in range(200)}
    job_id = start(jobs, upload(jobs, files))
    while jobs.find(job_id).done == 0:
        time.sleep(0.01)
    os.kill(jobs._processes[job_id].pid, 9)
    assert "ended before it was finished" in wait(jobs, job_id, "failed").error
    assert wait(jobs, start(jobs, upload(jobs, files)), "done").imported.report.imported == 200
    assert not [name for name in files_in(home) if ".new-" in name]


def test_what_an_earlier_server_was_given_is_removed(home):
    left = ImportJobs().keep_upload(b"half", ".zip")
    ImportJobs()
    assert not left.exists()
