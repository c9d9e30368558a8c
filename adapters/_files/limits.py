"""How much of a file is read at most."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one file; whatever is beyond them refuses the file before it is in memory."""

    file_bytes: int = 64 * 1024 * 1024
    rows: int = 50_000
    columns: int = 200
    line_characters: int = 64 * 1024
    cell_characters: int = 32 * 1024
    unpacked_bytes: int = 256 * 1024 * 1024
    entries: int = 200
    ratio: int = 100
    faults: int = 1000
