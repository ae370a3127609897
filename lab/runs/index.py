"""The table of runs in SQLite: how it is opened and changed, and how an older one comes by the columns it lacks."""

import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from lab.errors import LabError

# How long another program, a backup for one, may hold it before somebody is told.
BUSY_SECONDS = 60.0

COLUMNS = {
    "number": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "id": "TEXT UNIQUE NOT NULL",
    "token": "TEXT UNIQUE",
    "owner": "TEXT NOT NULL",
    "state": "TEXT NOT NULL",
    "created": "REAL NOT NULL",
    "dataset": "TEXT NOT NULL",
    "architecture": "TEXT NOT NULL",
    "test_accuracy": "REAL",
    "config": "TEXT NOT NULL DEFAULT '{}'",
    "name": "TEXT NOT NULL DEFAULT ''",
    "note": "TEXT NOT NULL DEFAULT ''",
    "tags": "TEXT NOT NULL DEFAULT '[]'",
    "archived": "INTEGER NOT NULL DEFAULT 0",
    "trashed": "INTEGER NOT NULL DEFAULT 0",
    "epochs_done": "INTEGER NOT NULL DEFAULT 0",
    "best_epoch": "INTEGER",
    "best_val_loss": "REAL",
    "best_val_accuracy": "REAL",
}


def open_index(path: Path) -> sqlite3.Connection:
    """Open the file, which is made where it is missing; threads may share the connection under a lock.

    Args:
        path: the SQLite file.
    """
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
    # WAL in the SQLite of Debian 12 can corrupt; few writes come here, so the safest mode costs nothing.
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


@contextmanager
def change(connection: sqlite3.Connection) -> Iterator[ExitStack]:
    """Change the index, and the files that go with it, wholly or not at all; within another change it is a part of it.

    Args:
        connection: held by one thread.

    Yields:
        Takes calls that undo what is done to files; those of a change within another are not heeded.

    Raises:
        sqlite3.OperationalError: another program has held the index for longer than a minute; nothing was done.
    """
    undo = ExitStack()
    is_part = connection.in_transaction
    if is_part:
        yield undo
        return
    # Exclusive: what another program can hold up is held up here, before anything is done, and not at the end.
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield undo
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        with suppress(LabError, OSError):
            undo.close()
        raise


def prepare_index(connection: sqlite3.Connection) -> bool:
    """Make the table, or bring one of an older version up to date.

    Args:
        connection: within a transaction.

    Returns:
        Whether it comes from an older version, so that its new columns are to be filled from the run folders.
    """
    definitions = ", ".join(f"{name} {definition}" for name, definition in COLUMNS.items())
    connection.execute(f"CREATE TABLE IF NOT EXISTS runs ({definitions})")
    present = {row[1] for row in connection.execute("PRAGMA table_info(runs)")}
    missing = [name for name in COLUMNS if name not in present]
    for name in missing:
        connection.execute(f"ALTER TABLE runs ADD COLUMN {name} {COLUMNS[name]}")
    return bool(missing)


def next_id(connection: sqlite3.Connection, given: str = "") -> str:
    """A name for a new run's folder: its time, and after all names before it, even where the clock has gone back.

    So an index that is made again from the folders has the order of the one before.

    Args:
        connection: within a change.
        given: the last one given, whose run may have been removed since: it is not given twice.
    """
    stamp = f"{datetime.fromtimestamp(time.time()):%Y%m%d-%H%M%S}"
    digit, letter = "[0-9]", "[0-9a-f]"
    pattern = f"{8 * digit}-{6 * digit}-{6 * letter}"
    newest = max(connection.execute("SELECT max(id) FROM runs WHERE id GLOB ?", (pattern,)).fetchone()[0] or "", given)
    if stamp > newest[: len(stamp)]:
        return f"{stamp}-{secrets.randbelow(2**20):06x}"
    before, _separator, count = newest.rpartition("-")
    return f"{before}-{int(count, 16) + 1:06x}"
