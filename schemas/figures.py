"""Real figures kept with the project, as situation summaries: Tajikistan in 2019 and the first half of 2020, and more.

They are told as the source tells them: "over" where it says over, shares as printed (one year truncated, the next
rounded), and 41 applications considered beside 90 granted and 11 denied, which do not fit together and are left so.
A plausibility check asks for an explanation of such figures; it does not refuse them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from schemas import files

NAME = "situation-summary"
VERSION = "1.0"


def load() -> Mapping[str, dict[str, Any]]:
    """Read the summaries, by name (`tj-2019`, `tj-2020-h1`, `tj-survey`, `ru-2019`, `tj-talks`).

    Raises:
        CatalogueFileError: a summary cannot be read.
    """
    found = sorted((files.ROOT / NAME / "data").glob("*.json"))
    return MappingProxyType({path.stem: files.read(path) for path in found})
