from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from lab.architectures.perceptron import Perceptron
from lab.config import RunConfig
from lab.controller import Controller
from lab.executors import LocalExecutor
from lab.queue_order import order_queue
from lab.runs.record import RunRecord
from lab.runs.status import RunStatus
from lab.runs.store import RunStore


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


def test_thirty_starts_at_once_have_places_of_their_own_and_people_take_turns(tmp_path):
    controller = Controller(RunStore(tmp_path / "runs", tmp_path / "index.sqlite"), LocalExecutor())
    config = RunConfig(architecture=Perceptron())

    def start(number: int) -> str:
        return controller.submit(config, f"user{number % 10}", str(number))

    with ThreadPoolExecutor(30) as pool:
        ids = list(pool.map(start, range(30)))
    places = {run_id: controller.position(run_id) for run_id in ids}
    assert sorted(places.values()) == list(range(1, 31))
    owners = {record.id: record.owner for record in controller.store.records()}
    in_order = [owners[run_id] for run_id in sorted(ids, key=lambda one: places[one])]
    assert all(len(set(in_order[start : start + 10])) == 10 for start in (0, 10, 20))
