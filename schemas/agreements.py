"""The first content of the register of agreements: which legal bases exist, in which state, and what each allows.

The hub seeds its register with these documents and from then on keeps every version itself; a change of status is a new
version there, not here. Entries with states that take no part in the exchange are kept for reference and allow nothing.
"""

import functools
from typing import Any

from schemas import documents, files
from schemas.validator import Validator
from schemas.violation import Violation

SCHEMA = files.ROOT / "agreements" / "agreement.schema.json"


def check(document: Any) -> list[Violation]:
    """Return what is wrong with an agreement of the register; empty when it fits its schema.

    Raises:
        CatalogueFileError: the schema of agreements cannot be read.
    """
    return _validator().validate(document)


def load() -> list[dict[str, Any]]:
    """Read the agreements that a new register begins with, by id.

    Raises:
        CatalogueFileError: an agreement cannot be read, or does not fit its schema.
    """
    return list(documents.load(files.agreements(), named_by="id", check=check).values())


@functools.cache
def _validator() -> Validator:
    return documents.make_validator(SCHEMA)
