"""What is laid up, what is left out, and what stays when an import fails at any moment."""

import io
import json
import os
import resource
import signal
import subprocess
import sys
import time
import zipfile
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from lab.datasets.imported import Imported
from lab.datasets.library import list_imported
from lab.errors import DatasetError, LabError
from lab.files import PROJECT_DIRECTORY
from lab.importing.request import ImportRequest, run_import
from lab.preparation import Preparation
from lab.settings import load_settings
from lab.source_text import unpack_text

COLORS = np.random.default_rng(0).integers(0, 256, (20, 30, 3), np.uint8)


def encode(image, form="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def claim_png(width, height):
    """A PNG's header that claims a size, without the pixels."""
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    parts = [header, b"IDAT" + zlib.compress(b"")]
    chunks = [len(part[4:]).to_bytes(4, "big") + part + zlib.crc32(part).to_bytes(4, "big") for part in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def turned(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encode(Image.fromarray(COLORS), "JPEG", exif=exif, quality=95)


WHOLE = {
    **{f"turned {orientation}.jpg": turned(orientation) for orientation in range(1, 9)},
    "cmyk.jpg": encode(Image.fromarray(COLORS).convert("CMYK"), "JPEG"),
    "palette.gif": encode(Image.fromarray(COLORS).quantize(16), "GIF"),
    "one bit.png": encode(Image.fromarray(COLORS).convert("1")),
    "grey.png": encode(Image.fromarray(COLORS[..., 0])),
    "grey with alpha.png": encode(Image.fromarray(COLORS[..., 0]).convert("LA")),
    "rgba.png": encode(Image.fromarray(np.dstack([COLORS, COLORS[..., :1]]))),
    "16 bits.png": encode(Image.fromarray(COLORS[..., 0].astype(np.uint16) * 257)),
    "animation.gif": encode(
        Image.fromarray(COLORS), "GIF", save_all=True, append_images=[Image.fromarray(255 - COLORS)]
    ),
    "one pixel.png": encode(Image.new("RGB", (1, 1), "red")),
    "line.png": encode(Image.new("RGB", (1, 30_000), "red")),
    "webp.webp": encode(Image.fromarray(COLORS), "WEBP"),
    "bmp.bmp": encode(Image.fromarray(COLORS), "BMP"),
    "tiff.tif": encode(Image.fromarray(COLORS), "TIFF"),
}
BROKEN = {
    "nothing.jpg": b"",
    "text.jpg": b"hello",
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "page.jpg": b"<!doctype html><html></html>",
    "half.jpg": encode(Image.fromarray(np.tile(COLORS, (10, 10, 1))), "JPEG")[:4000],
    "claim.png": claim_png(12_000, 12_000),
}


def test_every_kind_of_image_is_taken_and_every_other_file_named(make_zip, bring_in, jpeg):
    files = {f"good/{name}": data for name, data in {**WHOLE, **BROKEN}.items()}
    imported = bring_in(make_zip({**files, "other/1.jpg": jpeg(1)}))
    report = imported.report
    assert report.imported + len(report.skipped) == report.total == len(files) + 1
    reasons = {one.file.removeprefix("good/"): one.reason for one in report.skipped}
    assert reasons.keys() == BROKEN.keys()
    assert all(f"good/{name}" in reason for name, reason in reasons.items())
    for name in ("nothing.jpg", "text.jpg", "drawing.svg", "page.jpg"):
        assert "is not an image" in reasons[name]
    assert "is broken" in reasons["half.jpg"]
    assert "too many pixels: at most 50,000,000 are taken. Received: 12000×12000" in reasons["claim.png"]


@pytest.mark.parametrize("preparation", [Preparation(size=8), Preparation(size=8, color="grey", fit="pad")])
def test_preview_training_and_prediction_get_equal_pixels(preparation, make_zip, bring_in, jpeg):
    from lab.datasets.prepared import prepare_images

    files = {f"good/{name}": data for name, data in WHOLE.items()} | {"other/1.jpg": jpeg(1, 300, 200)}
    dataset = Imported(id=bring_in(make_zip(files)).id)
    source, trained = dataset.open(), prepare_images(dataset, preparation).images
    for index, name in enumerate(source.names):
        predicted = preparation.decode(files[name], name)
        np.testing.assert_array_equal(source.prepare(index, preparation), predicted, name)
        np.testing.assert_array_equal(trained.take(np.array([index]))[0], predicted, name)


def test_orientation_is_upright_everywhere(make_zip, bring_in, jpeg):
    upright = Image.fromarray(np.repeat(np.repeat(COLORS[:2, :3], 40, axis=0), 40, axis=1))
    undo = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    files = {}
    for orientation, turn in undo.items():
        exif = Image.Exif()
        exif[0x0112] = orientation
        files[f"a/{orientation}.jpg"] = encode(upright.transpose(turn), "JPEG", exif=exif, quality=98)
    source = Imported(id=bring_in(make_zip({**files, "b/1.jpg": jpeg(1)})).id).open()
    assert source.sizes()[:3].tolist() == [[120, 80]] * 3
    for index in range(3):
        np.testing.assert_allclose(source.read(index)[20::40, 20::40], COLORS[:2, :3], atol=12)


def test_the_same_images_are_one_data_set(make_zip, pets, bring_in):
    first, second = bring_in(make_zip(pets)), bring_in(make_zip(pets, "again.zip"))
    assert (first.id, first.version) == (second.id, second.version)
    assert len(list_imported()) == 1


def test_a_title_that_is_taken_gets_a_number(make_zip, pets, bring_in, jpeg):
    bring_in(make_zip(pets))
    bring_in(make_zip({**pets, "cat/9.jpg": jpeg(77)}))
    assert {folder.describe().title for folder in list_imported()} == {"given", "given (2)"}


def test_a_merge_is_a_decision_that_can_be_taken_back(make_zip, bring_in, jpeg):
    archive = make_zip({f"{name}/1.jpg": jpeg(number) for number, name in enumerate(("Cat", "cat", "dog"))})
    imported = bring_in(archive, similar="merge")
    dataset = Imported(id=imported.id, version_id=imported.version)
    assert dataset.open().class_names == ("Cat", "dog")
    apart = dataset.open().folder.keep_decisions(dataset.decisions().rename({"Cat": "Cat", "cat": "cat"}))
    assert Imported(id=imported.id, version_id=apart).open().class_names == ("Cat", "cat", "dog")


def test_a_class_without_a_readable_image_is_left_out_and_told(make_zip, pets, bring_in):
    imported = bring_in(make_zip({**pets, "fish/1.jpg": b"no fish", "bird/": b""}))
    assert imported.report.notes == (
        "The class `bird` has no image that can be read, and was left out.",
        "The class `fish` has no image that can be read, and was left out.",
    )


def test_two_images_are_too_few_to_split_and_that_is_told(make_zip, pets, bring_in, jpeg):
    imported = bring_in(make_zip({**pets, "fish/1.jpg": jpeg(5), "fish/2.jpg": jpeg(6)}))
    assert imported.report.notes == (
        "The class `fish` has 2 images; at least 3 are needed to train, validate and test.",
    )


def test_a_file_that_is_too_large_is_left_out(make_zip, pets, bring_in, monkeypatch):
    monkeypatch.setenv("LAB_IMPORT_FILE_MEGABYTES", "1")
    load_settings.cache_clear()
    report = bring_in(make_zip({**pets, "cat/large.bmp": os.urandom(1_500_000)})).report
    assert [one.reason for one in report.skipped] == ["cat/large.bmp has 2 MB; at most 1 MB are allowed."]


def run_process(home, request, before=None):
    environment = {**os.environ, "LAB_HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, "-m", "lab.importing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=PROJECT_DIRECTORY,
        env=environment,
        encoding="utf-8",
        preexec_fn=before,
    )
    process.stdin.write(request.model_dump_json() + "\n")
    process.stdin.flush()
    return process


def many(jpeg):
    return {f"{'ab'[number % 2]}/{number}.jpg": jpeg(number, 500, 500) for number in range(150)}


@pytest.mark.parametrize("share", [0.02, 0.4, 0.9])
def test_a_killed_import_leaves_nothing_that_stays(share, home, make_zip, jpeg, tree, pets, bring_in):
    bring_in(make_zip(pets, "before.zip"))
    before = tree(home)
    request = ImportRequest(kind="archive", location=str(make_zip(many(jpeg))), title="given")
    with run_process(home, request) as process:
        for line in process.stdout:
            told = json.loads(line)
            if told.get("phase") == "reading" and told["done"] >= share * told["total"]:
                break
        process.send_signal(signal.SIGKILL)
    # It may have been quicker than the signal.
    assert len(list_imported()) in (1, 2)
    assert run_import(request).report.imported == 150
    kept = {name: value for name, value in tree(home).items() if name in before}
    assert kept == before
    assert not [name for name in tree(home) if "/.new-" in name]


def test_the_end_of_the_server_ends_its_import(home, make_zip, jpeg):
    request = ImportRequest(kind="archive", location=str(make_zip(many(jpeg))), title="given")
    with run_process(home, request) as process:
        process.stdout.readline()
        process.stdin.close()
        assert process.wait(timeout=120) == 1


def test_a_full_disk_is_told_with_what_is_needed_and_changes_nothing(home, make_zip, jpeg, tree, pets, bring_in):
    bring_in(make_zip(pets, "before.zip"))
    before = tree(home)
    request = ImportRequest(kind="archive", location=str(make_zip(many(jpeg))), title="given")
    # Linux refuses to let any file of the process grow beyond this, as a full disk would.
    with run_process(home, request, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))) as process:
        told = [json.loads(line) for line in process.stdout][-1]
        process.stdin.close()
    assert "The disk is full: this import needs" in unpack_text(told["error"])
    assert tree(home) == before


def test_a_disk_that_is_really_full_is_told_too(mount_disk, make_zip, jpeg, monkeypatch, tree):
    small_disk = mount_disk("3m")
    monkeypatch.setenv("LAB_HOME", str(small_disk))
    load_settings.cache_clear()
    archive = make_zip(many(jpeg))
    (small_disk / "ballast").write_bytes(bytes(2_000_000))
    before = tree(small_disk)
    with pytest.raises(DatasetError, match=r"The disk is full: this import needs \d+ MB .*, 1 MB are free"):
        run_import(ImportRequest(kind="archive", location=str(archive), title="given"))
    assert {name for name in tree(small_disk) if name not in before} <= {"datasets", "datasets/imported"}
    load_settings.cache_clear()


NAMES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["../x.jpg", "/x.jpg", "C:/x.jpg", "a/../../x", "train/a/1.jpg", "test/a/2.jpg", "A/1.jpg", "a/1.png"]
    ),
    st.tuples(st.sampled_from("abcAB"), st.integers(0, 9)).map(lambda pair: f"{pair[0]}/{pair[1]}.png"),
)
PICTURES = [encode(Image.new("RGB", (4, 4), color)) for color in ("red", "blue")]
FILES = [*WHOLE.values(), *BROKEN.values()]
CONTENTS = st.one_of(st.binary(max_size=60), st.sampled_from(PICTURES), st.sampled_from(FILES))


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    members=st.lists(st.tuples(NAMES, CONTENTS), max_size=8),
    data=st.data(),
    similar=st.sampled_from(["ask", "merge"]),
)
def test_whatever_is_thrown_at_it_only_the_lab_s_own_errors_come_back(members, data, similar, home, tmp_path, tree):
    path = tmp_path / "thrown.zip"
    with zipfile.ZipFile(path, "w") as archive:
        names = set(archive.namelist())
        for name, content in members:
            if name not in names and name:
                archive.writestr(zipfile.ZipInfo(name), content)
                names.add(name)
    raw = bytearray(path.read_bytes())
    for _change in range(data.draw(st.sampled_from([0, 0, 0, 0, 1, 3]))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.integers(0, 9)) == 9:
        del raw[data.draw(st.integers(0, len(raw))) :]
    path.write_bytes(bytes(raw))
    outside = sorted(one for one in tmp_path.rglob("*") if not one.is_relative_to(home))
    before = tree(home) if home.exists() else {}
    request = ImportRequest(kind="archive", location=str(path), title="thrown", similar=similar)
    try:
        report = run_import(request).report
        assert report.imported + len(report.skipped) == report.total
    except LabError as error:
        assert str(error)
        after = tree(home) if home.exists() else {}
        assert {name: value for name, value in after.items() if value != "folder"} == {
            name: value for name, value in before.items() if value != "folder"
        }
    assert sorted(one for one in tmp_path.rglob("*") if not one.is_relative_to(home)) == outside
    for name in tree(home) if home.exists() else []:
        assert name in ("datasets", "datasets/imported", "datasets/imported/.lock") or name.startswith(
            "datasets/imported/thrown-"
        )


