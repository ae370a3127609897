import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.bounds import BOUNDS
from bench.registry import Measurement, benchmark, describe

ROOT = Path(__file__).resolve().parents[2]
KEYS = ["name", "value", "unit", "bound", "holds", "compared_with", "how"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=150
    )


def measure(value: float = 3.0) -> Measurement:
    return Measurement(value, "nothing", "by hand")


def fail() -> Measurement:
    raise RuntimeError("no server")


def test_the_list_names_every_bound_in_its_order():
    assert run("--list").stdout.split() == list(BOUNDS)


def test_an_unknown_name_is_answered_with_the_known_ones():
    result = run("nonsense")
    assert result.returncode == 2
    assert "nonsense" in result.stderr
    assert "server_memory_mb" in result.stderr


def test_each_named_benchmark_prints_a_line_and_a_missed_bound_is_no_failure(capsys):
    known = {"server_start_s": lambda: measure(1e9), "server_memory_mb": measure, "page_switch_p95_s": fail}
    assert main(["server_memory_mb", "server_start_s"], known) == 0
    printed = capsys.readouterr()
    lines = [json.loads(line) for line in printed.out.splitlines()]
    assert [line["name"] for line in lines] == ["server_memory_mb", "server_start_s"]
    assert [line["holds"] for line in lines] == [True, False]
    assert "server_start_s" in printed.err


def test_one_that_cannot_be_measured_says_so_and_the_rest_are(capsys):
    assert main([], {"page_switch_p95_s": fail, "server_memory_mb": measure}) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["name"] == "server_memory_mb"
    assert "no server" in printed.err


@pytest.mark.parametrize("name", BOUNDS)
def test_a_line_says_whether_the_bound_holds(name):
    for value, holds in ((BOUNDS[name].limit, True), (-1e9, BOUNDS[name].relation == "<=")):
        line = json.loads(describe(name, measure(value)))
        assert list(line) == KEYS
        assert line["holds"] is holds


def test_a_bound_does_not_hold_where_its_condition_does_not():
    assert not json.loads(describe("server_memory_mb", Measurement(1.0, "nothing", "by hand", False)))["holds"]


def test_a_benchmark_without_a_bound_is_refused():
    with pytest.raises(ValueError, match="`measure`"):
        benchmark(measure)
