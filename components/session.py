"""What one browser session holds; the only place that touches Streamlit's session state."""

import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import streamlit as st

from lab.config import RunConfig

V = TypeVar("V")

# Two clicks within this time are one intention.
DOUBLE_CLICK_SECONDS = 3.0


@dataclass
class _Session:
    draft: RunConfig = field(default_factory=RunConfig)
    draft_version: int = 0
    origin: tuple[str, RunConfig] | None = None
    owner: str = field(default_factory=lambda: uuid.uuid4().hex)
    last_run: str | None = None
    marked_runs: tuple[str, ...] = ()
    submitted: tuple[tuple[RunConfig, ...], float, str] | None = None
    counts: dict[str, int] = field(default_factory=dict)
    remembered: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)
    latest: dict[str, tuple[object, Any]] = field(default_factory=dict)
    language: str | None = None
    addressed: dict[str, dict[str, str]] = field(default_factory=dict)


def _session() -> _Session:
    if "lab" not in st.session_state:
        st.session_state["lab"] = _Session()
    return cast(_Session, st.session_state["lab"])


def get_draft() -> RunConfig:
    """The config that is being put together."""
    return _session().draft


def keep_draft(config: RunConfig) -> None:
    """Keep what the widgets say."""
    _session().draft = config


def set_draft(config: RunConfig, origin: str = "") -> None:
    """Change the draft from outside its widgets, which then show the new values.

    Args:
        config: the new draft.
        origin: the name of the run whose settings they are, where they are one's.
    """
    session = _session()
    session.origin = (origin, config) if origin else None
    session.draft = config
    session.draft_version += 1
    session.remembered.clear()


def draft_origin() -> tuple[str, RunConfig] | None:
    """The name and the settings of the run that the draft was taken from."""
    return _session().origin


def draft_version() -> int:
    """Counts the changes from outside; part of every form widget's key."""
    return _session().draft_version


def owner() -> str:
    """Who this is, for the fair queue."""
    return _session().owner


def submission_token(*configs: RunConfig) -> str:
    """A token for the intention to train configs together: a double click has the same one, a later click another."""
    session = _session()
    now = time.monotonic()
    if session.submitted is not None:
        last, moment, token = session.submitted
        if last == configs and now - moment < DOUBLE_CLICK_SECONDS:
            return token
    session.submitted = (configs, now, uuid.uuid4().hex)
    return session.submitted[2]


def last_run() -> str | None:
    """The run looked at last."""
    return _session().last_run


def keep_last_run(run_id: str | None) -> None:
    """Remember which run is looked at."""
    _session().last_run = run_id


def marked_runs() -> tuple[str, ...]:
    """The ids of the runs that are marked: the same on every page."""
    return _session().marked_runs


def mark_runs(run_ids: Iterable[str]) -> None:
    """Mark these runs, and no others."""
    _session().marked_runs = tuple(run_ids)


def count(name: str) -> int:
    """How often something has been asked for."""
    return _session().counts.get(name, 0)


def count_up(name: str) -> None:
    """Ask for it once more."""
    _session().counts[name] = count(name) + 1


def widget_value(key: str) -> Any:  # noqa: ANN401 - of whatever kind the widget gives
    """What a widget holds, for its own callback."""
    return st.session_state.get(key)


def set_widget(key: str, value: object) -> None:
    """Let a widget hold another value; in the callback of another widget, before it is drawn."""
    st.session_state[key] = value


def remember(name: str, make: Callable[[], V]) -> V:
    """A value kept until the draft is changed from outside, made when it is first asked for."""
    remembered = _session().remembered
    if name not in remembered:
        remembered[name] = make()
    return cast(V, remembered[name])


def remember_settings(name: str) -> dict[str, Any]:
    """What was last entered for each class of a choice, by the class's name; changes of the draft leave it alone."""
    return _session().settings.setdefault(name, {})


def replace_remembered(name: str, value: object) -> None:
    """Put another value in its place."""
    _session().remembered[name] = value


def keep_latest(name: str, key: object, make: Callable[[], V]) -> V:
    """A value made once for a key and kept until it is asked for with another one.

    Args:
        name: of the value; one is kept for each name.
        key: what it depends on; compared by equality.
        make: makes it.
    """
    kept = _session().latest
    if name not in kept or kept[name][0] != key:
        kept[name] = (key, make())
    return cast(V, kept[name][1])


def chosen_language() -> str | None:
    """The language that was chosen here or by the address; None where nobody has."""
    return _session().language


def choose_language(language: str) -> None:
    """Keep a language for as long as the session lasts.

    Args:
        language: a code of `lab.i18n.LANGUAGES`.
    """
    _session().language = language


def last_address(page: str) -> dict[str, str]:
    """What a page last wrote into its address; empty where it has not yet."""
    return _session().addressed.get(page, {})


def keep_address(page: str, query: dict[str, str]) -> None:
    """Remember what a page has written into its address, to tell another one from it."""
    _session().addressed[page] = query
