"""A component shows the newest of its data, in whatever order the browser is given them."""

import base64

import pytest

from components.browser_component import KEEP_ORDER

pytestmark = pytest.mark.browser

SCRIPT = """
function render({ data, parentElement }) {
  parentElement.textContent = data.text;
  return () => data.text;
}
"""
CALL = """
async ([source, calls]) => {
  const { default: call } = await import(source);
  const parentElement = document.createElement("div");
  return calls.map(([text, order]) => {
    const end = call({ data: { text, order }, parentElement });
    return [parentElement.textContent, end()];
  });
}
"""


def test_older_data_that_come_later_are_passed_over(page):
    source = "data:text/javascript;base64," + base64.b64encode((SCRIPT + KEEP_ORDER).encode()).decode()
    calls = [
        ("one", ["a", 1]),
        ("three", ["a", 3]),
        ("two", ["a", 2]),
        ("three", ["a", 3]),
        ("after a restart", ["b", 0]),
    ]
    shown = page.evaluate(CALL, [source, calls])
    assert shown == [[text, text] for text in ("one", "three", "three", "three", "after a restart")]
