import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.importing.arrangement import SimilarNamesError, arrange_by_folders, settle_similar_names


def classes_of(*names):
    return [(place.part, place.class_name) for place in arrange_by_folders(names)]


def test_folders_are_classes_wherever_they_are_wrapped():
    for wrapper in ("", "album/", "a/b/c/"):
        assert classes_of(f"{wrapper}cat/1.jpg", f"{wrapper}dog/1.jpg") == [("", "cat"), ("", "dog")]


@pytest.mark.parametrize("wrapper", ["", "album/"])
@pytest.mark.parametrize(("validation", "test"), [("validation", "test"), ("val", "testing"), ("Valid", "TEST")])
def test_parts_above_the_classes_are_kept(wrapper, validation, test):
    names = [f"{wrapper}{part}/{name}/1.jpg" for part in ("train", validation, test) for name in ("cat", "dog")]
    assert classes_of(*names) == [(part, name) for part in ("train", "validation", "test") for name in ("cat", "dog")]


def test_a_class_that_is_called_train_beside_others_is_a_class():
    assert classes_of("train/1.jpg", "bus/1.jpg", "tram/1.jpg") == [("", "train"), ("", "bus"), ("", "tram")]


def test_a_part_alone_is_a_wrapper():
    assert classes_of("train/cat/1.jpg", "train/dog/1.jpg") == [("", "cat"), ("", "dog")]


def test_images_in_folders_inside_a_class_belong_to_it():
    assert classes_of("cat/2023/a/1.jpg", "cat/1.jpg", "dog/1.jpg") == [("", "cat"), ("", "cat"), ("", "dog")]


def test_what_belongs_to_no_class_says_why():
    names = [
        "cat/1.jpg",
        "dog/1.jpg",
        "readme.txt",
        "3.jpg",
        "__MACOSX/cat/._1.jpg",
        ".DS_Store",
        "cat/Thumbs.db",
        "cat/x.zip",
    ]
    places = arrange_by_folders(names)
    assert [place.reason for place in places] == [
        "", "",
        "It lies in no class folder.", "It lies in no class folder.",
        "A file that the system keeps for itself.", "A file that the system keeps for itself.",
        "A file that the system keeps for itself.",
        "An archive inside: unpack it and import it on its own.",
    ]  # fmt: skip


def test_a_folder_of_texts_beside_the_images_does_not_hide_the_classes():
    assert classes_of("images/cat/1.jpg", "images/dog/1.jpg", "labels/1.txt")[:2] == [("", "cat"), ("", "dog")]


FOLDERS = st.text(st.sampled_from("ab.TrainTest é"), min_size=1, max_size=6)


@given(st.lists(st.lists(FOLDERS, min_size=1, max_size=4).map("/".join), unique=True, max_size=20))
def test_every_name_gets_a_class_or_a_reason(names):
    for place in arrange_by_folders(names):
        assert bool(place.class_name) != bool(place.reason)


def test_names_that_differ_in_capitals_are_asked_about():
    places = arrange_by_folders(["Cat/1.jpg", "cat/2.jpg", "cat/3.jpg", "dog/1.jpg"])
    with pytest.raises(SimilarNamesError, match="`Cat`, `cat`. Merge them, or keep them apart") as asked:
        settle_similar_names(places, "ask")
    assert asked.value.groups == [["Cat", "cat"]]
    assert settle_similar_names(places, "merge") == {"Cat": "cat", "cat": "cat", "dog": "dog"}
    assert settle_similar_names(places, "apart") == {"Cat": "Cat", "cat": "cat", "dog": "dog"}
