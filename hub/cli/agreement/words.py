"""An agreement in words: its versions, what is missing, who approved."""

from collections.abc import Iterator, Mapping
from typing import Any

from hub.cli.command import Text
from schemas import codes

MISSING = {
    "competent_authorities": Text("компетентные органы", "competent authorities"),
    "crossing_points": Text("пункты пропуска", "crossing points"),
    "terms": Text("сроки", "terms"),
}
JUDGES = Text("судит версия {version}", "version {version} judges")
NOBODY = Text("ни одна версия ещё не применяется", "no version judges yet")
LACKS = Text(
    "    протокол не действует или неполон, нет: {parts}", "    no protocol in force, or not complete; missing: {parts}"
)
APPROVED = Text(
    "    одобрено: {state} ({participant}), место в журнале {index}",
    "    approved: {state} ({participant}), leaf {index}",
)
TERMS = Text("    профиль сроков: {profile}", "    deadline profile: {profile}")


def describe(shown: Mapping[str, Any], language: str) -> Iterator[str]:
    """Yield the lines that show an agreement (`read_agreement`)."""
    judging = shown["judging"]
    yield f"{shown['id']}: {(NOBODY if judging is None else JUDGES).of(language).format(version=judging)}"
    for version in shown["versions"]:
        yield from _describe(version, language)


def _describe(version: Mapping[str, Any], language: str) -> Iterator[str]:
    status = label("agreement-statuses", version["status"], language)
    first = version["effective_from"] or version["valid_from"] or "—"
    yield f"  {version['version']}. {status}, {first}  {version['logged_at']}  sha256:{version['sha256']}"
    if version["missing"]:
        yield LACKS.of(language).format(parts=", ".join(MISSING[each].of(language) for each in version["missing"]))
    if version["deadline_profile"]:
        yield TERMS.of(language).format(profile=version["deadline_profile"])
    for each in version["consents"]:
        yield APPROVED.of(language).format(**each)


def label(name: str, code: str, language: str) -> str:
    """Return the label of a code."""
    return codes.load()[name].label(code, language)
