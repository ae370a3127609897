"""An import in a process of its own: `python -m lab.importing`.

It reads an `ImportRequest` as a line of JSON, and answers with lines of JSON: {"phase", "done", "total"} as it goes on,
at last {"id", "version", "report"} or {"error"}, with {"similar"} where a question must be answered first. The end of
its input, as when the server dies, ends it.
"""

import json
import os
import signal
import sys
import threading
import time
import traceback

import cv2

from lab.errors import LabError
from lab.i18n import _, write_for_every_reader
from lab.importing.arrangement import SimilarNamesError
from lab.importing.request import ImportRequest, run_import
from lab.source_text import pack_text
from lab.validation import validate

SECONDS_BETWEEN_REPORTS = 0.1


def main() -> None:
    """Import what standard input asks for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Images are read by several threads already.
    cv2.setNumThreads(1)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    write_for_every_reader()
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_leave_with_the_server, daemon=True).start()
    last = 0.0

    def tell(**values: object) -> None:
        answers.write(json.dumps(values, ensure_ascii=False) + "\n")
        answers.flush()

    def progress(phase: str, done: int, total: int) -> None:
        nonlocal last
        if not done or time.monotonic() - last > SECONDS_BETWEEN_REPORTS:
            last = time.monotonic()
            tell(phase=phase, done=done, total=total)

    try:
        imported = run_import(validate(ImportRequest, request), progress)
    except SimilarNamesError as error:
        tell(error=pack_text(str(error)), similar=error.groups)
    except LabError as error:
        tell(error=pack_text(str(error)))
    except Exception as error:
        traceback.print_exc()
        text = _("The import failed: {error}. Nothing was imported.")
        tell(error=pack_text(text.format(error=f"{type(error).__name__}: {str(error)[:200]}")))
    else:
        tell(id=imported.id, version=imported.version, report=imported.report.to_json())


def _leave_with_the_server() -> None:
    # What is staged is swept by the next import.
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
