"""What was fetched from an SFTP server and what is still to be done there: one SQLite file of the adapter's state."""

from dataclasses import dataclass
from pathlib import Path

from adapters._files.sftp_link import RemoteLook
from adapters._parts import sqlite

_SCHEMA = """
CREATE TABLE IF NOT EXISTS remote (
  name TEXT PRIMARY KEY, remote BLOB NOT NULL, size INTEGER NOT NULL, changed INTEGER NOT NULL,
  is_file INTEGER NOT NULL, begun INTEGER NOT NULL, folder TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS withdrawn (name TEXT PRIMARY KEY);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A remote file: its local name, its name there, what it looked like, and the folder it is to be moved to."""

    name: str
    remote: bytes
    look: RemoteLook
    folder: str = ""


class SftpLedger:
    """One process at a time works on it."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite.connect(path, _SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def begin(self, fetched: Fetched) -> None:
        """Note that a file is being fetched; another one of its name is forgotten."""
        self._put(fetched, begun=True)

    def note(self, fetched: Fetched) -> None:
        """Note that a file was fetched."""
        self._put(fetched, begun=False)

    def is_begun(self, fetched: Fetched) -> bool:
        """Say whether this very file is being fetched."""
        return self._find(fetched.name) == (fetched, True)

    def is_fetched(self, fetched: Fetched) -> bool:
        """Say whether this very file was fetched."""
        found = self._find(fetched.name)
        return found is not None and (found[0].remote, found[0].look, found[1]) == (fetched.remote, fetched.look, False)

    def find(self, name: str) -> Fetched | None:
        """Return the file of that name, fetched or begun."""
        found = self._find(name)
        return None if found is None else found[0]

    def put_away(self, name: str, folder: str) -> None:
        """Note that a file is to be moved on the server."""
        self._db.execute("UPDATE remote SET folder = ? WHERE name = ?", (folder, name))

    def put_aways(self) -> list[Fetched]:
        """Return the files that are to be moved."""
        return [_fetched(row) for row in self._db.execute(f"{_SELECT} WHERE folder <> '' ORDER BY name")]

    def forget(self, name: str) -> None:
        """Forget a file."""
        self._db.execute("DELETE FROM remote WHERE name = ?", (name,))

    def withdraw(self, name: str) -> None:
        """Note that a file is to be removed from `in/`."""
        self._db.execute("INSERT OR IGNORE INTO withdrawn VALUES (?)", (name,))

    def withdrawals(self) -> list[str]:
        """Return the names that are to be removed."""
        return [name for (name,) in self._db.execute("SELECT name FROM withdrawn ORDER BY name")]

    def is_withdrawn(self, name: str) -> None:
        """Note that a file was removed."""
        self._db.execute("DELETE FROM withdrawn WHERE name = ?", (name,))

    def _put(self, fetched: Fetched, *, begun: bool) -> None:
        look = fetched.look
        self._db.execute(
            "INSERT OR REPLACE INTO remote VALUES (?, ?, ?, ?, ?, ?, '')",
            (fetched.name, fetched.remote, look.size, look.changed, look.is_file, begun),
        )

    def _find(self, name: str) -> tuple[Fetched, bool] | None:
        row = self._db.execute(f"{_SELECT} WHERE name = ?", (name,)).fetchone()
        return None if row is None else (_fetched(row), bool(row[6]))


_SELECT = "SELECT name, remote, size, changed, is_file, folder, begun FROM remote"


def _fetched(row: tuple[str, bytes, int, int, int, str, int]) -> Fetched:
    look = RemoteLook(size=row[2], changed=row[3], is_file=bool(row[4]))
    return Fetched(name=row[0], remote=row[1], look=look, folder=row[5])
