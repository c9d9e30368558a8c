"""Messages that could not be mapped, kept as received until a person has looked at them."""

import hashlib
import os
import uuid
from pathlib import Path


class Quarantine:
    """A folder of raw messages, each under its message id. It holds personal data and stays at the member's site."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self._folder = folder

    def keep(self, message_id: str, raw: bytes, suffix: str = ".xml") -> Path:
        """Write a message, atomically; writing it again changes nothing."""
        path = self._folder / f"{_file_name(message_id)}{suffix}"
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        return path


def _file_name(message_id: str) -> str:
    """Return the id when it is a UUID, else its digest: what came from outside never names a path."""
    try:
        return str(uuid.UUID(message_id))
    except ValueError:
        return hashlib.sha256(message_id.encode()).hexdigest()
