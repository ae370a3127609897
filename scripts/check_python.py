"""Say whether this Python can run the lab: exit status 0, or 1 with what to do on standard error.

Runs on any Python 3, so it uses nothing newer than 3.0.
"""

import sys

OLDEST = (3, 11)
NEWEST = (3, 13)  # TensorFlow's newest wheel; `requires-python` in pyproject.toml says the same


def find_problem(version, modules):
    """Say in a sentence why this Python won't do.

    Args:
        version: (major, minor) of the interpreter.
        modules: names of those standard modules that it was found to have.

    Returns:
        The sentence, or None where all is well.
    """
    received = "%d.%d" % version
    if not OLDEST <= version <= NEWEST:
        reason = ": TensorFlow has no build for newer ones yet" if version > NEWEST else ""
        return (
            "Python 3.11, 3.12 or 3.13 is needed%s. Received: %s (%s).\n"
            "Install one of them beside it, then name it: make run PYTHON=python3.13"
        ) % (reason, received, sys.executable)
    missing = [name for name in ("venv", "ensurepip") if name not in modules]
    if missing:
        return (
            "This Python (%s) cannot make virtual environments: it lacks %s.\n"
            "On Debian and Ubuntu: sudo apt-get install python%s-venv. Then the same command again."
        ) % (sys.executable, " and ".join(missing), received)
    return None


def find_modules():
    """Name those of the modules needed to make a virtual environment that can be imported."""
    found = []
    for name in ("venv", "ensurepip"):
        try:
            __import__(name)
        except ImportError:
            continue
        found.append(name)
    return found


if __name__ == "__main__":
    problem = find_problem(sys.version_info[:2], find_modules())
    if problem:
        sys.stderr.write(problem + "\n")
        sys.exit(1)
