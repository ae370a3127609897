import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.schedules import SCHEDULES
from lab.schedules.constant import Constant
from lab.schedules.cosine import Cosine
from lab.schedules.exponential import Exponential
from lab.schedules.one_cycle import OneCycle
from lab.schedules.step import Step

ALL = [cls() for cls in SCHEDULES.classes()]


@pytest.mark.parametrize("schedule", ALL, ids=lambda one: one.name)
@given(epochs=st.integers(1, 30), batches=st.integers(1, 50))
def test_every_step_has_a_rate_of_at_most_the_optimizer_s(schedule, epochs, batches):
    factors = schedule.factors(epochs, batches)
    assert factors.shape == (epochs * batches,)
    assert np.isfinite(factors).all()
    assert (factors >= 0).all()
    assert factors.max() <= 1 + 1e-9
    assert factors[0] > 0


def test_stairs_fall_where_they_say():
    factors = Step(every=2, drop=0.1).factors(5, 3)
    np.testing.assert_allclose(factors, np.repeat([1, 1, 0.1, 0.1, 0.01], 3))


def test_an_epoch_s_decay_is_as_set():
    factors = Exponential(decay=0.9).factors(4, 10)
    np.testing.assert_allclose(factors[::10], [1, 0.9, 0.81, 0.729])


def test_the_cosine_rises_to_the_full_rate_and_ends_where_it_should():
    factors = Cosine(warm_up=0.2, final=0.1).factors(10, 10)
    top = int(factors.argmax())
    assert 18 <= top <= 22
    assert factors[top] == pytest.approx(1, abs=0.01)
    assert (np.diff(factors[:top]) > 0).all()
    assert (np.diff(factors[top:]) < 0).all()
    assert factors[-1] == pytest.approx(0.1)
    assert Cosine(warm_up=0).factors(2, 5)[0] == pytest.approx(1)


def test_one_cycle_begins_rises_and_ends_as_set():
    factors = OneCycle(rise=0.4, initial=0.1, final=0.001).factors(10, 10)
    assert factors[0] == pytest.approx(0.1)
    assert 38 <= factors.argmax() <= 42
    assert factors[-1] == pytest.approx(0.001)


def test_constant_is_constant():
    assert set(Constant().factors(3, 4)) == {1.0}
