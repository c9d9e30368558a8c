"""Reads an active list back and prints its facts, to be compared with those of the issuers.

python -m adapters.by_files.facts FOLDER/in/entry-bans-active.xml
"""

from pathlib import Path
from typing import Any

from adapters._files import facts
from adapters.by_files.mapping import entry_ban


def read(path: Path) -> list[dict[str, Any]]:
    """Return the facts of a list, XML, CSV or XLSX.

    Raises:
        FileRefusedError: it is no list of bans.
        MappingError: a row cannot be understood.
    """
    return facts.read(entry_ban.FORM, path)


def main() -> None:
    """Read the command line and print the facts."""
    facts.main(entry_ban.FORM, "adapters.by_files.facts")


if __name__ == "__main__":
    main()
