import numpy as np

from lab.dissection.wall import MOST_SIDE, make_wall, rank_channels


def test_large_maps_are_made_smaller_and_keep_their_range_and_their_size():
    activations = np.zeros((224, 112, 2), np.float32)
    activations[:112, :, 1] = -3
    activations[112:, :, 1] = 5
    wall = make_wall(activations, np.array([1, 0]))
    assert wall.maps.shape == (2, MOST_SIDE, MOST_SIDE // 2)
    assert wall.size == (224, 112)
    assert (wall.lows[0], wall.highs[0]) == (-3, 5)
    assert (wall.values(0)[: MOST_SIDE // 2] == -3).all()
    assert (wall.values(0)[MOST_SIDE // 2 :] == 5).all()
    assert (wall.values(1) == 0).all()
    assert not wall.is_row


def test_the_strongest_channel_depends_on_what_counts_as_strong():
    activations = np.zeros((2, 2, 2), np.float32)
    activations[0, 0, 0] = 3
    activations[..., 1] = 1
    assert rank_channels(activations, "max").tolist() == [0, 1]
    assert rank_channels(activations, "mean").tolist() == [1, 0]
    assert rank_channels(activations, "mean", most=1).tolist() == [1]
