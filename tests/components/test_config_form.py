"""Forms as a user meets them: drawn, changed, refused."""

import pytest
from streamlit.testing.v1 import AppTest

from lab.architectures import ARCHITECTURES
from lab.augmentation import AUGMENTATIONS
from lab.datasets import DATASETS
from lab.optimizers import OPTIMIZERS
from lab.scaling import SCALINGS

EVERYTHING = [
    (package, cls.model_fields["name"].default)
    for package, registry in {
        "lab.architectures.ARCHITECTURES": ARCHITECTURES,
        "lab.augmentation.AUGMENTATIONS": AUGMENTATIONS,
        "lab.datasets.DATASETS": DATASETS,
        "lab.optimizers.OPTIMIZERS": OPTIMIZERS,
        "lab.scaling.SCALINGS": SCALINGS,
    }.items()
    for cls in registry.classes()
]


def show_choice(path: str, name: str) -> None:
    import importlib

    import streamlit as st

    from components.config_form import draw_choice

    module, _dot, attribute = path.rpartition(".")
    registry = getattr(importlib.import_module(module), attribute)
    problems: list = []
    current = st.session_state.get("current", registry[name]())
    chosen = st.session_state["current"] = draw_choice(registry, current, key="it", problems=problems)
    st.session_state["chosen"] = chosen.model_dump(mode="json")
    st.session_state["problems"] = len(problems)


def show_config() -> None:
    import streamlit as st

    from components import session
    from components.config_form import draw_form

    problems: list = []
    session.keep_draft(
        draw_form(session.get_draft(), "config", only=("split", "batch_size", "epochs"), problems=problems)
    )
    st.session_state["problems"] = len(problems)
    if st.button("from elsewhere"):
        session.set_draft(session.get_draft().model_copy(update={"epochs": 77}))
        st.rerun()


def choose(path: str, name: str) -> AppTest:
    return AppTest.from_function(show_choice, args=(path, name), default_timeout=150).run()


@pytest.mark.parametrize(("path", "name"), EVERYTHING, ids=lambda value: str(value).rpartition(".")[2])
def test_every_registered_class_is_drawn_and_comes_back_as_it_was(path, name):
    app = choose(path, name)
    assert not app.exception
    module, _dot, attribute = path.rpartition(".")
    registry = getattr(__import__(module, fromlist=[attribute]), attribute)
    assert app.session_state["chosen"] == registry[name]().model_dump(mode="json")
    assert app.session_state["problems"] == 0


def test_what_is_entered_comes_back_and_stays_when_another_class_was_looked_at():
    app = choose("lab.optimizers.OPTIMIZERS", "adam")
    app.number_input[0].set_value(0.02).run()
    assert app.session_state["chosen"]["learning_rate"] == 0.02
    app.selectbox[0].set_value("sgd").run()
    chosen = app.session_state["chosen"]
    assert (chosen["name"], chosen["learning_rate"], chosen["momentum"], chosen["nesterov"]) == (
        "sgd",
        0.01,
        0.0,
        False,
    )
    app.selectbox[0].set_value("adam").run()
    assert app.session_state["chosen"]["learning_rate"] == 0.02


@pytest.mark.parametrize("rate", [-1.0, 0.0, 5.0])
def test_what_is_not_allowed_is_refused_at_the_field_and_the_last_valid_value_stays(rate):
    app = choose("lab.optimizers.OPTIMIZERS", "adam")
    app.number_input[0].set_value(rate).run()
    [error] = app.error
    assert error.value.startswith("`learning_rate` must be a number above 0 and at most 1. Received: ")
    assert app.session_state["problems"] == 1
    assert app.session_state["chosen"]["learning_rate"] == 0.001


def test_hidden_layers_are_added_changed_and_removed():
    app = choose("lab.architectures.ARCHITECTURES", "mlp")
    units = lambda: [layer["units"] for layer in app.session_state["chosen"]["hidden_layers"]]  # noqa: E731
    assert units() == [64, 128]
    next(button for button in app.button if button.label == "Add").click().run()
    app.run()
    assert units() == [64, 128, 128]
    app.number_input[2].set_value(0).run()
    assert app.session_state["problems"] == 1
    app.number_input[2].set_value(16).run()
    assert app.session_state["problems"] == 0
    assert units() == [64, 128, 16]
    [remove_first, *_others] = [button for button in app.button if button.label == ""]
    remove_first.click().run()
    assert units() == [128, 16]


def test_a_change_from_elsewhere_shows_in_the_widgets():
    app = AppTest.from_function(show_config, default_timeout=150).run()
    epochs = next(one for one in app.number_input if one.label == "Epochs")
    assert epochs.value == 20
    epochs.set_value(30).run()
    next(button for button in app.button if button.label == "from elsewhere").click().run()
    assert next(one for one in app.number_input if one.label == "Epochs").value == 77


@pytest.mark.parametrize(("label", "value"), [("Epochs", 0), ("Batch size", 10**6), ("Validation split", 1.0)])
def test_settings_that_cannot_work(label, value):
    app = AppTest.from_function(show_config, default_timeout=150).run()
    next(one for one in app.number_input if one.label == label).set_value(value).run()
    assert app.session_state["problems"] == 1
    assert f"Received: {value}" in app.error[0].value
