"""What the register has still to be told: results on disk until it has heard them.

add --> waiting --(the register answered)--> told --(its number is behind the cursor)--> forgotten
"""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import msgspec

from adapters._parts import sqlite
from adapters._xroad.register import Result

_SCHEMA = """
CREATE TABLE IF NOT EXISTS result (number INTEGER PRIMARY KEY, body BLOB NOT NULL, told INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS result_waiting ON result (number) WHERE told = 0;
"""


class Results:
    """One SQLite file; one process at a time works on it."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite.connect(path, _SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add(self, results: Iterable[Result]) -> None:
        """Keep results; one that is known already stands."""
        rows = [(result.number, msgspec.json.encode(asdict(result))) for result in results]
        with sqlite.together(self._db):
            self._db.executemany("INSERT OR IGNORE INTO result (number, body) VALUES (?, ?)", rows)

    def waiting(self, limit: int) -> list[Result]:
        """Return results that were not told, the oldest first."""
        rows = self._db.execute("SELECT body FROM result WHERE told = 0 ORDER BY number LIMIT ?", (limit,))
        return [msgspec.json.decode(body, type=Result) for (body,) in rows]

    def told(self, results: Iterable[Result]) -> None:
        """Note that the register knows these."""
        with sqlite.together(self._db):
            numbers = [(result.number,) for result in results]
            self._db.executemany("UPDATE result SET told = 1 WHERE number = ?", numbers)

    def forget(self, upto: int) -> None:
        """Drop what was told about documents that will not be read again."""
        self._db.execute("DELETE FROM result WHERE told = 1 AND number <= ?", (upto,))
