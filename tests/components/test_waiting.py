"""Waiting, in a script as pages are, and on a server whose browser goes away."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bench.viewer import Viewer

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 150.0


def wait_twice() -> None:
    import time

    import streamlit as st

    from components.waiting import shown_waiting
    from lab.model_service import OnProgress

    def ask(tell: OnProgress) -> int:
        asked = st.session_state.setdefault("asked", [])
        asked.append(1)
        for share in (None, 0.5):
            time.sleep(0.7)
            tell(share)
        return 42

    st.write(f"The answer: {shown_waiting('Thinking …', ask, key='question')}")


def texts(app: AppTest) -> list[str]:
    return [element.value for element in [*app.markdown, *app.caption]]


def test_the_answer_comes_and_nothing_of_the_waiting_is_left():
    app = AppTest.from_function(wait_twice, default_timeout=PATIENCE_SECONDS).run()
    assert texts(app) == ["The answer: 42"]
    assert not app.button
    assert not app.get("progress")


def test_what_was_stopped_is_not_asked_for_again_until_somebody_says_so():
    app = AppTest.from_function(wait_twice, default_timeout=PATIENCE_SECONDS)
    app.session_state["asked"] = []
    app.run()
    lab = app.session_state["lab"]
    lab.remembered["stopped-requests"].add("question")
    app.run()
    assert texts(app) == ["The answer: None", "Stopped."]
    assert len(app.session_state["asked"]) == 1
    app.button[0].click().run()
    assert texts(app) == ["The answer: 42"]
    assert len(app.session_state["asked"]) == 2


PAGE = """
import sys
from pathlib import Path

sys.path.insert(0, {root!r})

import time

from components.waiting import shown_waiting

TOLD = Path({told!r})


def ask(tell):
    try:
        TOLD.write_text("waiting")
        while True:
            time.sleep(0.1)
            tell(0.5)
    except BaseException as error:
        TOLD.write_text(type(error).__name__)
        raise


shown_waiting("Thinking …", ask, key="question")
"""


@pytest.fixture
def served(tmp_path) -> Iterator[tuple[int, Path]]:
    """A page that waits for ever, its port, and the file where it tells what became of it."""
    told = tmp_path / "told"
    script = tmp_path / "page.py"
    script.write_text(PAGE.format(root=str(ROOT), told=str(told)))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)],
        cwd=ROOT, env={**os.environ, "LAB_HOME": str(tmp_path)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_until(lambda: is_open(port))
    yield port, told
    server.kill()
    server.wait()


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def test_a_closed_browser_gives_up_its_request(served):
    port, told = served
    with Viewer(port, "", ""):
        wait_until(lambda: told.exists() and told.read_text() == "waiting")
    wait_until(lambda: told.read_text() == "StopException")
