import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.bounds import BOUNDS
from bench.registry import Measurement, describe

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


def test_the_list_names_every_bound():
    assert set(run("--list").stdout.split()) == set(BOUNDS)


def test_an_unknown_name_is_answered_with_the_known_ones():
    result = run("nonsense")
    assert result.returncode == 2
    assert "nonsense" in result.stderr
    assert "server_memory_mb" in result.stderr


@pytest.mark.parametrize("name", BOUNDS)
def test_a_line_says_whether_the_bound_holds(name):
    for value, holds in ((BOUNDS[name].limit, True), (-1e9, BOUNDS[name].relation == "<=")):
        line = json.loads(describe(name, Measurement(value, "nothing", "by hand")))
        assert list(line) == ["name", "value", "unit", "bound", "holds", "compared_with", "how"]
        assert line["holds"] is holds
