"""All answers as a table for a spreadsheet: a row for each image, and one for each file that was left out."""

import csv
import io
from collections.abc import Mapping, Sequence

from lab.datasets.base import Skipped
from lab.looking.answers import Answers

RUNNERS_UP = ("second", "third")
# A cell that begins so would be taken for a formula, and file names come from anywhere.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_table(
    names: Sequence[str], truths: Sequence[str], answers: Mapping[str, Answers], skipped: Sequence[Skipped]
) -> str:
    """Write the table.

    Args:
        names: of the images.
        truths: the class of each, where it is known, or "".
        answers: of one network or of several to the same images, by what each is called.
        skipped: what was left out.

    Returns:
        CSV with the columns file, true class, for each network its answer, probability, runners-up and the probability
        of every class, and the reason why a file was left out. With several networks their columns begin with what each
        is called.
    """
    several = len(answers) > 1
    columns = ["file", "true"]
    for title, one in answers.items():
        columns += [f"{title}: {column}" if several else column for column in _name_columns(one.labels)]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([_escape(column) for column in [*columns, "reason"]])
    for index, (name, truth) in enumerate(zip(names, truths, strict=True)):
        cells = [cell for one in answers.values() for cell in _describe(one, index)]
        writer.writerow([_escape(cell) for cell in [name, truth, *cells, ""]])
    blank = [""] * (len(columns) - 1)
    for file in skipped:
        writer.writerow([_escape(cell) for cell in [file.file, *blank, file.reason]])
    return buffer.getvalue()


def _name_columns(labels: Sequence[str]) -> list[str]:
    runners = [column for name in RUNNERS_UP[: len(labels) - 1] for column in (name, f"{name} probability")]
    return ["predicted", "probability", *runners, *(f"p({label})" for label in labels)]


def _describe(answers: Answers, index: int) -> list[str]:
    ranked = answers.rank(index, 1 + len(RUNNERS_UP))
    best = [cell for name, probability in ranked for cell in (name, f"{probability:.6f}")]
    return [*best, *(f"{float(one):.6f}" for one in answers.probabilities[index])]


def _escape(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
