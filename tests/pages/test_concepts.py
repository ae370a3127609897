"""The concepts' pages without a browser: address, hidden controls, presets, language."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.navigation import CONCEPTS as PAGE
from lab.concepts import CONCEPTS
from lab.settings import load_settings
from lab.texts import read_concept_text

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAB_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("LAB_WARM_WORKERS", "0")
        load_settings.cache_clear()
        yield
    load_settings.cache_clear()


def open_concepts(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "components" / "main.py"), default_timeout=150)
    app.query_params.update(query)
    app = app.switch_page(PAGE.script).run()
    assert not app.exception
    return app


def sliders(app: AppTest) -> dict[str, float]:
    return {one.label: one.value for one in (*app.slider, *app.get("select_slider"))}


def texts(app: AppTest) -> str:
    return "\n".join(one.value for one in (*app.markdown, *app.title, *app.caption))


def test_the_overview_names_every_concept_with_a_sentence():
    app = open_concepts()
    assert {cls.summary for cls in CONCEPTS.classes()} <= {one.value for one in app.caption}


def test_the_address_sets_the_controls_and_holds_what_is_set():
    app = open_concepts(concept="neuron", weight_1="-2.5", data="XOR")
    assert sliders(app)["Weight w₁"] == -2.5
    assert app.button_group[0].value == "XOR"
    next(one for one in app.slider if one.label == "Bias b").set_value(3.25).run()
    assert app.query_params["bias"] == "3.25"
    assert app.query_params["weight_1"] == "-2.5"
    assert app.query_params["concept"] == "neuron"


def test_a_teacher_hides_controls():
    app = open_concepts(concept="neuron", hide="noise,learning_rate", noise="0.1")
    assert "Noise" not in sliders(app) and "Learning rate" not in sliders(app)
    assert "Weight w₁" in sliders(app)
    assert app.query_params["noise"] == "0.1"


def test_a_picture_whose_controls_are_all_hidden_has_the_whole_page():
    assert len(open_concepts(concept="steps").columns) == 2
    app = open_concepts(concept="steps", hide=",".join(CONCEPTS["steps"].model_fields))
    assert not sliders(app) and not app.columns
    assert any(one.label.startswith("Train with") for one in app.button)


def test_a_wrong_address_is_told_and_the_usual_settings_are_shown():
    app = open_concepts(concept="neuron", bias="1000")
    assert any("`bias` must be a number between -10 and 10" in one.value for one in app.error)
    assert sliders(app)["Bias b"] == 0.5


def test_a_preset_sets_the_controls_and_the_address():
    app = open_concepts(concept="neuron", weight_1="-2.5")
    next(one for one in app.button if one.label.startswith("Bias too high")).click().run()
    assert sliders(app)["Bias b"] == 8
    assert app.query_params["activation"] == "step"
    assert app.query_params["weight_1"] == "0.4"


def test_other_controls_appear_with_another_function():
    app = open_concepts(concept="activations")
    assert "Temperature" not in sliders(app)
    next(one for one in app.selectbox if one.label == "Function").set_value("softmax").run()
    assert "Temperature" in sliders(app)
    assert "Sum z" not in sliders(app)


def test_the_language_is_the_address_s_else_the_administrator_s_and_stays(monkeypatch):
    korean, english = (read_concept_text("neuron", language).explanation for language in ("ko", "en"))
    assert english in texts(open_concepts(concept="neuron"))
    app = open_concepts(concept="neuron", lang="ko")
    assert korean in texts(app)
    del app.query_params["lang"]
    assert korean in texts(app.run())
    assert app.query_params["lang"] == "ko"
    monkeypatch.setenv("LAB_LANGUAGE", "ko")
    load_settings.cache_clear()
    app = open_concepts(concept="neuron")
    load_settings.cache_clear()
    assert korean in texts(app)
    assert "lang" not in app.query_params
    assert english in texts(open_concepts(concept="neuron", lang="en"))


def test_an_unknown_language_of_the_administrator_is_refused(monkeypatch):
    from lab.errors import ConfigError

    monkeypatch.setenv("LAB_LANGUAGE", "xx")
    load_settings.cache_clear()
    with pytest.raises(ConfigError, match="`language` must be one of en, ko"):
        load_settings()
    monkeypatch.delenv("LAB_LANGUAGE")
    load_settings.cache_clear()
