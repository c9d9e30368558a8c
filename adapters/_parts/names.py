"""Names of a person in a national system that has one main name in each script, and a list of all others."""

from collections.abc import Iterable, Mapping
from typing import Any

SCRIPT_OTHER = (
    "Имя содержит буквы другой письменности. Наберите его заново в одной раскладке.",
    "The name has letters of another script. Type it again in one keyboard layout.",
)
SURNAME_MISSING = (
    "Не указана фамилия. Если у лица одно имя, укажите его как фамилию.",
    "The surname is missing. If the person has one name only, give it as the surname.",
)
_MAIN_SCRIPTS = frozenset({"Cyrl", "Latn"})


def split(entries: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Return the main name of each script, which is the first primary one in it, and all others in their order."""
    main: dict[str, Mapping[str, Any]] = {}
    others: list[Mapping[str, Any]] = []
    for entry in entries:
        if entry["role"] == "primary" and entry["script"] in _MAIN_SCRIPTS and entry["script"] not in main:
            main[entry["script"]] = entry
        else:
            others.append(entry)
    return main, others
