"""A script as a Jupyter notebook: a heading and a cell of code for each `# %%`."""

import json

from lab.exporting.script import CELL


def write_notebook(script: str) -> str:
    """Turn a script's cells into a notebook, format 4.5 (nbformat).

    Args:
        script: as `write_script` gives it.

    Returns:
        The notebook as JSON.
    """
    introduction, *cells = script.split(CELL)
    written = [_cell("markdown", 0, introduction.strip().strip('"'))]
    for number, cell in enumerate(cells, 1):
        heading, _newline, code = cell.partition("\n")
        written += [_cell("markdown", 2 * number, f"## {heading}"), _cell("code", 2 * number + 1, code.strip("\n"))]
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook = {"cells": written, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1)


def _cell(kind: str, number: int, text: str) -> dict[str, object]:
    cell: dict[str, object] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": text}
    return {**cell, "execution_count": None, "outputs": []} if kind == "code" else cell
