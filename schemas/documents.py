"""Facts of the release that lie in a folder, one JSON file each: agreements, calendars, deadline profiles.

Each fits the folder's own schema, whose coded members are checked against the code lists, and is named as its file.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from schemas import codes, files, resolution, validator
from schemas.validator import Validator
from schemas.violation import Violation


def make_validator(schema: Path) -> Validator:
    """Return the validator of a schema, with the code lists written in and the shared parts at hand.

    Raises:
        CatalogueFileError: it cannot be read.
    """
    lists = codes.load()
    return validator.make(resolution.with_codes(files.read(schema), lists), resolution.parts(lists))


def load(
    paths: Iterable[Path], *, named_by: str, check: Callable[[Any], Sequence[Violation]]
) -> Mapping[str, dict[str, Any]]:
    """Read documents, by the member that names them.

    Raises:
        CatalogueFileError: one cannot be read, is wrong, or has another name than its file.
    """
    documents = {}
    for path in paths:
        document = files.read(path)
        violations = check(document)
        if violations:
            raise files.CatalogueFileError(path, f"{violations[0].pointer} {violations[0].code}")
        if document[named_by] != path.stem:
            raise files.CatalogueFileError(path, f"another {named_by}")
        documents[path.stem] = document
    return MappingProxyType(documents)
