"""How much memory a new worker may take."""

from pathlib import Path

import psutil

CGROUP = Path("/sys/fs/cgroup")
# So that the server and the browser beside it stay quick.
RESERVE_SHARE = 0.05


def find_free_memory() -> int:
    """Bytes that are free on this machine, or within the limit of the container."""
    memory = psutil.virtual_memory()
    free = min(memory.available, _free_in_container(memory.available))
    return max(0, int(free - RESERVE_SHARE * memory.total))


def _free_in_container(otherwise: int) -> int:
    """What the container's limit leaves; files that the system keeps in memory can go."""
    try:
        most = (CGROUP / "memory.max").read_text(encoding="ascii").strip()
        used = int((CGROUP / "memory.current").read_text(encoding="ascii"))
        statistics = (CGROUP / "memory.stat").read_text(encoding="ascii").split()
        cached = int(statistics[statistics.index("inactive_file") + 1])
        return otherwise if most == "max" else int(most) - used + cached
    except (OSError, ValueError, IndexError):
        return otherwise
