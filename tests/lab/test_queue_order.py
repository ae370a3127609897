from hypothesis import given
from hypothesis import strategies as st

from lab.queue_order import order_queue
from lab.runs.record import RunRecord
from lab.runs.status import RunStatus


def record(number: int, owner: str) -> RunRecord:
    return RunRecord(f"run-{number}", number, owner, RunStatus.QUEUED, 0.0, "digits", "mlp", None)


def test_owners_take_turns():
    waiting = [record(1, "ann"), record(2, "ann"), record(3, "ann"), record(4, "bob"), record(5, "eve")]
    order = [run.number for run in order_queue(waiting, {})]
    assert order == [1, 4, 5, 2, 3]


def test_who_started_last_waits_longest():
    waiting = [record(1, "ann"), record(2, "bob"), record(3, "eve")]
    assert [run.owner for run in order_queue(waiting, {"ann": 9, "bob": 4})] == ["eve", "bob", "ann"]


@given(st.lists(st.sampled_from("abcde"), max_size=30))
def test_nobody_gets_a_second_turn_before_everybody_has_had_a_first(owners):
    waiting = [record(number, owner) for number, owner in enumerate(owners)]
    order = order_queue(waiting, {})
    assert sorted(run.number for run in order) == list(range(len(owners)))
    first_round = order[: len(set(owners))]
    assert {run.owner for run in first_round} == set(owners)
