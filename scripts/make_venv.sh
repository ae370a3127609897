#!/bin/sh
# Make a virtual environment: make_venv.sh DIRECTORY [PYTHON]
#
# Without PYTHON, the first of python3, python3.13, python3.12 and python3.11 that will do is taken.
set -eu

directory=$1
wanted=${2:-}

chosen=
for python in ${wanted:-python3 python3.13 python3.12 python3.11}; do
    if command -v "$python" >/dev/null 2>&1 && "$python" scripts/check_python.py >/dev/null 2>&1; then
        chosen=$python
        break
    fi
done

if [ -z "$chosen" ]; then
    python=${wanted:-python3}
    if command -v "$python" >/dev/null 2>&1; then
        "$python" scripts/check_python.py || true
    else
        echo "\`$python\` was not found. Install Python 3.11, 3.12 or 3.13, or name one: make run PYTHON=/path/to/python3.12" >&2
    fi
    exit 1
fi

echo "Making $directory with $("$chosen" --version)"
if ! "$chosen" -m venv --clear "$directory"; then
    rm -rf "$directory"
    exit 1
fi
