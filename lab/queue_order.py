"""Who is next: a fair order over the people who wait."""

from collections.abc import Mapping, Sequence

from lab.runs.record import RunRecord


def order_queue(waiting: Sequence[RunRecord], last_started: Mapping[str, int]) -> list[RunRecord]:
    """Put waiting runs into the order in which they will start.

    Owners take turns: whoever started least recently comes first, and nobody's second run comes before another's first.

    Args:
        waiting: the queued runs, in any order.
        last_started: for each owner a number that grows with each start; owners that never started are left out.

    Returns:
        The same runs, the next to start first.
    """
    turns: dict[str, int] = {}
    keyed: list[tuple[tuple[int, int, int], RunRecord]] = []
    for record in sorted(waiting, key=lambda record: record.number):
        turn = turns.get(record.owner, 0)
        turns[record.owner] = turn + 1
        keyed.append(((turn, last_started.get(record.owner, -1), record.number), record))
    return [record for _key, record in sorted(keyed, key=lambda pair: pair[0])]
