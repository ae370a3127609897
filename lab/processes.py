"""Which process it is: a number alone may have been given to another one since."""

import psutil


def start_of(process: psutil.Process) -> float:
    """When a process started, in seconds since the machine did.

    The time of day of a start is reckoned by Linux from the clock as it is now: when that jumps, so does it.

    Raises:
        psutil.NoSuchProcess: it has ended.
    """
    return float(process.create_time() - psutil.boot_time())


def find_process(pid: int, start: float) -> psutil.Process | None:
    """The process, or None where it has ended, whoever has its number now.

    Args:
        pid: its number.
        start: what `start_of` said.
    """
    try:
        process = psutil.Process(pid)
        return process if abs(start_of(process) - start) < 1 else None
    except psutil.NoSuchProcess:
        return None
