import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lab.worker.pieces import choose_size, work_in_pieces


def finish(pieces):
    """What the pieces gave between them, and in the end."""
    shares = []
    while True:
        try:
            shares.append(next(pieces))
        except StopIteration as end:
            return shares, end.value


@given(st.integers(0, 500), st.integers(1, 128))
def test_every_one_is_worked_on_once_and_in_order(count, most):
    shares, results = finish(work_in_pieces(count, lambda piece: np.arange(count)[piece], most))
    assert np.concatenate([[], *results]).tolist() == list(range(count))
    assert all(len(result) <= most for result in results)
    assert shares == sorted(shares) and all(0 < share < 1 for share in shares)


@given(st.integers(1, 128), st.floats(0, 100), st.integers(1, 128))
def test_a_piece_lasts_as_long_as_it_should_by_the_last_one_s_measure(size, seconds, most):
    chosen = choose_size(size, seconds, most)
    assert chosen == 1 or chosen <= most
    assert chosen == 1 or chosen * seconds <= 0.25
    assert chosen & (chosen - 1) == 0
