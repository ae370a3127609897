"""What a run remembers of MLflow, in `mlflow.json` in its folder, for its page and for when it is resumed."""

from lab.errors import ConfigError, RunError
from lab.files import write_json
from lab.registry import Settings
from lab.runs.run_folder import RunFolder
from lab.validation import validate

FILE_NAME = "mlflow.json"


class Memory(Settings):
    """How far the server knows the run.

    Attributes:
        server: its address, without a password.
        run_id: what the server calls the run; empty before it knows it.
        url: the run's page there; empty where it has none.
        offset: so many bytes of the event log have been told.
        problem: why the last try failed; empty where it went well.
    """

    server: str
    run_id: str = ""
    url: str = ""
    offset: int = 0
    problem: str = ""


def read_memory(folder: RunFolder) -> Memory | None:
    """What a run remembers; None where it was never told to a server or the file is damaged."""
    path = folder.path / FILE_NAME
    if not path.exists():
        return None
    try:
        return validate(Memory, folder.read_json(path))
    except (ConfigError, RunError):
        return None


def write_memory(folder: RunFolder, memory: Memory) -> None:
    """Write it, whole or not at all; nothing where the run has been deleted.

    Raises:
        OSError: there is no room.
    """
    if folder.config_path.exists():
        write_json(folder.path / FILE_NAME, memory.model_dump())
