"""Numbers and times as people read them."""

from collections.abc import Sequence
from datetime import datetime

from lab.i18n import _
from lab.runs.status import RunStatus


def format_count(value: float) -> str:
    """A count with three figures: 950, 12.4 k, 1.66 M."""
    for limit, unit in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= limit:
            return f"{value / (1e3 if unit == 'k' else limit):.3g} {unit}"
    return f"{value:,.0f}"


def format_bytes(count: float) -> str:
    """An amount of memory with three figures: 950 B, 98.3 kB, 1.25 MB."""
    for limit, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if count >= limit:
            return f"{count / limit:.3g} {unit}"
    return f"{count:.0f} B"


def format_shape(shape: Sequence[int]) -> str:
    """A shape: 28 × 28 × 16."""
    return " × ".join(f"{size:,}" for size in shape)


def format_duration(seconds: float) -> str:
    """A duration: 8 s, 1 min 20 s, 2 h 5 min."""
    whole = max(0, round(seconds))
    if whole < 60:
        return _("{seconds} s").format(seconds=whole)
    if whole < 3600:
        return _("{minutes} min {seconds} s").format(minutes=whole // 60, seconds=whole % 60)
    return _("{hours} h {minutes} min").format(hours=whole // 3600, minutes=whole % 3600 // 60)


def format_milliseconds(seconds: float) -> str:
    """A short time: 4.2 ms, 43 ms, 1.3 s."""
    if seconds >= 1:
        return _("{seconds:.1f} s").format(seconds=seconds)
    return (
        _("{milliseconds:.2g} ms").format(milliseconds=1000 * seconds) if seconds < 0.01 else f"{1000 * seconds:.0f} ms"
    )


def format_number(value: float, figures: int = 3) -> str:
    """A number of any size with a few figures: 0.0312, −1.5, 12,300."""
    text = f"{value:.{figures}g}" if abs(value) < 10**figures else f"{value:,.0f}"
    return text.replace("-", "−")


def format_metric(value: float | None) -> str:
    """A loss or an accuracy with three figures behind the point; a dash where there is none."""
    return "–" if value is None else f"{value:.3f}"


def format_percent(value: float | None) -> str:
    """A share, 0…1, as a percentage; a dash where there is none."""
    return "–" if value is None else f"{100 * value:.1f}%"


def format_time(timestamp: float) -> str:
    """A moment: the time where it was today, else date and time."""
    moment = datetime.fromtimestamp(timestamp)
    return f"{moment:%H:%M}" if moment.date() == datetime.now().date() else f"{moment:%Y-%m-%d %H:%M}"


def state_word(state: RunStatus) -> str:
    """A state in words."""
    return {
        RunStatus.QUEUED: _("waiting"),
        RunStatus.RUNNING: _("training"),
        RunStatus.PAUSED: _("paused"),
        RunStatus.FINISHED: _("finished"),
        RunStatus.FAILED: _("failed"),
        RunStatus.STOPPED: _("stopped"),
        RunStatus.INTERRUPTED: _("interrupted"),
    }[state]
