"""What the tests of `lab` share."""

import pytest

from lab.settings import load_settings


@pytest.fixture
def lab_home(tmp_path, monkeypatch):
    """An empty LAB_HOME; settings are read anew."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("LAB_HOME", str(home))
    load_settings.cache_clear()
    yield home
    load_settings.cache_clear()


@pytest.fixture
def set_limit(monkeypatch, lab_home):
    """Sets what an administrator would: `set_limit(import_files=5)`."""

    def set_them(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"LAB_{name.upper()}", str(value))
        load_settings.cache_clear()

    return set_them
