"""Answers of the model service that are asked for again at every redraw, kept for all sessions."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

V = TypeVar("V")

MOST = 256

_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = threading.Lock()


def keep_answer(key: Hashable, ask: Callable[[], V | None]) -> V | None:
    """The answer to a question, asked where it isn't kept; those used longest ago are dropped.

    Args:
        key: everything that the answer depends on.
        ask: asks; nothing is kept where it raises, or gives None because it was stopped.
    """
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return cast(V, _kept[key])
    answer = ask()
    if answer is None:
        return None
    with _lock:
        _kept[key] = answer
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return answer
