import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from lab.feature_space.space import FAMILIAR_SHARE, NEIGHBOURS, FeatureSpace, place_between

GENERATOR = np.random.default_rng(0)
CENTRES = GENERATOR.normal(0, 5, (4, 20))


def draw_images(count: int) -> np.ndarray:
    """Features of four classes, each a cloud of its own; one unit never speaks."""
    values = CENTRES[np.arange(count) % 4] + GENERATOR.normal(0, 1, (count, 20))
    values[:, 7] = 0
    return values.astype(np.float32)


VALUES = draw_images(400)
SPACE = FeatureSpace(VALUES)


def test_the_picture_is_scikit_learn_s_and_a_new_image_is_placed_by_the_same_projection():
    scaler = StandardScaler().fit(VALUES)
    pca = PCA(2, svd_solver="full").fit(scaler.transform(VALUES))
    np.testing.assert_allclose(SPACE.places, pca.transform(scaler.transform(VALUES)), atol=1e-3)
    assert SPACE.explained == pytest.approx(pca.explained_variance_ratio_.sum(), abs=1e-4)
    (new,) = draw_images(1)
    np.testing.assert_allclose(SPACE.place(new), pca.transform(scaler.transform(new[np.newaxis]))[0], atol=1e-3)
    np.testing.assert_allclose(SPACE.place(VALUES[3]), SPACE.places[3], atol=1e-4)


def test_neighbours_are_those_that_looking_at_every_pair_finds():
    scaled = StandardScaler().fit(VALUES).transform(VALUES)
    every = np.linalg.norm(scaled[:, np.newaxis] - scaled, axis=2)
    np.fill_diagonal(every, np.inf)
    for index in (0, 17, 399):
        found = SPACE.compare_own(index)
        assert found.neighbours == tuple(np.argsort(every[index])[:NEIGHBOURS])
        np.testing.assert_allclose(found.distances, np.sort(every[index])[:NEIGHBOURS], rtol=1e-4)
    np.testing.assert_allclose(SPACE.own_distances, np.sort(every, axis=1)[:, NEIGHBOURS - 1], rtol=1e-3)
    assert SPACE.limit == pytest.approx(np.quantile(SPACE.own_distances, FAMILIAR_SHARE))


def test_an_image_of_the_data_set_is_recognised_and_is_not_its_own_neighbour():
    found = SPACE.compare(VALUES[17] + np.float32(1e-6))
    assert found.same == 17
    assert found.neighbours == SPACE.compare_own(17).neighbours
    assert SPACE.compare(draw_images(1)[0]).same is None


def test_new_images_of_the_same_kind_are_familiar_and_those_from_elsewhere_are_not():
    known = [SPACE.compare(one) for one in draw_images(100)]
    assert np.mean([one.is_strange for one in known]) <= 0.05
    assert {one.neighbours[0] % 4 == number % 4 for number, one in enumerate(known)} == {True}
    strange = [SPACE.compare(one.astype(np.float32)) for one in GENERATOR.normal(0, 30, (20, 20))]
    assert all(one.is_strange and one.share == 0 for one in strange)


def test_where_a_picture_cannot_be_computed_an_image_is_placed_between_its_neighbours():
    places = GENERATOR.normal(0, 1, (400, 2)).astype(np.float32)
    found = SPACE.compare(draw_images(1)[0])
    mine = places[list(found.neighbours)]
    middle = place_between(places, found)
    assert (mine.min(axis=0) <= middle).all() and (middle <= mine.max(axis=0)).all()
    assert (place_between(places, SPACE.compare_own(3)) == places[3]).all()


@pytest.mark.parametrize("shape", [(2, 1), (3, 30), (12, 1)])
def test_few_images_and_few_features_have_a_picture_too(shape):
    space = FeatureSpace(GENERATOR.normal(0, 1, shape).astype(np.float32))
    assert space.places.shape == (shape[0], 2)
    assert np.isfinite(space.places).all()
    assert 1 <= len(space.compare_own(0).neighbours) <= NEIGHBOURS
