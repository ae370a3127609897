import stat
import struct
import unicodedata
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab.errors import DatasetError, LabError
from lab.importing.archive import Archive
from lab.settings import load_settings
from tests.lab.importing.making import (
    Member,
    bring_in,
    encode,
    forge,
    forge_with_classes,
    hash_tree,
    pack,
    paint,
    picture,
    takes_at_most,
    two_classes,
)

PICTURE = picture(99)
UTF8 = 0x800
KOREAN = "고양이"


@pytest.fixture
def library(lab_home, tmp_path):
    """A library that holds a data set already."""
    bring_in(pack(tmp_path / "before.zip", two_classes(names=("one", "two"))), "before")
    return lab_home


def unicode_path(raw: bytes, name: str) -> bytes:
    field = struct.pack("<BL", 1, zlib.crc32(raw)) + name.encode()
    return struct.pack("<HH", 0x7075, len(field)) + field


def zip64(**sizes: int) -> bytes:
    return struct.pack("<HH", 1, 8 * len(sizes)) + b"".join(struct.pack("<Q", value) for value in sizes.values())


REFUSED_MEMBERS = {
    "up": (Member(b"../../evil.jpg", PICTURE), r"`\.\./\.\./evil\.jpg` leads out"),
    "up from inside": (Member(b"cat/../../evil.jpg", PICTURE), r"`cat/\.\./\.\./evil\.jpg` leads out"),
    "absolute": (Member(b"/etc/x", PICTURE), "`/etc/x` leads out"),
    "a drive": (Member(b"C:\\x", PICTURE), r"`C:\\x` leads out"),
    "a drive without a slash": (Member(b"c:x", PICTURE), "`c:x` leads out"),
    "up on Windows": (Member(b"..\\..\\x", PICTURE), r"`\.\.\\\.\.\\x` leads out"),
    "another machine": (Member(b"\\\\server\\share\\x", PICTURE), "leads out"),
    "NUL": (Member(b"cat/a.jpg\0.exe", PICTURE), "`cat/a.jpg␀.exe` has a name with a NUL"),
    "NUL first": (Member(b"\0cat/a.jpg", PICTURE), "`␀cat/a.jpg` has a name with a NUL"),
    "NUL in the extra field": (Member(b"a.jpg", PICTURE, extra=unicode_path(b"a.jpg", "a\0.jpg")), "NUL"),
    "up in the extra field": (Member(b"a.jpg", PICTURE, extra=unicode_path(b"a.jpg", "../a.jpg")), r"`\.\./a\.jpg`"),
    "no name": (Member(b"", PICTURE), "leads out"),
    "a dot": (Member(b".", PICTURE), "`.` leads out"),
    "symbolic link": (Member(b"cat/link.jpg", b"/etc/passwd", mode=stat.S_IFLNK | 0o777), "`cat/link.jpg` is a link"),
    "device": (Member(b"cat/null", mode=stat.S_IFCHR | 0o666), "`cat/null` is a link or a device"),
    "pipe": (Member(b"cat/pipe", mode=stat.S_IFIFO | 0o666), "`cat/pipe` is a link or a device"),
    "twice": (Member(b"cat/0.png", PICTURE), "`cat/0.png` is there twice"),
    "twice with a dot": (Member(b"./cat//0.png", PICTURE), "`cat/0.png` is there twice"),
    "twice with backslashes": (Member(b"cat\\0.png", PICTURE), "`cat/0.png` is there twice"),
    "a folder and a file": (Member(b"cat/0.png/"), "`cat/0.png` is there twice"),
    "password": (Member(b"cat/x.png", PICTURE, flags=1), "`cat/x.png` is protected by a password"),
    "strong encryption": (Member(b"cat/x.png", PICTURE, flags=0x41), "`cat/x.png` is protected by a password"),
    "patch": (Member(b"cat/x.png", PICTURE, flags=0x20), "`cat/x.png`"),
    "unknown method": (Member(b"cat/x.png", PICTURE, method=99), "`cat/x.png` is packed by a method"),
    "bzip2": (Member(b"cat/x.png", PICTURE, method=zipfile.ZIP_BZIP2), "`cat/x.png` is packed by a method"),
    "LZMA": (Member(b"cat/x.png", PICTURE, method=zipfile.ZIP_LZMA), "`cat/x.png` is packed by a method"),
    "bad CRC": (Member(b"cat/x.png", PICTURE, checksum=1), "damaged at `cat/x.png`: Bad CRC"),
    "larger than it says": (Member(b"cat/x.png", PICTURE, size=20), "damaged at `cat/x.png`"),
    "smaller than it says": (Member(b"cat/x.png", PICTURE, size=len(PICTURE) + 9), "damaged at `cat/x.png`"),
    "no deflated data": (Member(b"cat/x.png", method=8, size=9), "damaged at `cat/x.png`"),
    "overlapping": (Member(b"cat/0.png", PICTURE, offset=0), "`cat/0.png` is there twice"),
    "overlapping under another name": (Member(b"cat/x.png", PICTURE, offset=0), "`cat/.*.png` overlaps another"),
    "behind the end": (Member(b"cat/x.png", PICTURE, offset=2**31), "damaged at `cat/x.png`"),
    "far behind the end": (
        Member(b"cat/x.png", PICTURE, offset=0xFFFFFFFF, extra=zip64(offset=2**63 + 5)),
        "damaged at `cat/x.png`",
    ),
    "more than there is memory": (
        Member(b"cat/x.png", PICTURE, size=0xFFFFFFFF, extra=zip64(size=2**63)),
        r"unpacks to [\d,]+ MB; at most 10,000 MB",
    ),
    "an extra field cut off": (Member(b"cat/x.png", PICTURE, extra=b"up\x99\x00"), "is cut off or damaged"),
    "a name too long": (Member(b"cat/" + b"x" * 5_000 + b".png", PICTURE), r"`cat/x{50,}…` has a name of more than"),
}  # fmt: skip


