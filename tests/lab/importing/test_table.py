import csv
import io
import unicodedata

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lab.config import Split
from lab.datasets.imported import Imported
from lab.datasets.splitting import split_indices
from lab.errors import DatasetError
from lab.importing.table import TableColumns, arrange_by_table, read_table
from tests.lab.importing.making import bring_in, hash_tree, pack, picture, takes_at_most, two_classes

NAMES = ["pets/cat/1.jpg", "pets/cat/2.jpg", "pets/dog/1.jpg", "pets/고양이/3.png", "pets/.hidden/4.jpg"]


def arrange(rows, names=NAMES, columns=None):
    """The class of each name, the problems, and the order, from rows of path and class."""
    table = read_table("\n".join(["path,class", *rows]).encode(), "labels.csv")
    places, problems, order = arrange_by_table(names, table, columns or table.suggest(), "labels.csv")
    return {name: place.class_name for name, place in zip(names, places, strict=True)}, problems, order


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_tables_as_programs_write_them_are_read(delimiter, end, encoding):
    rows = [["path", "class"], ["a.jpg", "고양이"], ["b, c; d\te|f.jpg", 'the "dog"'], ["e.jpg", "two\r\nlines"]]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    table = read_table(text.getvalue().encode(encoding), "labels.csv")
    assert [list(table.columns), *map(list, table.rows)] == rows


def test_rows_that_are_short_long_or_empty_fit_the_columns():
    table = read_table(b"path,class,part\na.jpg,cat\n\n,,\nb.jpg,dog,test,more,and more\n", "labels.csv")
    assert table.rows == (("a.jpg", "cat", ""), ("b.jpg", "dog", "test"))


def test_columns_without_a_name_are_called_by_their_place():
    table = read_table(b",path,class,,\n0,a.jpg,cat,,\n", "labels.csv")
    assert table.columns == ("column 1", "path", "class", "column 4", "column 5")
    assert table.suggest() == TableColumns(path="path", class_name="class")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("File_Name;Label;Split;Patient_ID", ("File_Name", "Label", "Split", "Patient_ID")),
        ("x;y", ("x", "y", "", "")),
        ("first;second", ("first", "second", "", "")),
        ("label;image;path", ("path", "label", "", "")),
    ],
)
def test_columns_are_suggested_by_what_people_call_them(header, expected):
    columns = read_table(f"{header}\n1;2;3;4".encode(), "labels.csv").suggest()
    assert (columns.path, columns.class_name, columns.part, columns.group) == expected


