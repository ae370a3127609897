import cv2
import numpy as np
import pytest

from lab.config import Split
from lab.datasets.digits import Digits
from lab.datasets.inspection import (
    channel_statistics,
    find_leaks,
    find_suspects,
    imbalance,
    mean_images,
)
from lab.datasets.splitting import split_indices


def png(image):
    return cv2.imencode(".png", image[..., ::-1])[1].tobytes()


def textured(seed, brightness=128, side=64):
    generator = np.random.default_rng(seed)
    image = cv2.resize(generator.integers(0, 256, (16, 16, 3), np.uint8), (side, side), interpolation=cv2.INTER_CUBIC)
    return np.clip(image.astype(float) - 128 + brightness, 0, 255).astype(np.uint8)


@pytest.fixture
def source(import_zip):
    """Two classes of textures, and one image of each kind that does not belong."""
    files = {f"{'ab'[seed % 2]}/{seed}.png": png(textured(seed)) for seed in range(60)}
    files["a/twin.png"] = files["a/0.png"]
    files["b/again.jpg"] = cv2.imencode(".jpg", textured(1)[..., ::-1])[1].tobytes()
    files["a/blurred.png"] = png(cv2.GaussianBlur(textured(100), (0, 0), 6))
    files["a/dark.png"] = png((textured(101) * 0.1).astype(np.uint8))
    files["a/bright.png"] = png((255 - textured(102) * 0.08).astype(np.uint8))
    files["b/flat.png"] = png(np.full((64, 64, 3), 127, np.uint8))
    return import_zip(files).open()


@pytest.mark.parametrize(
    ("suspicion", "expected"),
    [("blurred", "a/blurred.png"), ("dark", "a/dark.png"), ("bright", "a/bright.png"), ("flat", "b/flat.png")],
)
def test_what_does_not_belong_is_found(source, suspicion, expected):
    found = [source.names[index] for (index,) in find_suspects(source, suspicion)]
    assert expected in found
    assert not set(found) & {f"{'ab'[seed % 2]}/{seed}.png" for seed in range(60)}


def test_odd_ones_are_far_from_their_class(source):
    assert "a/bright.png" in [source.names[index] for (index,) in find_suspects(source, "odd")]


def test_equal_images_and_images_that_look_alike_are_told_apart(source):
    named = [[source.names[index] for index in members] for members in find_suspects(source, "equal")]
    assert named == [["a/0.png", "a/twin.png"]]
    named = [[source.names[index] for index in members] for members in find_suspects(source, "similar")]
    assert named == [["b/1.png", "b/again.jpg"]]


def test_what_was_left_out_is_no_suspect_any_more(import_zip, source):
    from lab.datasets.imported import Imported

    twin = source.names.index("a/twin.png")
    decisions = Imported(id=source.folder.id).decisions().leave_out([int(source.positions[twin])])
    cleaned = Imported(id=source.folder.id, version_id=source.folder.keep_decisions(decisions)).open()
    assert "a/twin.png" not in cleaned.names
    assert find_suspects(cleaned, "equal") == []
    assert len(find_suspects(cleaned, "similar")) == 1


def test_a_leak_is_found_and_gone_once_the_pair_is_held_together(import_zip, jpeg):
    from lab.datasets.imported import Imported

    files = {f"{name}/{number}.jpg": jpeg(number + 50 * (name == "b")) for name in "ab" for number in range(20)}
    files |= {f"a/twin {number}.jpg": files[f"a/{number}.jpg"] for number in range(8)}
    dataset = import_zip(files)
    source = dataset.open()

    def leaks_of(source):
        return find_leaks(
            source, split_indices(source.labels, source.parts, source.class_names, Split(), source.groups)
        )

    leaks = leaks_of(source)
    assert leaks
    assert all(leak.is_equal and leak.first_part != leak.second_part for leak in leaks)
    assert all(source.names[leak.second].startswith("a/twin") or "twin" in source.names[leak.first] for leak in leaks)
    pairs = [(int(source.positions[leak.first]), int(source.positions[leak.second])) for leak in leaks]
    version = source.folder.keep_decisions(dataset.decisions().hold_together(pairs))
    held = Imported(id=dataset.id, version_id=version).open()
    assert not {(leak.first, leak.second) for leak in leaks_of(held)} & {(leak.first, leak.second) for leak in leaks}


def test_statistics_of_the_channels_are_those_of_the_pixels(import_zip):
    images = [textured(seed) for seed in range(12)]
    source = import_zip({f"{'ab'[number % 2]}/{number}.png": png(image) for number, image in enumerate(images)}).open()
    statistics = channel_statistics(source)
    pixels = np.stack(images).reshape(-1, 3)
    np.testing.assert_allclose(statistics.mean, pixels.mean(axis=0), atol=0.01)
    np.testing.assert_allclose(statistics.deviation, pixels.std(axis=0), atol=0.01)


def test_grey_images_in_memory_have_three_equal_channels():
    source = Digits().open()
    statistics = channel_statistics(source)
    assert len(set(statistics.mean.tolist())) == 1
    assert abs(statistics.mean[0] - source.images.mean()) < 5
    means = mean_images(source)
    assert len(means) == 10
    assert means[0].shape == (8, 8, 1)


def test_the_mean_image_is_by_class(import_zip):
    black, white = np.zeros((32, 32, 3), np.uint8), np.full((32, 32, 3), 250, np.uint8)
    means = mean_images(
        import_zip({"dark/1.png": png(black), "dark/2.png": png(black + 20), "light/1.png": png(white)}).open()
    )
    assert [int(mean.mean()) for mean in means] == [10, 250]


def test_imbalance_is_named_from_three_times_on(import_zip, jpeg):
    even = import_zip({f"{'ab'[number % 2]}/{number}.jpg": jpeg(number) for number in range(8)}).open()
    assert imbalance(even) is None
    uneven = import_zip({f"{'ab'[number < 2]}/{number}.jpg": jpeg(number + 50) for number in range(10)}).open()
    assert imbalance(uneven) == ("a", 8, "b", 2)
