"""Bringing in images, where that goes wrong."""

import time

from components.backend import get_imports
from components.navigation import DATA
from lab.importing.request import ImportRequest
from tests.components.conftest import address, button, open_page


def test_after_an_import_that_failed_one_can_go_back(lab):
    job_id = get_imports().start(ImportRequest(kind="archive", location="nowhere.zip", title="pets"))
    while get_imports().find(job_id).state == "running":
        time.sleep(0.05)
    app = open_page(DATA.script, **{"add": "1", "import": job_id})
    assert "pets cannot be read" in app.error[0].value
    button(app, "Back").click().run()
    assert not app.exception and not app.error
    assert address(app, "import") is None
    assert "Bring in your own images" in [one.label for one in app.button]
