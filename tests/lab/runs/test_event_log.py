import json
import math
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lab.runs.event_log import EventLog, read_events

values = st.one_of(st.integers(-(2**53), 2**53), st.floats(), st.text(), st.none(), st.booleans())
names = st.text("abcdefgh", min_size=1)


def write(path: Path, events: list[dict]) -> None:
    path.unlink(missing_ok=True)
    with EventLog(path) as log:
        for fields in events:
            log.append("batch", **fields)


def test_events_come_back_in_order(tmp_path):
    write(tmp_path / "log", [{"step": number} for number in range(100)])
    events, offset = read_events(tmp_path / "log")
    assert [event["step"] for event in events] == list(range(100))
    assert offset == (tmp_path / "log").stat().st_size
    assert read_events(tmp_path / "log", offset) == ([], offset)


def test_a_missing_log_is_empty(tmp_path):
    assert read_events(tmp_path / "log") == ([], 0)


@given(st.lists(st.dictionaries(names, values, max_size=3), max_size=5), st.floats(0, 1))
def test_cut_at_any_byte_every_whole_line_is_read_and_writing_goes_on(tmp_path_factory, rows, share):
    path = tmp_path_factory.mktemp("log") / "log"
    write(path, rows)
    whole, _ = read_events(path)
    content = path.read_bytes()
    cut = round(share * len(content))
    path.write_bytes(content[:cut])
    lines = content[:cut].count(b"\n")
    events, offset = read_events(path)
    assert events == whole[:lines]
    with EventLog(path) as log:
        log.append("message", text="after the crash")
    # What follows is read both by who has read before and by who comes anew.
    assert read_events(path, offset)[0][-1]["text"] == "after the crash"
    everything, _ = read_events(path)
    assert everything[:lines] == whole[:lines]
    assert everything[-1]["text"] == "after the crash"


def test_what_is_not_finite_is_null_and_every_line_is_strict_json(tmp_path):
    write(tmp_path / "log", [{"loss": math.nan}, {"loss": math.inf}, {"loss": 0.12345678}])
    lines = (tmp_path / "log").read_text().splitlines()
    assert [json.loads(line, parse_constant=lambda name: 1 / 0)["loss"] for line in lines] == [None, None, 0.123457]


def test_lines_of_little_weight_wait_and_durable_ones_do_not(tmp_path):
    log = EventLog(tmp_path / "log", flush_seconds=1000)
    log.append("batch", step=1)
    log.append("batch", step=2)
    assert len(read_events(tmp_path / "log")[0]) == 1
    log.append("state", durable=True, state="finished")
    assert len(read_events(tmp_path / "log")[0]) == 3
    log.close()
