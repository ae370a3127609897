"""Every page loads, alive, without a run and with one."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.navigation import PAGES
from lab.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = [page.script for page in PAGES]


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAB_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("LAB_WARM_WORKERS", "0")
        load_settings.cache_clear()
        yield
    load_settings.cache_clear()


def open_page(script: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "components" / "main.py"), default_timeout=60).run()
    return app.switch_page(script).run()


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_page_loads_without_an_error(script):
    app = open_page(script)
    assert not app.exception
    assert not app.error
    assert app.title or app.subheader
