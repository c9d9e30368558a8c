"""How far a load has come, in two small files: lines that are done, and the bytes of the batch that is under way.

    list.progress      {"lines": 12500, "accepted": 12498, "refused": 2}
    list.progress.batch   the envelopes that may or may not have been accepted: only these bytes may be sent again

Both are replaced in one step. A batch is written before it is sent and removed after its outcome is known.
"""

import os
from dataclasses import asdict, dataclass
from pathlib import Path

from hub.cli.files import FileError
from keys import strict_json
from keys.errors import StrictJsonError

MOST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Lines whose outcome is known: all of them, those accepted, those refused."""

    lines: int = 0
    accepted: int = 0
    refused: int = 0


class Progress:
    """The two files; without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def read(self) -> tuple[Done, list[bytes]]:
        """Return what is done, and the batch that was under way.

        Raises:
            FileError: the file is not what `write` writes.
        """
        if self._path is None or not self._path.exists():
            return Done(), []
        try:
            value = strict_json.loads(self._path.read_bytes())
            done = Done(**value) if isinstance(value, dict) else None
        except (StrictJsonError, TypeError):
            done = None
        if done is None:
            raise FileError(
                "progress-damaged",
                f"Файл хода отправки {self._path} повреждён. Проверьте, что принято, и начните с остатка списка.",
                f"The progress file {self._path} is damaged. See what was accepted, and begin with the rest.",
            )
        batch = self._batch_path(self._path)
        return done, batch.read_bytes().splitlines() if batch.exists() else []

    def begin(self, done: Done, batch: list[bytes]) -> None:
        """Keep a batch that is about to be sent."""
        if self._path is not None:
            _replace(self._path, strict_json.dumps(asdict(done)))
            _replace(self._batch_path(self._path), b"\n".join(batch))

    def end(self, done: Done) -> None:
        """Say that the batch's outcome is known."""
        if self._path is not None:
            _replace(self._path, strict_json.dumps(asdict(done)))
            self._batch_path(self._path).unlink(missing_ok=True)

    @staticmethod
    def _batch_path(path: Path) -> Path:
        return path.with_name(f"{path.name}.batch")


def _replace(path: Path, content: bytes) -> None:
    new = path.with_name(f".{path.name}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
