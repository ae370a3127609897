"""No page shows a text past the catalogues: in a language that marks every translation, nothing is left unmarked."""

import gettext
import os
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.backend import get_controller, get_model_service
from components.navigation import PAGES, TRAIN
from lab import i18n
from lab.config import RunConfig
from lab.executors.base import JobState
from lab.i18n import for_every_reader
from lab.last_words import explain_end
from lab.runs.event_log import EventLog
from lab.runs.history import RunHistory
from lab.runs.status import RunStatus
from lab.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
# Units, which are the same in every language.
UNITS = {"px"}
# Formulas, numbers with their unit, and settings as they are kept.
NO_TEXTS = {("latex", "body"), ("metric", "body"), ("json", "body")}
# Names: a paper's, with its address, and a layer's, with its class in Keras.
NAMES = re.compile(r"\[[^\]]*\]\(https://[^)]*\)|\*\*\w+\*\* · \w+")
WORD = re.compile(r"[^\W\d_]{2,}")
ENDS = {
    "killed": (JobState(alive=False), False),
    "out of memory": (JobState(alive=False, out_of_memory=True), False),
    "failed": (JobState(alive=False, exit_code=1), False),
    "stopped": (JobState(alive=False), True),
}


class Marking(gettext.NullTranslations):
    """Puts every text between «…», its values included."""

    def gettext(self, message):
        return f"«{message}»"

    def ngettext(self, singular, plural, n):
        return f"«{singular if n == 1 else plural}»"


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAB_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("LAB_WARM_WORKERS", "0")
        catalogue = i18n._catalogue
        patch.setattr(i18n, "_catalogue", lambda name: catalogue(name) if name == i18n.SOURCE else Marking())
        load_settings.cache_clear()
        yield
        get_model_service().close()
        get_model_service.cache_clear()
    load_settings.cache_clear()


def find_texts(app):
    """Every text of a page that Streamlit draws itself."""
    for element in (*app.main, *app.sidebar):
        proto = getattr(element, "proto", None)
        for name in ("label", "body", "help", "placeholder", "text", "title"):
            value = getattr(proto, name, None)
            if isinstance(value, str) and value:
                yield element.type, name, value


def strip_marked(text):
    """What is left of a text when everything translated, and every name, is taken out."""
    text = NAMES.sub("", text)
    while (shorter := re.sub(r"«[^«»]*»", "", text)) != text:
        text = shorter
    return text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_shows_a_text_past_the_catalogues(page):
    app = AppTest.from_file(str(ROOT / "components" / "main.py"), default_timeout=150).run()
    app = app.switch_page(page.script).run()
    assert_marked(app)


def assert_marked(app):
    assert not app.exception
    left = [
        (kind, name, text)
        for kind, name, text in find_texts(app)
        if (kind, name) not in NO_TEXTS and set(WORD.findall(strip_marked(text))) - UNITS
    ]
    assert left == [], left


@for_every_reader()
def write_run(job, stopped=False):
    """A run that ended without a word of its worker's, as the worker and the server write it down."""
    folder = get_controller().store.create(RunConfig(), "ann", os.urandom(8).hex())
    with EventLog(folder.events_path) as log:
        log.append("state", state=RunStatus.RUNNING)
        log.append("fit", epochs=2, batches=1)
        log.append("batch", step=1, epoch=1, batch=1, loss=1.0, accuracy=0.5, elapsed=1.0, learning_rate=0.001)
        text = i18n._("Epoch {epoch}: {what}; learning rate {rate:g}.")
        log.append("message", text=text.format(epoch=1, what=i18n._("the whole network is trained"), rate=0.001))
    if stopped:
        folder.request_stop()
    state, message = explain_end(folder, RunHistory(folder).follow(), job)
    folder.append_state(state, message)
    get_controller().store.update(folder.id, state)
    return folder


@pytest.mark.parametrize("end", ENDS)
def test_why_a_run_ended_is_said_in_the_reader_s_language(end):
    job, stopped = ENDS[end]
    folder = write_run(job, stopped)
    app = AppTest.from_file(str(ROOT / "components" / "main.py"), default_timeout=60)
    app.query_params["run"] = folder.id
    app.switch_page(TRAIN.script).run()
    assert_marked(app)
    (shown,) = [*app.error, *app.warning]
    assert "«No checkpoint had been written yet.»" in shown.value


def test_what_the_model_service_answers_is_said_in_the_reader_s_language():
    def script():
        from components.backend import get_model_service
        from components.failures import shown_failures
        from lab.architectures.transfer import Transfer

        with shown_failures():
            get_model_service().describe(Transfer(base="mobilenet_v2"), (8, 8, 3), 2)
        with shown_failures():
            get_model_service().ask("dance")

    app = AppTest.from_function(script, default_timeout=120).run()
    assert_marked(app)
    assert ["at least 32" in app.error[0].value, "KeyError: 'dance'" in app.error[1].value] == [True, True]
