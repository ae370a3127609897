import threading
from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from lab.errors import RunError
from lab.worker import scheduler as module
from lab.worker.scheduler import Pieces, Scheduler


class Clock:
    """A time that passes only where work is done."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Iterator[Clock]:
    clock = Clock()
    monkeypatch.setattr(module.time, "monotonic", clock.monotonic)
    yield clock


class Work:
    """Requests whose pieces take time of the clock, and what was done in which order."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.done, self.messages = clock, [], []
        self.scheduler = Scheduler(self.messages.append)

    def pieces(self, name: str, count: int, seconds: float) -> Pieces[str]:
        try:
            for piece in range(count):
                self.clock.now += seconds
                self.done.append(name)
                yield (piece + 1) / count
            return name.upper()
        finally:
            self.done.append(f"end of {name}")

    def run(self) -> None:
        self.scheduler.close()
        self.scheduler.run()

    def answers(self) -> dict[int, object]:
        ended = [message for message in self.messages if "share" not in message]
        return {message["id"]: message.get("result", message.get("error")) for message in ended}


def test_a_quick_request_waits_for_no_more_than_the_piece_at_hand(clock):
    work = Work(clock)

    def ask_in_the_middle() -> Pieces[None]:
        for piece in range(40):
            clock.now += 0.5
            if piece == 20:
                for number in range(10):
                    work.scheduler.add(100 + number, work.pieces(f"quick {number}", 1, 0.05))
                asked.append(clock.now)
            yield None

    asked: list[float] = []
    for number in range(5):
        work.scheduler.add(number, work.pieces("long", 40, 0.5))
    work.scheduler.add(99, ask_in_the_middle())
    work.run()
    first, last = work.done.index("quick 0"), work.done.index("quick 9")
    assert "long" not in work.done[first:last]
    assert len(work.answers()) == 16


def test_long_requests_take_turns(clock):
    work = Work(clock)
    for number, name in enumerate("abc"):
        work.scheduler.add(number, work.pieces(name, 20, 0.5))
    work.run()
    turns = [name for name in work.done if len(name) == 1]
    assert all(set(turns[start : start + 3]) == set("abc") for start in range(0, 60, 3))
    assert work.answers() == {0: "A", 1: "B", 2: "C"}


def test_while_one_waits_for_another_thread_the_others_go_on(clock):
    work, apart = Work(clock), Future()

    def wait() -> Pieces[int]:
        yield apart
        work.done.append("had it")
        return apart.result()

    def bring() -> Pieces[None]:
        yield from work.pieces("other", 3, 0.1)
        threading.Thread(target=apart.set_result, args=(7,)).start()

    work.scheduler.add(0, wait())
    work.scheduler.add(1, bring())
    work.run()
    assert work.done[:3] == ["other"] * 3
    assert work.answers()[0] == 7


def test_a_cancelled_request_ends_before_its_next_piece_and_nothing_more_is_said_of_it(clock):
    work = Work(clock)

    def cancel() -> Pieces[None]:
        yield from work.pieces("first", 2, 0.5)
        work.scheduler.cancel(0)
        work.scheduler.cancel(0)
        work.scheduler.cancel(77)

    work.scheduler.add(0, work.pieces("long", 1000, 0.5))
    work.scheduler.add(1, cancel())
    work.run()
    assert work.done[-1] == "end of long"
    assert work.done.count("long") < 10
    assert work.answers() == {1: None}


def test_one_that_waits_for_another_thread_can_be_cancelled(clock):
    work = Work(clock)

    def wait() -> Pieces[None]:
        yield Future()

    def cancel() -> Pieces[None]:
        yield None
        work.scheduler.cancel(0)

    work.scheduler.add(0, wait())
    work.scheduler.add(1, cancel())
    work.run()
    assert work.answers() == {1: None}


def test_a_mistake_is_a_sentence_and_harms_nobody_else(clock, capsys):
    work = Work(clock)

    def fail(error: Exception) -> Pieces[None]:
        yield 0.1
        raise error

    work.scheduler.add(0, fail(RunError("Run 7 is damaged.")))
    work.scheduler.add(1, fail(ValueError("Shapes differ.\nAnd more.")))
    work.scheduler.add(2, work.pieces("good", 3, 0.5))
    work.run()
    assert work.answers() == {
        0: "Run 7 is damaged.",
        1: "The model service failed: ValueError: Shapes differ.",
        2: "GOOD",
    }
    assert "Shapes differ" in capsys.readouterr().err


def test_progress_is_told_of_all_but_not_more_often_than_people_see(clock):
    work = Work(clock)
    work.scheduler.add(0, work.pieces("a", 1000, 0.01))
    work.scheduler.add(1, work.pieces("b", 1000, 0.01))
    work.run()
    shares = [message["share"] for message in work.messages if message["id"] == 0 and "share" in message]
    assert 50 < len(shares) <= 101
    assert [share for share in shares if share is not None] == sorted(share for share in shares if share is not None)
