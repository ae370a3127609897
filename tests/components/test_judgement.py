"""Other weights, and other images."""

import zipfile

from components.navigation import TRAIN
from lab.importing.request import ImportRequest, run_import
from tests.components.conftest import button, open_page
from tests.lab.conftest import draw_jpeg


def test_images_of_other_classes_are_refused_and_both_are_named(lab, tmp_path):
    path = tmp_path / "pets.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number, name in enumerate(("cat", "dog") * 3):
            archive.writestr(f"{name}/{number}.jpg", draw_jpeg(number))
    pets = run_import(ImportRequest(kind="archive", location=str(path), title="pets"))
    folder = lab.add(right=[True] * 10)
    for name in ("best", "last"):
        weights = folder.checkpoint_path(name)
        weights.parent.mkdir(exist_ok=True)
        weights.write_bytes(b"")
    app = open_page(TRAIN.script, run=folder.id)
    assert app.selectbox(key=f"judged-weights-{folder.id}").options == ["best", "last"]
    images = app.selectbox(key=f"judged-images-{folder.id}")
    assert images.options == ["its own test images", "pets"]
    images.set_value(pets.id)
    button(app, "Judge").click().run()
    assert "other classes (cat, dog) than the network (0, 1, 2" in app.error[0].value
    assert not (folder.path / "judgements").exists()
