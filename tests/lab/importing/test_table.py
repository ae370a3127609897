import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.config import Split
from lab.datasets.imported import Imported
from lab.datasets.splitting import split_indices
from lab.errors import DatasetError
from lab.importing.table import TableColumns, arrange_by_table, read_table

NAMES = ["images/a/1.jpg", "images/b/1.jpg", "images/b/2.jpg", "readme.txt"]


def arrange(text, columns=None):
    table = read_table(text.encode(), "labels.csv")
    return arrange_by_table(NAMES, table, columns or table.suggest(), "labels.csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_every_usual_kind_of_csv_is_read(delimiter, encoding):
    text = delimiter.join(["path", "class"]) + "\r\n" + delimiter.join(["a/1.jpg", '"고양이"']) + "\r\n\r\n"
    table = read_table(text.encode(encoding), "labels.csv")
    assert table.columns == ("path", "class")
    assert table.rows == (("a/1.jpg", "고양이"),)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "needs a first row"),
        (b"path,class", "needs a first row.*Received: 1 rows of 2 columns"),
        (b"path\na.jpg", "needs a first row"),
        (b"path,path\na,b", "has two columns named `path`"),
        (b"\x00\x01\xff\xfe" * 20, "is not a CSV"),
        (b'a,b\n"' + b"x" * 200_000 + b'",c', "cannot be read: field larger"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(data, sentence):
    with pytest.raises(DatasetError, match=f"(?s)labels.csv {sentence}"):
        read_table(data, "labels.csv")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_sentence(data):
    try:
        table = read_table(data, "labels.csv")
        assert all(len(row) == len(table.columns) for row in table.rows)
        arrange_by_table(NAMES, table, table.suggest(), "labels.csv")
    except DatasetError as error:
        assert "labels.csv" in str(error)


@pytest.mark.parametrize(
    "path",
    [
        "images/a/1.jpg",
        "a/1.jpg",
        "./a/1.jpg",
        "a\\1.jpg",
        "/home/ann/images/a/1.jpg",
        "C:\\data\\images\\a\\1.jpg",
        "a/1",
    ],
)
def test_a_path_is_found_however_it_is_written(path):
    places, problems, order = arrange(f"file,label\n{path},cat\n")
    assert (places[0].class_name, problems, order) == ("cat", [], [0])


@pytest.mark.parametrize("path", ["1.jpg", "c/1.jpg", "../a/1.jpgx", "", "/etc/passwd", "../../etc/passwd"])
def test_a_path_that_names_no_file_or_two_is_a_problem_of_its_row(path):
    places, problems, order = arrange(f"file,label\n{path},cat\na/1.jpg,dog\n")
    assert [one.file for one in problems] == [f"labels.csv, row 2: {path}"]
    assert order == [0]


def test_every_file_gets_a_class_or_a_reason_and_the_rows_give_the_order():
    places, problems, order = arrange(
        "path,class,split,patient\nb/2.jpg,x,val,p1\na/1.jpg,y,,p2\na/1.jpg,z,,\nb/1.jpg,,,\n"
    )
    assert order == [2, 0]
    assert (places[2].class_name, places[2].part, places[2].group) == ("x", "validation", "p1")
    assert places[1].reason == "Its row names no class."
    assert places[3].reason == "The table has no row for it."
    assert [one.reason for one in problems] == ["The file has a row already; the first one counts."]


def test_a_part_that_is_none_and_a_column_that_is_not_there_are_named():
    with pytest.raises(DatasetError, match="row 2: a/1.jpg: a part must be train, validation or test. Received: 7"):
        arrange("path,class,split\na/1.jpg,x,7\n")
    columns = TableColumns(path="path", class_name="kind")
    with pytest.raises(DatasetError, match="has no column `kind`. There are: path, class"):
        arrange("path,class\na/1.jpg,x\n", columns)


def test_images_of_a_patient_stay_on_one_side(make_zip, bring_in, tmp_path, jpeg):
    rows = [(f"{number}.jpg", "ab"[number % 2], f"patient {number // 4}") for number in range(80)]
    table = tmp_path / "labels.csv"
    table.write_text("path,class,patient\n" + "\n".join(map(",".join, rows)), encoding="utf-8")
    archive = make_zip({name: jpeg(number) for number, (name, _class, _patient) in enumerate(rows)})
    imported = bring_in(archive, table=str(table), table_title="labels.csv")
    assert imported.report.imported == 80
    source = Imported(id=imported.id).open()
    found = split_indices(source.labels, source.parts, source.class_names, Split(), source.groups)
    patients = {part: {rows[index][2] for index in indices} for part, indices in found.items()}
    assert not patients["train"] & patients["test"]
    assert not patients["train"] & patients["validation"]
    assert sum(map(len, patients.values())) == 20
