"""Pictures that are drawn by scripts of our own in the browser.

Streamlit calls a component's script for every change of its data. While the browser still loads the script, it may call
it for the newer data first and for the older data last (Streamlit 1.67 waits for `import` at each call, and Chromium
may let those go on in another order), and the older picture would stay. So the data carry a number, and whatever is
older than what was drawn is passed over.
"""

import hashlib
import itertools
import pickle
import uuid
from collections.abc import Mapping
from typing import Any, Protocol

import streamlit as st

from components import session

KEEP_ORDER = """
const newest = new WeakMap();
export default function (component) {
  const { parentElement, data: { order: [server, number], ...data } } = component;
  const drawn = newest.get(parentElement);
  if (drawn?.server === server && drawn.number > number) return drawn.end;
  const end = render({ ...component, data });
  newest.set(parentElement, { server, number, end });
  return end;
}
"""
# Numbers are compared within one life of the server.
_server = uuid.uuid4().hex
_numbers = itertools.count()


class Mount(Protocol):
    """Draws a component; the same key is the same component, whose picture is brought up to date."""

    def __call__(self, data: Mapping[str, Any], key: str, **options: Any) -> Any:  # noqa: ANN401 - Streamlit's
        """Draw it.

        Args:
            data: what its script gets, as JSON.
            key: its name, one for each component of a page.
            options: as `st.components.v2` takes them: `height`, `default`, `on_NAME_change`.

        Returns:
            What the script has told, by name.
        """


def declare_component(name: str, *, html: str, js: str, css: str = "", isolate_styles: bool = True) -> Mount:
    """Declare a component once, when its module is imported.

    Args:
        name: unique in the lab.
        html: what the script finds in its place.
        js: has a function `render({data, parentElement, setStateValue, setTriggerValue})`, called for each change of
            the data; it may return a function to be called at the end.
        css: its style.
        isolate_styles: whether the page's style stays outside.
    """
    draw = st.components.v2.component(
        name, html=html, css=css or None, js=js + KEEP_ORDER, isolate_styles=isolate_styles
    )

    def mount(data: Mapping[str, Any], key: str, **options: Any) -> Any:  # noqa: ANN401 - Streamlit's
        return draw(data={**data, "order": _number(key, data)}, key=key, **options)

    return mount


def _number(key: str, data: Mapping[str, Any]) -> tuple[str, int]:
    """Another number only for other data, so that what is the same is neither sent nor drawn again."""
    # Of all ways to write them down the quickest; that the same data may seldom be written otherwise does no harm.
    content = hashlib.blake2b(pickle.dumps(data), digest_size=16).digest()
    return _server, session.keep_latest(f"component.{key}", content, lambda: next(_numbers))
