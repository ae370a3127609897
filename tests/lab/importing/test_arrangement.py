import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.importing.arrangement import Place, SimilarNamesError, arrange_by_folders, settle_similar_names


def arrange(*names: str) -> list[tuple[str, str]]:
    """Class and part of each name."""
    return [(place.class_name, place.part) for place in arrange_by_folders(names)]


CAT, DOG, NONE = ("cat", ""), ("dog", ""), ("", "")


@pytest.mark.parametrize("above", ["", "pets/", "a/b c/d/", "train/", "고양이/"])
def test_classes_are_folders_whatever_holds_them_all(above):
    assert arrange(f"{above}cat/1.jpg", f"{above}dog/1.jpg") == [CAT, DOG]


def test_folders_in_a_class_folder_belong_to_it():
    assert arrange("cat/1.jpg", "cat/small/2.jpg", "cat/a/b/3.jpg", "dog/small/4.jpg") == [CAT, CAT, CAT, DOG]


def test_images_beside_the_class_folders_have_no_class():
    assert arrange("cat/1.jpg", "dog/1.jpg", "cover.jpg") == [CAT, DOG, NONE]
    assert arrange("x/cat/1.jpg", "x/dog/1.jpg", "x/cover.jpg", "cover.jpg") == [CAT, DOG, NONE, NONE]


@pytest.mark.parametrize("above", ["", "pets/"])
@pytest.mark.parametrize(
    "folders", [("train", "validation", "test"), ("Training", "VAL", "Testing"), ("train", "valid", "test")]
)
def test_parts_above_the_class_folders_are_kept(above, folders):
    names = [f"{above}{folder}/{name}/1.jpg" for folder in folders for name in ("cat", "dog")]
    parts = ("train", "validation", "test")
    assert arrange(*names) == [(name, part) for part in parts for name in ("cat", "dog")]


def test_parts_are_parts_only_where_there_are_several_and_nothing_else():
    assert arrange("train/1.jpg", "bird/1.jpg") == [("train", ""), ("bird", "")]
    assert arrange("test/cat/1.jpg", "bird/cat/1.jpg") == [("test", ""), ("bird", "")]
    assert arrange("validation/cat/1.jpg", "test/dog/2.jpg") == [("validation", ""), ("test", "")]


def test_what_lies_beside_the_parts_has_no_class():
    names = ["train/cat/1.jpg", "test/cat/2.jpg", "train/3.jpg", "docs/readme.txt", "docs/a/b.txt", "labels.csv"]
    assert arrange(*names) == [("cat", "train"), ("cat", "test"), NONE, NONE, NONE, NONE]


def test_what_lies_beside_the_folder_that_holds_all_images_has_no_class():
    assert arrange("pets/cat/1.jpg", "pets/dog/1.jpg", "docs/a/readme.txt") == [CAT, DOG, NONE]


@pytest.mark.parametrize(
    "name",
    ["__MACOSX/cat/._1.jpg", "cat/.DS_Store", "cat/Thumbs.db", "dog/desktop.ini", ".git/x/1.jpg", "cat/.thumbs/1.jpg"],
)
def test_what_systems_leave_behind_is_no_image_and_makes_no_class(name):
    *places, last = arrange_by_folders(["cat/1.jpg", "dog/1.jpg", name])
    assert [place.class_name for place in places] == ["cat", "dog"]
    assert (last.class_name, last.reason) == ("", "A file that the system keeps for itself.")


def test_a_folder_of_spaces_is_no_class_and_spaces_around_a_name_are_none_of_it():
    places = arrange_by_folders(["  /1.jpg", " cat /1.jpg", "cat/2.jpg", "dog/3.jpg"])
    assert [place.class_name for place in places] == ["", "cat", "cat", "dog"]
    assert places[0].reason == "It lies in no class folder."


NAMES = st.lists(
    st.lists(
        st.sampled_from(
            ["train", "Test", "val", "cat", "Cat", "dog", "", " ", ".x", "1.jpg", "2.png", "a.zip", "b.txt"]
        ),
        min_size=1,
        max_size=5,
    ).map("/".join),
    max_size=8,
)


@given(st.one_of(NAMES, st.lists(st.text(max_size=12), max_size=6)))
def test_any_names_have_a_class_or_a_reason(names):
    places = arrange_by_folders(names)
    assert len(places) == len(names)
    for name, place in zip(names, places, strict=True):
        assert bool(place.class_name) != bool(place.reason)
        assert place.class_name in [folder.strip() for folder in name.split("/")[:-1]] or not place.class_name


@given(NAMES)
def test_where_files_stand_in_the_list_does_not_matter(names):
    forth = dict(zip(names, arrange_by_folders(names), strict=True))
    back = dict(zip(names[::-1], arrange_by_folders(names[::-1]), strict=True))
    assert forth == back


PLACES = [Place("Cat"), Place("cat"), Place("cat"), Place("dog"), Place("개"), Place(reason="none")]


def test_names_that_differ_in_capital_letters_are_asked_about_merged_or_kept_apart():
    with pytest.raises(SimilarNamesError, match="`Cat`, `cat`. Merge them, or keep them apart") as caught:
        settle_similar_names(PLACES, "ask")
    assert caught.value.groups == [["Cat", "cat"]]
    same = {"cat": "cat", "dog": "dog", "개": "개"}
    assert settle_similar_names(PLACES, "merge") == {**same, "Cat": "cat"}
    assert settle_similar_names(PLACES, "apart") == {**same, "Cat": "Cat"}
    assert settle_similar_names(PLACES[1:], "ask") == same


@given(st.lists(st.text(st.sampled_from("aAbBßsSİi"), min_size=1, max_size=3), max_size=8))
def test_merged_names_differ_in_more_than_capital_letters(names):
    called = settle_similar_names([Place(name) for name in names], "merge")
    assert called.keys() == set(names)
    assert len({one.casefold() for one in called.values()}) == len(set(called.values()))
    assert all(old.casefold() == new.casefold() for old, new in called.items())
