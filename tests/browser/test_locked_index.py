"""Another program holds the index of runs for half a minute, as a backup may."""

import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.acting import press_stop, wait_for
from tests.browser.conftest import open_context
from tests.browser.test_main_job import DEMONSTRATION, POINTS, events_of, start_long_run

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECONDS = 30
HOLD = """
import sqlite3, sys, time
index = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
index.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
sys.stdin.readline()
"""
WAITING = "Waiting for the index of runs"


def rows(index) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(index, timeout=60)) as connection:
        return connection.execute("SELECT id, state FROM runs").fetchall()


def test_everything_waits_for_a_held_index_and_says_so_while_training_goes_on(server, page, browser):
    watched = start_long_run(page, server.url)
    expect(page.locator(".lab-curves .js-line").first).to_be_attached()
    with closing(open_context(browser)) as context:
        starting, opening = context.new_page(), context.new_page()
        starting.goto(server.url)
        button = starting.get_by_role("button", name=DEMONSTRATION)
        expect(button).to_be_visible()
        index = server.home / "index.sqlite"
        before = rows(index)
        command = [sys.executable, "-c", HOLD, str(index), str(SECONDS)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout is not None and other.stdin is not None and other.stdout.readline() == "held\n"
            held = time.monotonic()
            button.click()
            expect(starting.get_by_text(WAITING)).to_be_visible()
            opening.goto(f"{server.url}/runs")
            expect(opening.get_by_text(WAITING)).to_be_visible()
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=20):
                written, points = len(events_of(server, watched)), page.evaluate(POINTS)
            # The worker needs no index, and neither does the page that watches it.
            page.wait_for_function(f"{POINTS} > {points}")
            wait_for(lambda: len(events_of(server, watched)) > written)
            # Half a minute, and longer on a machine that took longer to come this far.
            other.stdin.write("enough\n")
        assert time.monotonic() - held > SECONDS - 1
        starting.wait_for_url("**/train?run=*")
        started = starting.url.rpartition("run=")[2]
        expect(opening.get_by_text("Mark one to open it")).to_be_visible()
        assert {one for one, _state in rows(index)} - {one for one, _state in before} == {started}
        assert (server.home / "runs" / started / "config.json").exists()
        for one, where in ((started, starting), (watched, page)):
            press_stop(where)
            expect(where.get_by_text("Stopped.", exact=False).first).to_be_visible()
            assert events_of(server, one)[-1]["state"] == "stopped"
