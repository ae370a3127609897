"""What is written for every reader keeps what it was made of, and each reads it in their language."""

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.errors import LabError
from lab.i18n import DEFAULT_LANGUAGE, N_, _, for_every_reader, get_language, ngettext, set_language, translate
from lab.source_text import SourceText, pack_text, unpack_text

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "message", "plural", "values", "count", "first"]), inner, max_size=5)
    ),
)


@pytest.fixture(autouse=True)
def english():
    set_language(DEFAULT_LANGUAGE)
    yield
    set_language(DEFAULT_LANGUAGE)


@for_every_reader()
def say():
    """As a worker does: with numbers, a text within the text, a count, and two sentences put together."""
    reason = _("Epoch {epoch}: {what}; learning rate {rate:g}.").format(
        epoch=3, what=_("It was still waiting."), rate=0.00125
    )
    return reason + " " + _("stopped: no better for {count}").format(count=2)


def carry(text):
    """On a way of any kind: as an error's text, in JSON, to another process."""
    return pickle.loads(pickle.dumps(unpack_text(json.loads(json.dumps(pack_text(str(LabError(text))))))))


def test_each_reads_it_in_their_language():
    text = carry(say())
    english = "Epoch 3: It was still waiting.; learning rate 0.00125. stopped: no better for 2"
    assert (text, translate(text)) == (english, english)
    set_language("ko")
    waiting, stopped = _("It was still waiting."), _("stopped: no better for {count}").format(count=2)
    begun = _("Epoch {epoch}: {what}; learning rate {rate:g}.").format(epoch=3, what=waiting, rate=0.00125)
    assert translate(text) == f"{begun} {stopped}"
    assert waiting != "It was still waiting."


def test_counts_are_worded_as_each_language_does():
    with for_every_reader():
        one, many = (carry(ngettext("{count} run", "{count} runs", count)) for count in (1, 3))
    assert (translate(one), translate(many)) == ("1 run", "3 runs")
    set_language("ko")
    assert [translate(one), translate(many)] == [ngettext("{count} run", "{count} runs", count) for count in (1, 3)]


def test_the_block_alone_is_for_every_reader():
    set_language("ko")
    with for_every_reader():
        assert isinstance(_("It was still waiting."), SourceText)
    assert get_language() == "ko"
    assert not isinstance(_("It was still waiting."), SourceText)


def test_a_text_of_before_stays_as_it_is():
    set_language("ko")
    for text in ("Out of memory in epoch 3.", "", "{0.__class__}"):
        assert translate(unpack_text(text)) == text


def test_what_a_file_asks_for_is_not_filled_in_unless_the_catalogue_knows_it():
    set_language("ko")
    wide = {"text": "as it was", "message": "{x:>999999999}", "values": {"x": "a"}}
    assert translate(unpack_text(wide)) == "as it was"
    altered = {"text": "as it was", "message": N_("stopped: no better for {count}"), "values": {"other": 1}}
    assert translate(unpack_text(altered)) == "as it was"


@given(JSON)
def test_whatever_a_file_holds_is_a_text(value):
    set_language("ko")
    assert isinstance(translate(unpack_text(value)), str)
    set_language(DEFAULT_LANGUAGE)
