"""Where the catalogue's own files lie, and how they are read.

    schemas/<type>/manifest.json                  what a record type is: lane, family, retention, titles
    schemas/<type>/<version>/schema.json          its shape
    schemas/<type>/<version>/examples/*.json      valid-*.json and invalid-<why>.json
    schemas/shared/<part>.json                    parts used by several types
    schemas/codes/<list>.json                     code lists
    schemas/agreements/<id>.json                  agreements and legal bases
    schemas/calendars/<state>.json                working days of each state

The files are ours and part of the release, so they are read with a plain JSON reader. Records from outside never come
through here.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).parent
URN = "urn:cis-migration:schema:"


class CatalogueFileError(Exception):
    """A file of the catalogue is missing or damaged; the installation is not complete."""

    code = "catalogue-file"

    def __init__(self, path: Path, why: str) -> None:
        where = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
        self.ru = f"Файл каталога schemas/{where} не читается: {why}. Установите выпуск заново."
        self.en = f"The catalogue file schemas/{where} cannot be read: {why}. Install the release again."
        super().__init__(self.en)


def read(path: Path) -> dict[str, Any]:
    """Read one JSON object of the catalogue.

    Raises:
        CatalogueFileError: the file is missing, or is no JSON object.
    """
    try:
        data = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise CatalogueFileError(path, error.strerror or "input/output error") from error
    except msgspec.DecodeError as error:
        raise CatalogueFileError(path, "not JSON") from error
    if not isinstance(data, dict):
        raise CatalogueFileError(path, "not a JSON object")
    return data


def digest(path: Path) -> str:
    """Return SHA-256 (hex) of a file of the catalogue.

    Raises:
        CatalogueFileError: the file cannot be read.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise CatalogueFileError(path, error.strerror or "input/output error") from error


def shared() -> Iterator[Path]:
    """Yield the shared parts, by name."""
    yield from sorted((ROOT / "shared").glob("*.json"))


def manifests() -> Iterator[Path]:
    """Yield the manifest of each record type, by name."""
    yield from sorted(ROOT.glob("*/manifest.json"))


def versions(manifest: Path) -> Iterator[Path]:
    """Yield the schema of each version of a record type, oldest first."""
    found = manifest.parent.glob("[0-9]*.[0-9]*/schema.json")
    yield from sorted(found, key=lambda path: tuple(int(part) for part in path.parent.name.split(".")))


def code_lists() -> Iterator[Path]:
    """Yield the code lists, by name."""
    yield from (path for path in sorted((ROOT / "codes").glob("*.json")) if not path.name.endswith(".schema.json"))


def agreements() -> Iterator[Path]:
    """Yield the agreements, by id."""
    yield from (path for path in sorted((ROOT / "agreements").glob("*.json")) if not path.name.endswith(".schema.json"))
