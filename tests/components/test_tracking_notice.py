from streamlit.testing.v1 import AppTest

from lab.config import RunConfig
from lab.runs.run_folder import RunFolder
from lab.tracking.memory import Memory, write_memory


def draw(path: str) -> None:
    from pathlib import Path

    from components.tracking_notice import draw_tracking_notice
    from lab.runs.run_folder import RunFolder

    draw_tracking_notice(RunFolder(Path(path)))


def show(tmp_path, memory: Memory | None) -> AppTest:
    folder = RunFolder(tmp_path / "run")
    folder.create(RunConfig())
    if memory is not None:
        write_memory(folder, memory)
    app = AppTest.from_function(draw, kwargs={"path": str(folder.path)}, default_timeout=150).run()
    assert not app.exception
    return app


def test_a_run_that_no_server_knows_says_nothing(tmp_path):
    assert len(show(tmp_path, None).main) == 0


def test_a_run_that_a_server_knows_has_a_link(tmp_path):
    app = show(tmp_path, Memory(server="http://there", run_id="abc", url="http://there/#/runs/abc"))
    assert app.get("link_button")[0].proto.url == "http://there/#/runs/abc"
    assert not app.caption


def test_a_server_that_did_not_answer_is_named_with_the_reason(tmp_path):
    app = show(tmp_path, Memory(server="http://there", problem="Refused: `connection`"))
    assert "http://there" in app.caption[0].value
    assert "Refused" in app.caption[0].proto.help
