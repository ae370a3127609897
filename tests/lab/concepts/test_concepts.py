"""What every concept must have; runs over the registry."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.navigation import PAGES
from lab.concepts import CONCEPTS
from lab.concepts.address import read_query, write_query
from lab.concepts.neuron import Neuron
from lab.config import RunConfig
from lab.errors import ConfigError
from lab.i18n import LANGUAGES
from lab.texts import TEXTS_DIRECTORY, read_concept_text

NAMES = list(CONCEPTS)
HANGUL = re.compile("[가-힣]")


def find(config, path):
    for part in path.split("."):
        config = getattr(config, part)
    return config


@pytest.mark.parametrize("name", NAMES)
def test_every_control_says_what_it_is(name):
    for field, info in CONCEPTS[name].model_fields.items():
        assert field == "name" or (info.title and info.description), field


@pytest.mark.parametrize("name", NAMES)
def test_presets_are_allowed_and_differ(name):
    cls = CONCEPTS[name]
    found = [cls.from_preset(preset) for preset in cls.presets]
    assert 2 <= len(found) <= 4
    assert len({str(one) for one in found}) == len(found)


@pytest.mark.parametrize("name", NAMES)
def test_the_address_holds_every_setting_of_every_preset(name):
    cls = CONCEPTS[name]
    for concept in (cls(), *map(cls.from_preset, cls.presets)):
        query = write_query(concept)
        assert set(query) == set(cls.model_fields) - {"name"}
        assert read_query(cls, query) == concept


@pytest.mark.parametrize("name", NAMES)
def test_the_way_into_the_lab_fills_in_the_setting_alone(name):
    cls = CONCEPTS[name]
    draft = RunConfig(epochs=7, seed=5)
    found = [cls.from_preset(preset).fill_in(draft) for preset in cls.presets]
    for filled in found:
        filled.check()
        assert (filled.epochs, filled.seed) == (7, 5) or cls.setting in ("epochs", "seed")
    assert any(find(filled, cls.setting) != find(draft, cls.setting) for filled in found)
    assert cls.lab_page in {page.name for page in PAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_concept_is_explained_in_every_language(name, language):
    assert (TEXTS_DIRECTORY / "concepts" / f"{name}.{language}.md").exists()
    text = read_concept_text(name, language)
    for part in (text.explanation, text.question, text.answer):
        assert len(part) > 30
        assert bool(HANGUL.search(part)) == (language == "ko")


def test_a_language_without_a_text_gets_the_english_one():
    assert read_concept_text("neuron", "xx") == read_concept_text("neuron", "en")


@pytest.mark.parametrize(
    ("query", "field"), [({"bias": "much"}, "bias"), ({"bias": "11"}, "bias"), ({"data": "moons"}, "data")]
)
def test_a_wrong_setting_in_the_address_is_named(query, field):
    with pytest.raises(ConfigError) as caught:
        read_query(Neuron, query)
    assert caught.value.field == field


@given(st.dictionaries(st.sampled_from([*Neuron.model_fields, "lang", "other"]), st.text(max_size=12)))
def test_any_address_gives_settings_or_a_sentence(query):
    try:
        assert isinstance(read_query(Neuron, query), Neuron)
    except ConfigError as error:
        assert str(error)
