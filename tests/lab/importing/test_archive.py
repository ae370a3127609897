"""Archives that must be refused whole, and names that must be shown as their author wrote them."""

import stat
import struct
import unicodedata
import zipfile
import zlib

import pytest

from lab.datasets.imported import Imported
from lab.errors import DatasetError
from lab.importing.archive import Archive
from lab.settings import load_settings


def with_symlink(make_zip, pets, tools):
    link = zipfile.ZipInfo("cat/link.jpg")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return make_zip([*pets.items(), (link, b"/etc/passwd")])


def with_name(name):
    return lambda make_zip, pets, tools: make_zip({**pets, name: b"x"})


def with_nul(make_zip, pets, tools):
    return tools["patch"](make_zip({**pets, "cat/aXb.jpg": b"x"}), b"cat/aXb.jpg", b"cat/a\0b.jpg")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def with_twice(make_zip, pets, tools):
    return tools["patch"](make_zip({**pets, "cat/X.jpg": b"x"}), b"cat/X.jpg", b"cat/1.jpg")


def with_twice_in_unicode(make_zip, pets, tools):
    names = [unicodedata.normalize(form, "cat/é.jpg") for form in ("NFC", "NFD")]
    return make_zip({**pets, **dict.fromkeys(names, b"x")})


def with_password(make_zip, pets, tools):
    return tools["flag"](make_zip(pets), 1)


def with_strange_packing(make_zip, pets, tools):
    path = make_zip(pets)
    data = bytearray(path.read_bytes())
    start = data.find(b"PK\x01\x02")
    struct.pack_into("<H", data, start + 10, 97)
    path.write_bytes(bytes(data))
    return path


def cut_off(make_zip, pets, tools):
    path = make_zip(pets)
    path.write_bytes(path.read_bytes()[:-40])
    return path


def no_zip(make_zip, pets, tools):
    path = make_zip({})
    path.write_bytes(b"Rar!\x1a\x07\x00 and so on")
    return path


def with_bad_checksum(make_zip, pets, tools):
    path = make_zip({})
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in pets.items():
            archive.writestr(name, data)
    data = bytearray(path.read_bytes())
    start = data.find(b"cat/1.jpg") + len(b"cat/1.jpg")
    data[start + 50] ^= 0xFF
    path.write_bytes(bytes(data))
    return path


def with_bomb(make_zip, pets, tools):
    return make_zip({**pets, "cat/huge.bmp": bytes(50_000_000)})


def with_lying_size(make_zip, pets, tools):
    path = make_zip({**pets, "cat/huge.bmp": bytes(50_000_000)})
    return tools["patch"](path, struct.pack("<L", 50_000_000), struct.pack("<L", 5_000))


def with_one_class(make_zip, pets, tools):
    return make_zip({name: data for name, data in pets.items() if name.startswith("cat")})


def without_images(make_zip, pets, tools):
    return make_zip({"cat/a.txt": b"hello", "dog/b.txt": b"hello"})


def without_folders(make_zip, pets, tools):
    return make_zip({name.replace("/", "-"): data for name, data in pets.items()})


def with_nothing(make_zip, pets, tools):
    return make_zip({})


REFUSED = [
    (with_name("../../evil.jpg"), r"`\.\./\.\./evil\.jpg` leads out of the archive"),
    (with_name("/etc/x"), "`/etc/x` leads out of the archive"),
    (with_name("C:\\x"), r"`C:\\x` leads out of the archive"),
    (with_name("cat/..\\..\\x.jpg"), "leads out of the archive"),
    (with_nul, "`cat/a␀b.jpg` has a name with a NUL character"),
    (with_symlink, "`cat/link.jpg` is a link or a device"),
    (with_twice, "`cat/1.jpg` is there twice"),
    (with_twice_in_unicode, "`cat/é.jpg` is there twice"),
    (with_password, "is protected by a password"),
    (with_strange_packing, "packed by a method that cannot be read"),
    (cut_off, "is cut off or damaged"),
    (no_zip, "is not a zip archive"),
    (with_bad_checksum, "is damaged at `cat/1.jpg`"),
    (
        with_bomb,
        "grows [0-9,]+ times, to 50 MB, when it is unpacked; at most 100 times",
    ),
    (with_lying_size, "is damaged at `cat/huge.bmp`"),
    (with_one_class, "images of one class, `cat`; at least two"),
    (without_images, "has 2 files, but no image|images of one class"),
    (without_folders, "at least two folders are needed"),
    (with_nothing, "at least two folders are needed"),
]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("make", "sentence"), REFUSED, ids=lambda value: getattr(value, "__name__", None))
def test_a_bad_archive_is_refused_whole_and_changes_nothing(
    make, sentence, make_zip, pets, tools, bring_in, home, tree, jpeg
):
    bring_in(make_zip({f"{name}/{n}.jpg": jpeg(n + 90) for n, name in enumerate(("x", "y"))}, "before.zip"))
    path = make(make_zip, pets, tools)
    before = tree(home)
    with pytest.raises(DatasetError, match=sentence) as refused:
        bring_in(path)
    assert "given" in str(refused.value)
    assert tree(home) == before


