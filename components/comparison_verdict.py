"""What came of runs, in words: who was ahead, who is better, and whether that may be chance."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from components.comparison_curves import ComparedRun
from components.formatting import format_percent
from components.verbatim import verbatim
from lab.errors import LabError
from lab.i18n import _, translate
from lab.judging.verdict import TestResult, Verdict, describe_lead, judge
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus

MOST_CHANGES = 4


def draw_verdicts(runs: Sequence[ComparedRun]) -> None:
    """Draw the sentences: of two runs how the race went; of any number which is the best on the test images.

    Args:
        runs: as they are compared.
    """
    sentences = [_tell_failure(run) for run in runs if run.history.state is RunStatus.FAILED]
    if len(runs) == 2:
        sentences.append(_tell_race(runs[0], runs[1]))
    sentences.append(_tell_test(runs))
    text = "\n\n".join(sentence for sentence in sentences if sentence)
    if text:
        st.info(text, icon=":material/gavel:")


def read_test_result(folder: RunFolder) -> TestResult | None:
    """A run's test; None before its end."""
    if not folder.evaluation_path.exists():
        return None
    try:
        evaluation = folder.read_json(folder.evaluation_path)
        accuracy, count = float(evaluation["accuracy"]), int(evaluation["count"])
        if not folder.predictions_path.exists():
            return TestResult(accuracy, count)
        with np.load(folder.predictions_path, allow_pickle=False) as kept:
            labels, probabilities = kept["labels"], kept["probabilities"]
        return TestResult(accuracy, count, probabilities.argmax(axis=1) == labels, labels)
    except (LabError, KeyError, TypeError, ValueError, OSError):
        return None


def _tell_failure(run: ComparedRun) -> str:
    return f"**{verbatim(run.label)}**: {translate(run.history.state_message)}"


def _tell_race(a: ComparedRun, b: ComparedRun) -> str:
    changes = describe_lead(a.history.epochs["val_loss"], b.history.epochs["val_loss"])
    if not changes:
        return ""
    names = {"a": verbatim(a.label), "b": verbatim(b.label)}
    if len(changes) == 1:
        return _("By validation loss **{run}** has been ahead from epoch {epoch} on.").format(
            run=names[changes[0][1]], epoch=changes[0][0]
        )
    if len(changes) > MOST_CHANGES:
        return _("The lead by validation loss changed {count} times; now **{run}** is ahead.").format(
            count=len(changes) - 1, run=names[changes[-1][1]]
        )
    told = ", ".join(_("{run} from epoch {epoch}").format(run=names[side], epoch=epoch) for epoch, side in changes)
    return _("Ahead by validation loss: {told}.").format(told=told)


def _tell_test(runs: Sequence[ComparedRun]) -> str:
    tested = [(run, result) for run in runs if (result := read_test_result(run.history.folder)) is not None]
    if len(tested) < 2:
        return ""
    tested.sort(key=lambda pair: -pair[1].accuracy)
    (first, best), (second, next_best) = tested[:2]
    verdict = judge(best, next_best)
    said = _tell_verdict(verbatim(first.label), verbatim(second.label), verdict)
    return f"{said} {_tell_evidence(best, next_best, verdict)}"


def _tell_verdict(first: str, second: str, verdict: Verdict) -> str:
    if verdict.better:
        return _("On the test images **{first} is better** than {second}.").format(first=first, second=second)
    return _(
        "On the test images neither {first} nor {second} can be called better: the difference may be chance."
    ).format(first=first, second=second)


def _tell_evidence(a: TestResult, b: TestResult, verdict: Verdict) -> str:
    figures = _("{a} against {b} of {count} images").format(
        a=format_percent(a.accuracy), b=format_percent(b.accuracy), count=a.count
    )
    if verdict.method == "mcnemar":
        images = _("{a} images only the first got right, {b} only the second").format(
            a=verdict.only_a, b=verdict.only_b
        )
        figures = f"{figures}; {images}"
    chance = _("p < 0.001") if verdict.p < 0.001 else f"p = {verdict.p:.3f}"
    return f"({figures}; {chance})"