REFUSED = {
    "empty": (b"", "Received: 0 rows of 0 columns"),
    "names only": (b"path,class\n", "Received: 1 rows of 2 columns"),
    "one column": (b"path\na.jpg\n", "Received: 2 rows of 1 columns"),
    "two alike": (b"path,class,path\na,b,c\n", "two columns named `path`"),
    "a picture": (picture(0), "is not a CSV in UTF-8 or CP949"),
    "UTF-16": ("path,class\na,b".encode("utf-16"), "is not a CSV in UTF-8 or CP949"),
    "NUL": (b"path,class\na\0,b", "is not a CSV in UTF-8 or CP949"),
    "a huge field": (b"path,class\n" + b"a" * 200_000 + b",cat\n", "field larger than field limit"),
    "too many rows": (b"path,class\n" + b"\n" * 1_000_001, "at most 1,000,000 rows"),
    "too many bytes": (b"path,class\n" + bytes(51_000_000), "has 51 MB; at most 50 MB"),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused(data, message):
    with pytest.raises(DatasetError, match=f"labels.csv .*{message}"):
        read_table(data, "labels.csv")


def test_many_columns_over_many_short_rows_take_no_memory():
    header = ",".join(f"c{number}" for number in range(20_000))
    data = f"{header}\n".encode() + b"a,b\n" * 100_000
    with takes_at_most(60_000_000), pytest.raises(DatasetError, match="100,001 rows of 20,000 columns; at most 20,000"):
        read_table(data, "labels.csv")


@given(st.one_of(st.binary(max_size=200), st.text(st.sampled_from('ab,;\t|"\r\n\\고\0'), max_size=60).map(str.encode)))
@example(b'path,class\n"a,b\n')
@example(b"\xef\xbb\xbf")
def test_any_bytes_at_all_are_a_table_or_a_sentence(data):
    try:
        table = read_table(data, "labels.csv")
    except DatasetError as error:
        assert "labels.csv" in str(error)
        return
    assert all(len(row) == len(table.columns) for row in table.rows)
    places, problems, order = arrange_by_table(NAMES, table, table.suggest(), "labels.csv")
    assert len(places) == len(NAMES)
    assert sorted(order) == [index for index, place in enumerate(places) if place.class_name]
    assert all(bool(place.class_name) != bool(place.reason) for place in places)


FOUND = {
    "whole": ("pets/cat/1.jpg", 0),
    "from a folder on": ("cat/2.jpg", 1),
    "the file alone": ("2.jpg", 1),
    "with folders before it": ("/home/me/pets/dog/1.jpg", 2),
    "Windows": (r"C:\Users\me\pets\cat\2.jpg", 1),
    "with dots": ("./pets//cat/./2.jpg", 1),
    "from above": ("../../pets/cat/2.jpg", 1),
    "without its ending": ("cat/2", 1),
    "taken apart": (unicodedata.normalize("NFD", "고양이/3.png"), 3),
    "ambiguous": ("1.jpg", None),
    "ambiguous without its ending": ("1", None),
    "not there": ("cat/9.jpg", None),
    "part of a name": ("t/1.jpg", None),
    "empty": ('""', None),
    "slashes": ("///", None),
    "up": ("..", None),
    "outside": ("/etc/passwd", None),
    "a folder": ("pets/cat", None),
}


@pytest.mark.parametrize(("path", "index"), FOUND.values(), ids=FOUND)
def test_files_are_found_by_the_paths_that_people_write(path, index):
    classes, problems, order = arrange([f"{path},x", "pets/.hidden/4.jpg,x"])
    assert order == [*([] if index is None else [index]), 4]
    assert [name for name in NAMES if classes[name]] == [NAMES[one] for one in order]
    assert len(problems) == (index is None)
    assert all("row 2" in problem.file and "no such file, or more than one" in problem.reason for problem in problems)


def test_a_path_of_two_meanings_has_none():
    names = ["1.jpg", "b/cat/1.jpg", "b/1.jpg"]
    assert arrange(["cat/1.jpg,x"], names)[2] == []
    assert arrange(["x/b/1.jpg,x"], names)[2] == [2]


def test_of_rows_for_one_file_the_first_counts():
    classes, problems, order = arrange(["cat/1.jpg,cat", "cat/2.jpg,", "pets/cat/1.jpg,dog", "dog/1,dog"])
    assert classes == dict(zip(NAMES, ["cat", "", "dog", "", ""], strict=True))
    assert [(problem.file, problem.reason) for problem in problems] == [
        ("labels.csv, row 4: pets/cat/1.jpg", "The file has a row already; the first one counts.")
    ]
    assert order == [0, 2]


def test_a_column_that_is_not_there_and_a_part_that_is_none_are_named():
    columns = TableColumns(path="path", class_name="kind")
    with pytest.raises(DatasetError, match=r"labels\.csv has no column `kind`. There are: path, class"):
        arrange(["a,b"], columns=columns)
    table = read_table(b"path,class,part\ncat/1.jpg,cat,holdout\n", "labels.csv")
    with pytest.raises(DatasetError, match=r"row 2: cat/1\.jpg: a part must be .* Received: holdout"):
        arrange_by_table(NAMES, table, table.suggest(), "labels.csv")


def test_many_files_of_one_name_are_each_found():
    names = [f"study/patient_{number}/scan.png" for number in range(20_000)]
    order = arrange([f"data/patient_{number}/scan,x" for number in range(0, 20_000, 10)], names)[2]
    assert order == []
    order = arrange([f"patient_{number}/scan.png,x" for number in range(20_000)], names)[2]
    assert order == list(range(20_000))


def bring_in_table(tmp_path, members, table: str | bytes, **options):
    path = tmp_path / "labels.csv"
    path.write_bytes(table if isinstance(table, bytes) else table.encode())
    archive = pack(tmp_path / "x.zip", members)
    return bring_in(archive, table=str(path), table_title="labels.csv", **options)


def test_a_table_says_classes_parts_groups_and_order(lab_home, tmp_path):
    members = {f"all/{number:02d}.png": picture(number) for number in range(60)}
    rows = [
        f"{number:02d}.png,{'개' if number // 4 % 2 else '고양이'},{'Test' if number > 57 else ''},p{number // 4}"
        for number in reversed(range(60))
    ]
    imported = bring_in_table(tmp_path, members, "\n".join(["file,label,split,patient", *rows, "x.png,개,,"]))
    source = Imported(id=imported.id).open()
    assert source.names == [f"all/{number:02d}.png" for number in reversed(range(60))]
    assert source.class_names == ("개", "고양이")
    assert source.parts[:3] == ["test", "test", ""]
    assert (imported.report.total, imported.report.imported) == (61, 60)
    parts = split_indices(source.labels, source.parts, source.class_names, Split(), source.groups)
    patients = {
        part: {int(source.names[index][4:6]) // 4 for index in indices.tolist()} for part, indices in parts.items()
    }
    assert patients["test"] == {14}
    assert sum(map(len, patients.values())) == 15
    assert sorted(np.concatenate(list(parts.values())).tolist()) == list(range(60))


def test_files_without_a_row_and_rows_without_a_file_are_counted(lab_home, tmp_path):
    table = "path,class\ncat/0.png,a\ncat/1.png,b\nnone.png,a\ncat/2.png,\n../../etc/passwd,a\n"
    imported = bring_in_table(tmp_path, {**two_classes(), "bird/": b""}, table)
    reasons = {one.file: one.reason for one in imported.report.skipped}
    assert imported.report.imported == 2
    assert imported.report.total == 2 + len(reasons) == 2 + 4 + 2
    assert reasons["dog/0.png"] == "The table has no row for it."
    assert reasons["cat/2.png"] == "Its row names no class."
    assert reasons["labels.csv, row 6: ../../etc/passwd"].startswith("There is no such file")
    assert not any("bird" in note for note in imported.report.notes)


def test_class_names_that_differ_in_how_letters_are_put_together_are_one(lab_home, tmp_path):
    apart = unicodedata.normalize("NFD", "고양이")
    imported = bring_in_table(tmp_path, two_classes(), f"path,class\ncat/0,고양이\ncat/1,{apart}\ndog/0,개")
    assert Imported(id=imported.id).open().class_names == ("개", "고양이")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (b"", "labels.csv needs a first row"),
        (b"path,class\ncat/0,cat\n", "pets has images of one class, `cat`"),
        (b"path,class\nnone,cat\n", "no image in a class folder"),
        (b"path,class,part\ncat/0,cat,x\n", "a part must be"),
    ],
)
def test_a_refused_table_changes_nothing(lab_home, tmp_path, table, message):
    bring_in(pack(tmp_path / "before.zip", two_classes(4)), "before")
    before = hash_tree(lab_home)
    with pytest.raises(DatasetError, match=message):
        bring_in_table(tmp_path, two_classes(), table)
    assert hash_tree(lab_home) == before


def test_a_table_that_is_not_there_is_named(lab_home, tmp_path):
    archive = pack(tmp_path / "x.zip", two_classes())
    with pytest.raises(DatasetError, match=r"labels\.csv cannot be read: No such file"):
        bring_in(archive, table=str(tmp_path / "none.csv"), table_title="labels.csv")
