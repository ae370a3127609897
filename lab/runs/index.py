"""The table of runs in SQLite: its columns, and how a table of an older version comes by those that it lacks."""

import sqlite3

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
