"""A restricted ban does not tell its ground: not by its decision, not by another code, not in words.

Ruling 4 of the domain paper: grounds of health and security travel as `restricted`; the detail goes sealed, in a
ban-status-answer, and only on a reasoned request. What a decision would tell of it is written as a dash.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from hub.core.errors import Fault

RESTRICTED = "restricted"
GROUND = "RESTRICTED"
UNSAID = "-"
_NEUTRAL = {"/decision/number": UNSAID, "/decision/legal_basis/law": UNSAID, "/decision/legal_basis/article": UNSAID}
_OWN_WORDS = frozenset({"reason_text", "offence", "sealed"})
_ABSENT = ("/decision/legal_basis/part", "/decision/authority/unit", "/period/condition", "/offence")


def check(record: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield where a restricted ban tells its ground."""
    if record["severity"] != RESTRICTED:
        return
    if "sealed" in record:
        yield _DETAIL_UNASKED
    if record["grounds"] != [GROUND]:
        yield _GROUND_NAMED
    for pointer, neutral in _NEUTRAL.items():
        if _at(record, pointer) not in {None, neutral}:
            yield _told(pointer)
    for pointer in _ABSENT:
        if _at(record, pointer) is not None:
            yield _told(pointer)
    change = record.get("change", {})
    yield from (_told(f"/change/{name}") for name in change if not _is_sayable(change, name))


def conceal(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a ban as it may leave its issuer's register: of a restricted one nothing that would tell its ground.

    A condition would tell it, too: until the issuer lifts it, such a ban is without end to others.
    """
    if record.get("severity") != RESTRICTED:
        return dict(record)
    kept = {name: value for name, value in record.items() if name not in _OWN_WORDS}
    decision, period = dict(record["decision"]), dict(record["period"])
    decision["number"] = UNSAID
    decision["legal_basis"] = {"law": UNSAID, "article": UNSAID}
    decision["authority"] = {name: value for name, value in decision["authority"].items() if name != "unit"}
    if period.pop("condition", None) is not None:
        period["kind"] = "indefinite"
    if "change" in kept:
        change = kept["change"]
        kept["change"] = {name: value for name, value in change.items() if _is_sayable(change, name)}
    return {**kept, "grounds": [GROUND], "decision": decision, "period": period}


def _is_sayable(change: Mapping[str, Any], name: str) -> bool:
    """Say whether a member of a change tells no ground: an amnesty's number is that of a public act."""
    return name in {"cause", "on"} or (name == "decision_number" and change.get("cause") == "amnesty")


def _at(record: Mapping[str, Any], pointer: str) -> Any:
    value: Any = record
    for name in pointer[1:].split("/"):
        value = value.get(name, {})
    return value or None


def _told(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="restricted-ground-told",
        ru="По этому полю видно закрытое основание. Поставьте «-» в номере, законе и статье; прочее уберите.",
        en="This member tells the restricted ground. Put '-' for number, law and article; leave out the others.",
    )


_GROUND_NAMED = Fault(
    pointer="/grounds",
    code="restricted-ground-named",
    ru="У ограниченного запрета указано и другое основание. Оставьте одно: RESTRICTED.",
    en="A restricted ban names another ground. Leave one: RESTRICTED.",
)
_DETAIL_UNASKED = Fault(
    pointer="/sealed",
    code="detail-unasked",
    ru="Подробности закрытого основания вместе с запретом не передаются. Отправьте их в ban-status-answer по запросу.",
    en="The detail of a restricted ground does not go with the ban. Send it in a ban-status-answer, when asked for it.",
)
