"""The lab's long-lived parts, one of each a server: the controller and the model service."""

import threading

import streamlit as st

from lab.controller import Controller
from lab.executors import LocalExecutor
from lab.model_service import ModelService
from lab.runs.store import RunStore
from lab.settings import load_settings

# Both import TensorFlow at once, 7 s of a core each: the first page is drawn before that begins.
SECONDS_BEFORE_WARMING = 1.5


@st.cache_resource(show_spinner=False)
def get_controller() -> Controller:
    """The controller, at work."""
    settings = load_settings()
    store = RunStore(settings.runs_directory, settings.index_path)
    controller = Controller(store, LocalExecutor(), settings.training_slots, settings.warm_workers)
    _start_later(controller.start)
    return controller


@st.cache_resource(show_spinner=False)
def get_model_service() -> ModelService:
    """The model service, started soon."""
    service = ModelService()
    _start_later(service.start)
    return service


def _start_later(start: object) -> None:
    assert callable(start)
    timer = threading.Timer(SECONDS_BEFORE_WARMING, start)
    timer.daemon = True
    timer.start()
