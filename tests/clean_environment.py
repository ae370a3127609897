"""A real virtual environment with what an export says that it needs, and nothing of the lab."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

CONSTRAINTS = Path(__file__).resolve().parent.parent / "constraints.txt"
INSTALL_SECONDS = 400
# What pip says where no index answers, or there is none; that the pinned versions exist is shown by what runs this.
UNREACHABLE = ("connection broken", "Could not fetch URL", "from versions: none", "ResolutionImpossible", "timed out")


class CleanEnvironment:
    """Python with a few packages.

    Args:
        directory: where to make it; some 2 GB with TensorFlow.
        requirements: as pip takes them, at the versions that the lab pins.
    """

    def __init__(self, directory: Path, requirements: list[str]) -> None:
        venv.create(directory, with_pip=False, symlinks=os.name != "nt")
        self._python = directory / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self._install(requirements)

    def run(self, code: str, folder: Path) -> None:
        """Run code as the file `alone.py` of a folder, in that folder.

        Args:
            code: Python.
            folder: what the code finds beside it.
        """
        (folder / "alone.py").write_text(code, encoding="utf-8")
        # -I: neither Python's variables nor the user's own packages.
        command = [str(self._python), "-I", "alone.py"]
        done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True, timeout=250)
        assert done.returncode == 0, done.stderr[-2000:]

    def _install(self, requirements: list[str]) -> None:
        command = [
            sys.executable, "-m", "pip", "--python", str(self._python), "install", "--quiet",
            "--disable-pip-version-check", "--only-binary=:all:", "--no-compile", "--retries=1", "-c", str(CONSTRAINTS),
        ]  # fmt: skip
        try:
            done = subprocess.run([*command, *requirements], capture_output=True, text=True, timeout=INSTALL_SECONDS)
        except subprocess.TimeoutExpired:
            pytest.skip(f"the package index took more than {INSTALL_SECONDS} s")
        if done.returncode and any(sign in done.stderr for sign in UNREACHABLE):
            pytest.skip(f"no package index can be reached: {done.stderr.strip().splitlines()[-1]}")
        assert done.returncode == 0, done.stderr[-2000:]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LAB_", "KERAS_"))}
    return {**kept, "TF_CPP_MIN_LOG_LEVEL": "2"}