def test_too_many_members_are_refused_with_the_figure_and_the_limit(make_zip, bring_in, home, tree):
    path = make_zip({f"{'ab'[number % 2]}/{number}.jpg": b"" for number in range(200_000)})
    with pytest.raises(DatasetError, match="has 200,000 members; at most 100,000 are allowed"):
        bring_in(path)
    assert not home.exists() or tree(home) == {}


@pytest.mark.parametrize("variable", ["LAB_IMPORT_FILES", "LAB_IMPORT_MEGABYTES", "LAB_IMPORT_EXPANSION"])
def test_limits_can_be_set(variable, make_zip, pets, bring_in, monkeypatch):
    monkeypatch.setenv(variable, "2")
    load_settings.cache_clear()
    # Noise does not shrink, and a blank does.
    members = {**pets, "cat/blank.bmp": bytes(20_000_000)} if "EXPANSION" in variable else dict(pets)
    if "MEGABYTES" in variable:
        members |= {f"cat/x{number}.jpg": bytes(1_500_000) for number in range(2)}
    with pytest.raises(DatasetError, match="at most 2"):
        bring_in(make_zip(members))


def test_an_archive_in_the_archive_is_skipped_and_counted(make_zip, pets, bring_in):
    imported = bring_in(make_zip({**pets, "cat/more.zip": b"PK\x03\x04", "cat/more.tar.gz": b"x"}))
    assert (imported.report.total, imported.report.imported) == (8, 6)
    assert {one.file: one.reason for one in imported.report.skipped} == {
        name: "An archive inside: unpack it and import it on its own." for name in ("cat/more.zip", "cat/more.tar.gz")
    }


def raw_names(path, names):
    """Pack members under names of raw bytes, without the mark for UTF-8, as old tools do."""
    stand_ins = [chr(ord("A") + number) * len(name) for number, name in enumerate(names)]
    with zipfile.ZipFile(path, "w") as archive:
        for stand_in, data in zip(stand_ins, names.values(), strict=True):
            archive.writestr(stand_in, data)
    data = path.read_bytes()
    for stand_in, name in zip(stand_ins, names, strict=True):
        data = data.replace(stand_in.encode(), name)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["cp949", "utf-8"])
def test_korean_names_without_a_mark_are_read_as_written(encoding, tmp_path, bring_in, jpeg):
    words = [f"{name}/사진 {number}.jpg" for name in ("고양이", "강아지들") for number in range(2)]
    names = {word.encode(encoding): jpeg(number) for number, word in enumerate(words)}
    imported = bring_in(raw_names(tmp_path / "given.zip", names))
    source = Imported(id=imported.id).open()
    assert set(source.class_names) == {"고양이", "강아지들"}
    assert set(source.names) == {name.decode(encoding) for name in names}


def test_letters_taken_apart_by_macos_are_put_together(make_zip, bring_in, jpeg):
    members = {unicodedata.normalize("NFD", f"{name}/1.jpg"): jpeg(len(name)) for name in ("고양이", "개")}
    assert set(Imported(id=bring_in(make_zip(members)).id).open().class_names) == {"고양이", "개"}


def test_the_extra_field_for_unicode_names_counts(tmp_path, bring_in, jpeg):
    def info(plain, name):
        member = zipfile.ZipInfo(plain)
        checksum = zlib.crc32(plain.encode())
        field = struct.pack("<BL", 1, checksum) + name.encode()
        member.extra = struct.pack("<HH", 0x7075, len(field)) + field
        return member

    path = tmp_path / "given.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info("_/1.jpg", "새/1.jpg"), jpeg(1))
        archive.writestr(info("__/1.jpg", "말/1.jpg"), jpeg(2))
    assert set(Imported(id=bring_in(path).id).open().class_names) == {"새", "말"}


@pytest.mark.parametrize("name", ["a b", "🐈", "ü" * 140, "x" * 300, "a'b\"c", "<b>"])
def test_unusual_names_are_shown_as_written(name, make_zip, bring_in, jpeg):
    source = Imported(id=bring_in(make_zip({f"{name}/{name}.jpg": jpeg(1), "other/1.jpg": jpeg(2)})).id).open()
    assert name in source.class_names
    assert f"{name}/{name}.jpg" in source.names
    assert source.read(source.names.index(f"{name}/{name}.jpg")).shape == (40, 40, 3)


def test_backslashes_of_windows_are_folders(make_zip, bring_in, jpeg):
    source = Imported(id=bring_in(make_zip({"cat\\1.jpg": jpeg(1), "dog\\1.jpg": jpeg(2)})).id).open()
    assert source.class_names == ("cat", "dog")


def test_what_is_not_listed_is_not_read(make_zip, pets):
    with Archive(make_zip({**pets, "empty/": b""}), "given") as archive:
        assert [file.name for file in archive.files] == list(pets)
        assert archive.folders == ["empty"]
        assert archive.read(0) == pets["cat/0.jpg"]