@pytest.mark.parametrize(("member", "message"), REFUSED_MEMBERS.values(), ids=REFUSED_MEMBERS)
def test_an_archive_with_such_a_member_is_refused_and_nothing_changes(library, tmp_path, member, message):
    path = forge_with_classes(tmp_path / "x.zip", member)
    before = hash_tree(library)
    with pytest.raises(DatasetError, match=f"(?s)pets.*{message}") as caught:
        bring_in(path)
    assert len(str(caught.value)) < 600
    assert hash_tree(library) == before
    assert set(hash_tree(tmp_path)) - {f"home/{name}" for name in before} == {"home", "before.zip", "x.zip"}


def zip_crypto(data: bytes, password: bytes) -> bytes:
    """Traditional PKWARE encryption, as zip programs still do it (APPNOTE 6.1)."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc(value: int, byte: int) -> int:
        return (zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF) & 0xFFFFFFFF

    def update(byte: int) -> None:
        keys[0] = crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in bytes(11) + bytes([zlib.crc32(data) >> 24]) + data:
        mixed = keys[2] | 2
        out.append(byte ^ ((mixed * (mixed ^ 1)) >> 8 & 0xFF))
        update(byte)
    return bytes(out)


def test_an_archive_really_protected_by_a_password_is_refused(library, tmp_path):
    data = PICTURE
    secret = Member(b"cat/x.png", zip_crypto(data, b"sesame"), flags=1, size=len(data), checksum=zlib.crc32(data))
    path = forge_with_classes(tmp_path / "x.zip", secret)
    with zipfile.ZipFile(path) as archive:
        assert archive.read("cat/x.png", pwd=b"sesame") == data
    before = hash_tree(library)
    with pytest.raises(DatasetError, match="`cat/x.png` is protected by a password; pack it without one"):
        bring_in(path)
    assert hash_tree(library) == before


def test_a_name_that_is_there_twice_after_letters_are_put_together_is_refused(library, tmp_path):
    names = [unicodedata.normalize(form, f"{KOREAN}/a.png").encode() for form in ("NFC", "NFD")]
    path = forge_with_classes(tmp_path / "x.zip", *(Member(name, PICTURE, flags=UTF8) for name in names))
    before = hash_tree(library)
    with pytest.raises(DatasetError, match=f"`{KOREAN}/a.png` is there twice"):
        bring_in(path)
    assert hash_tree(library) == before


NO_ARCHIVES = {
    "empty": (b"", "not a zip archive"),
    "text": (b"hello", "not a zip archive"),
    "RAR": (b"Rar!\x1a\x07\x01\x00" + bytes(100), "not a zip archive"),
    "an empty zip": (b"PK\x05\x06" + bytes(18), "0 files, but no image in a class folder"),
    "a directory that is not there": (b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, 46, 0, 0), "not a zip"),
}


@pytest.mark.parametrize(("data", "message"), NO_ARCHIVES.values(), ids=NO_ARCHIVES)
def test_what_is_no_archive_is_refused(library, tmp_path, data, message):
    (tmp_path / "x.zip").write_bytes(data)
    before = hash_tree(library)
    with pytest.raises(DatasetError, match=f"pets.*{message}"):
        bring_in(tmp_path / "x.zip")
    assert hash_tree(library) == before


def test_an_archive_that_is_not_there_is_refused(library, tmp_path):
    with pytest.raises(DatasetError, match="pets cannot be read: No such file"):
        bring_in(tmp_path / "x.zip")


def test_an_archive_cut_at_any_place_is_refused(library, tmp_path):
    whole = pack(tmp_path / "whole.zip", two_classes(), zipfile.ZIP_DEFLATED).read_bytes()
    before = hash_tree(library)
    for length in range(0, len(whole), 97):
        (tmp_path / "x.zip").write_bytes(whole[:length])
        with pytest.raises(DatasetError, match="pets is (cut off or damaged|not a zip archive)"):
            bring_in(tmp_path / "x.zip")
    assert hash_tree(library) == before


def test_a_table_of_contents_without_the_files_is_refused(library, tmp_path):
    whole = pack(tmp_path / "whole.zip", two_classes()).read_bytes()
    (tmp_path / "x.zip").write_bytes(whole[1_000:])
    before = hash_tree(library)
    with pytest.raises(DatasetError, match="pets is"):
        bring_in(tmp_path / "x.zip")
    assert hash_tree(library) == before


def test_what_grows_too_much_is_refused_with_the_figure_and_the_limit(library, tmp_path):
    path = pack(tmp_path / "x.zip", {"cat/0.png": bytes(50_000_000)}, zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 50_000
    before = hash_tree(library)
    with (
        takes_at_most(2_000_000),
        pytest.raises(DatasetError, match=r"pets grows 1,0\d\d times, to 50 MB, .* at most 100 times is allowed"),
    ):
        bring_in(path)
    assert hash_tree(library) == before


def test_what_unpacks_to_too_much_is_refused_with_the_figure_and_the_limit(library, tmp_path, set_limit):
    set_limit(import_megabytes=1)
    before = hash_tree(library)
    members = {"cat/0.png": encode(paint(0, 800, 600), "BMP")}
    with pytest.raises(DatasetError, match="pets unpacks to 1 MB; at most 1 MB are allowed"):
        bring_in(pack(tmp_path / "x.zip", members))
    assert hash_tree(library) == before


def test_a_member_that_says_to_be_small_and_is_not_takes_no_memory(library, tmp_path):
    bomb = Member(b"cat/x.png", bytes(300_000_000), method=zipfile.ZIP_DEFLATED, size=1_000)
    path = forge_with_classes(tmp_path / "x.zip", bomb)
    del bomb
    before = hash_tree(library)
    with takes_at_most(20_000_000), pytest.raises(DatasetError, match="damaged at `cat/x.png`"):
        bring_in(path)
    assert hash_tree(library) == before


def test_too_many_members_are_refused_with_the_figure_and_the_limit(library, tmp_path, set_limit):
    set_limit(import_files=5)
    before = hash_tree(library)
    with pytest.raises(DatasetError, match="pets has 6 members; at most 5 are allowed"):
        bring_in(pack(tmp_path / "x.zip", two_classes()))
    assert hash_tree(library) == before


def test_two_hundred_thousand_members_are_refused_before_they_take_memory(library, tmp_path):
    count = 200_000
    entry = struct.pack("<HHHHHHLLLHHHHHLL", 20, 20, 0, 0, 0, 0x21, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0)
    directory = b"".join(b"PK\x01\x02" + entry + b"%08d" % number for number in range(count))
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 0, 0, len(directory), 0, 0)
    (tmp_path / "x.zip").write_bytes(directory + end)
    before = hash_tree(library)
    with (
        takes_at_most(60_000_000),
        pytest.raises(DatasetError, match="pets has 200,000 members; at most 100,000 are allowed"),
    ):
        bring_in(tmp_path / "x.zip")
    assert hash_tree(library) == before


def test_an_archive_inside_is_skipped_and_counted(lab_home, tmp_path):
    inner = pack(tmp_path / "inner.zip", two_classes(2)).read_bytes()
    imported = bring_in(pack(tmp_path / "x.zip", {**two_classes(), "cat/more.zip": inner, "old.tar.gz": b"x"}))
    report = imported.report
    assert (report.total, report.imported) == (8, 6)
    assert [one.file for one in report.skipped] == ["cat/more.zip", "old.tar.gz"]
    assert all("An archive inside" in one.reason for one in report.skipped)


def names_of(path) -> list[str]:
    with Archive(path, "pets") as archive:
        return [file.name for file in archive.files]


LONG = "긴" * 98 + " 🐈.png"
SHOWN = {
    "ascii": (b"cat/a b.png", 0, b"", "cat/a b.png"),
    "CP949": (f"{KOREAN}/사진 1.png".encode("cp949"), 0, b"", f"{KOREAN}/사진 1.png"),
    "UTF-8 with its mark": (f"{KOREAN}/😀.png".encode(), UTF8, b"", f"{KOREAN}/😀.png"),
    "UTF-8 without its mark": (f"{KOREAN}/😀.png".encode(), 0, b"", f"{KOREAN}/😀.png"),
    "letters taken apart": (unicodedata.normalize("NFD", f"{KOREAN}/a.png").encode(), UTF8, b"", f"{KOREAN}/a.png"),
    "taken apart without a mark": (unicodedata.normalize("NFD", KOREAN).encode() + b"/a", 0, b"", f"{KOREAN}/a"),
    "CP437": (b"\x8e\xff/\x81.png", 0, b"", "Ä\xa0/ü.png"),
    "300 bytes": (LONG.encode(), UTF8, b"", LONG),
    "spaces": (b" my cat / 1 .png", 0, b"", " my cat / 1 .png"),
    "extra field": (b"___/a.png", 0, unicode_path(b"___/a.png", f"{KOREAN}/a.png"), f"{KOREAN}/a.png"),
    "extra field of another": (b"___/a.png", 0, unicode_path(b"other", "wrong"), "___/a.png"),
    "Windows": (b"cat\\a.png", 0, b"", "cat/a.png"),
    "dots": (b"./cat/.../a..png", 0, b"", "cat/.../a..png"),
}


@pytest.mark.parametrize(("raw", "flags", "extra", "shown"), SHOWN.values(), ids=SHOWN)
def test_names_are_shown_as_their_author_wrote_them(lab_home, tmp_path, raw, flags, extra, shown):
    path = forge(tmp_path / "x.zip", [Member(raw, PICTURE, flags=flags, extra=extra)])
    assert names_of(path) == [shown]
    with Archive(path, "pets") as archive:
        assert archive.read(0) == PICTURE


def test_an_archive_from_a_korean_windows_is_imported_whole(lab_home, tmp_path):
    members = [
        Member(f"{name}/{number}번.png".encode("cp949"), picture(5 * label + number))
        for label, name in enumerate(("강아지", "고양이"))
        for number in range(3)
    ]
    imported = bring_in(forge(tmp_path / "x.zip", members))
    assert imported.report.imported == 6
    assert "강아지/0번.png" in hash_names(imported)


def hash_names(imported) -> list[str]:
    from lab.datasets.imported import Imported

    return list(Imported(id=imported.id).open().names)


def test_folders_by_any_mark_are_folders(lab_home, tmp_path):
    folders = [Member(name) for name in (b"cat/", b"./", b"bird\\", b"fish/x/")]
    path = forge_with_classes(tmp_path / "x.zip", *folders)
    with Archive(path, "pets") as archive:
        assert len(archive.files) == 6
        assert archive.folders == ["bird", "fish/x"]


def test_a_folder_named_only_in_the_extra_field_is_one(lab_home, tmp_path):
    folder = Member(b"", extra=unicode_path(b"", "bird/"))
    with Archive(forge_with_classes(tmp_path / "x.zip", folder), "pets") as archive:
        assert archive.folders == ["bird"]


def test_data_descriptors_and_what_stands_before_an_archive_are_no_hindrance(lab_home, tmp_path):
    class Pipe:
        def __init__(self, path):
            self.file = path.open("wb")

        def write(self, data):
            return self.file.write(data)

        def flush(self):
            self.file.flush()

    pipe = Pipe(tmp_path / "x.zip")
    pipe.write(b"#!/bin/sh\n")
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in two_classes().items():
            archive.writestr(name, data)
    pipe.file.close()
    assert bring_in(tmp_path / "x.zip").report.imported == 6


def test_zip64_is_no_hindrance(lab_home, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name, data in two_classes().items():
            with archive.open(name, "w", force_zip64=True) as file:
                file.write(data)
    assert bring_in(tmp_path / "x.zip").report.imported == 6


NAMES = st.one_of(
    st.binary(max_size=20),
    st.sampled_from([b"cat/", b"dog/a.png", b"..", b"../x", b"/x", b"cat\\..\\x", b"x\0", b"cat", b"Cat/a.png", b"./"]),
    st.text(max_size=10).map(lambda text: text.encode(errors="replace")),
)
MEMBERS = st.builds(
    Member,
    name=NAMES,
    data=st.one_of(st.just(PICTURE), st.binary(max_size=50)),
    flags=st.one_of(st.just(0), st.just(UTF8), st.integers(0, 0xFFFF)),
    method=st.sampled_from([0, 0, 0, 8, 12, 14, 99]),
    size=st.one_of(st.none(), st.integers(0, 2**32 - 1)),
    checksum=st.one_of(st.none(), st.just(0)),
    extra=st.one_of(st.just(b""), st.binary(max_size=30)),
    mode=st.one_of(st.just(0), st.integers(0, 0xFFFF)),
    offset=st.one_of(st.none(), st.none(), st.integers(0, 2**32 - 1)),
)


def import_and_check(home, path):
    """Whatever an archive holds: a data set whose figures add up, or a sentence and nothing changed."""
    before = hash_tree(home)
    outside = {one.name for one in home.parent.iterdir()}
    try:
        report = bring_in(path).report
    except LabError as error:
        assert str(error)
        assert hash_tree(home) == before
    else:
        assert report.imported + len(report.skipped) == report.total
        assert report.imported >= 2
        new = {name for name in hash_tree(home) if name not in before}
        assert all(name.startswith("datasets/imported/") for name in new)
    assert {one.name for one in home.parent.iterdir()} == outside


FUZZ = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(st.lists(MEMBERS, max_size=4), st.booleans())
@FUZZ
def test_any_members_at_all(library, tmp_path, members, with_classes):
    path = tmp_path / "x.zip"
    (forge_with_classes(path, *members) if with_classes else forge(path, members)).touch()
    import_and_check(library, path)


@given(st.data())
@FUZZ
def test_a_real_archive_with_damage_anywhere(library, tmp_path, data):
    path = pack(tmp_path / "x.zip", two_classes(), data.draw(st.sampled_from([0, 8])))
    whole = bytearray(path.read_bytes())
    for position in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=4)):
        whole[position] = data.draw(st.integers(0, 255))
    # Where names and figures stand is hit more often than where pixels do.
    directory = whole.rfind(b"PK\x01\x02") - 200
    for position in data.draw(st.lists(st.integers(directory, len(whole) - 1), max_size=4)):
        whole[position] = data.draw(st.integers(0, 255))
    path.write_bytes(whole[: data.draw(st.one_of(st.just(len(whole)), st.integers(0, len(whole))))])
    import_and_check(library, path)


@given(st.binary(max_size=300))
@FUZZ
def test_any_bytes_at_all(library, tmp_path, data):
    (tmp_path / "x.zip").write_bytes(data)
    import_and_check(library, tmp_path / "x.zip")


def test_the_limits_are_the_administrator_s(set_limit):
    set_limit(import_files=7, import_expansion=9)
    assert (load_settings().import_files, load_settings().import_expansion) == (7, 9)