def test_memory_stays_flat_whatever_an_image_claims(make_zip, pets, bring_in):
    import tracemalloc

    path = make_zip({**pets, **{f"cat/claim {number}.png": claim_png(12_000, 12_000) for number in range(20)}})
    tracemalloc.start()
    bring_in(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000


def test_progress_tells_the_phases_in_order(make_zip, pets, home):
    told = []
    request = ImportRequest(kind="archive", location=str(make_zip(pets)), title="given")
    run_import(request, lambda phase, done, total: told.append(phase))
    assert list(dict.fromkeys(told)) == ["checking", "reading", "comparing"]


def test_a_cancelled_import_is_cut_short_and_removed(make_zip, jpeg, home, tree):
    class CancelledError(Exception):
        pass

    def progress(phase, done, total):
        if done > 5:
            raise CancelledError

    request = ImportRequest(kind="archive", location=str(make_zip(many(jpeg))), title="given")
    began = time.process_time()
    with pytest.raises(CancelledError):
        run_import(request, progress)
    assert time.process_time() - began < 5
    assert [name for name, value in tree(home).items() if value != "folder"] == []


def test_a_photograph_survives_byte_for_byte(make_zip, bring_in, jpeg):
    data = cv2.imencode(".jpg", np.random.default_rng(1).integers(0, 256, (200, 300, 3), np.uint8))[1].tobytes()
    imported = bring_in(make_zip({"a/1.jpg": data, "b/1.jpg": jpeg(1)}))
    source = Imported(id=imported.id).open()
    assert source.load(source.names.index("a/1.jpg")) == data
    with zipfile.ZipFile(source.folder.images_path) as archive:
        assert archive.testzip() is None
        assert archive.read("a/1.jpg") == data
