"""What an adapter's process says on stderr, kept without what it may have said about persons.

Adapters print whatever they like, and a traceback quotes values. So only the technical part of a line is kept: where a
traceback went through, the name of an exception, the interpreter's own last words. The rest is counted.
"""

import contextlib
import re
from pathlib import Path

MAX_FILE = 256 * 1024
MAX_LINE = 400

_FRAME = re.compile(r'\s*File "([^"\n]{1,300})", line (\d{1,7})(?:, in ([\w<>.]{1,80}))?')
_EXCEPTION = re.compile(
    r"((?:[A-Za-z_]\w{0,40}\.){0,6}[A-Z]\w{0,60}(?:Error|Exception|Warning|Exit|Interrupt))(?::|\Z)"
)
_FATAL = re.compile(r"Fatal Python error: [A-Za-z_]\w{0,60}")


def technical(line: str) -> str | None:
    """Return the part of a line that cannot hold personal data, or None."""
    if frame := _FRAME.match(line):
        path, number, function = frame.groups()
        return f"  {Path(path).name}:{number} {function or ''}".rstrip()
    if found := _EXCEPTION.match(line) or _FATAL.match(line):
        return found.group(0).rstrip(":")
    return None


class AdapterLog:
    """A file of bounded size with what is worth keeping; the last half survives when it is full."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rest = b""
        self.dropped = 0

    def feed(self, data: bytes) -> None:
        """Take a piece of stderr, cut anywhere."""
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()[-MAX_LINE:]
        for raw in lines:
            kept = technical(raw[:MAX_LINE].decode("utf-8", "replace"))
            if kept is None:
                self.dropped += 1
            else:
                self.note(kept)

    def note(self, text: str) -> None:
        """Write one line of our own."""
        line = text[:MAX_LINE].replace("\n", " ").encode() + b"\n"
        with contextlib.suppress(OSError):  # a full disk must not take the gateway along
            if self._path.exists() and self._path.stat().st_size + len(line) > MAX_FILE:
                self._path.write_bytes(self._path.read_bytes()[-MAX_FILE // 2 :])
            with self._path.open("ab") as file:
                self._path.chmod(0o600)
                file.write(line)
