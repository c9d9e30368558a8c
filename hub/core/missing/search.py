r"""Searches, remains and proposals in the exchange: their heads, and what their records must say of themselves.

search:    (none) --missing-person--> open --missing-person, search-update--> open --closed or withdrawn--> closed
remains:   (none) --unidentified-remains--> open --…--> open --status closed--> closed
match:     (none) --proposed--> proposed --> verification --> confirmed or excluded

A search's head does not say that somebody was found: whoever is not to be told would see it in how his own next update
is answered. The owner alone, who is told, closes the search.
"""

from collections.abc import Mapping
from typing import Any

from hub.core.envelope import Envelope
from hub.core.errors import CaseMoveError, DocumentRevisionError, Fault
from hub.core.mover import Head, Mover, by_sender, member

PERSON, REMAINS, MATCH, UPDATE = "missing-person", "unidentified-remains", "match-proposal", "search-update"
OPEN, CLOSED = "open", "closed"
NOTHING, ALIVE, DECEASED = "nothing_to_report", "found_alive", "identified_deceased"
INFORMED = "family_informed"
BY_OWNER = frozenset({INFORMED, "withdrawn", CLOSED})
ENDS = frozenset({"withdrawn", CLOSED})
STAGES: Mapping[str | None, frozenset[str]] = {
    None: frozenset({"proposed"}),
    "proposed": frozenset({"proposed", "verification", "confirmed", "excluded"}),
    "verification": frozenset({"verification", "confirmed", "excluded"}),
    "confirmed": frozenset(),
    "excluded": frozenset(),
}
PRIMARY = frozenset({"fingerprints", "dental", "dna"})


def step_case(head: Head | None, envelope: Envelope) -> tuple[str, int]:
    """Return state and revision of a search or of remains after its owner's record.

    Raises:
        CaseMoveError: the case is closed.
        DocumentRevisionError: the record does not follow the last revision.
    """
    revision = 0 if head is None else head.version
    if head is not None and head.state == CLOSED:
        raise CaseMoveError(state=CLOSED, move=envelope.type, allowed="-")
    _expect(envelope, revision + 1)
    return CLOSED if envelope.record.get("status") == CLOSED else OPEN, revision + 1


def step_update(head: Head | None, envelope: Envelope) -> tuple[str, int]:
    """Return state and revision of a search after an update: only its owner's can close it.

    Raises:
        CaseMoveError: there is no such search for this sender, or it is closed.
    """
    outcome = str(envelope.record["outcome"])
    if head is None or envelope.sender not in head.parties:
        raise CaseMoveError(state="none", move=outcome, allowed=PERSON)
    if head.state == CLOSED:
        raise CaseMoveError(state=CLOSED, move=outcome, allowed="-")
    return CLOSED if outcome in ENDS else OPEN, head.version


def step_match(head: Head | None, envelope: Envelope) -> tuple[str, int]:
    """Return stage and revision of a proposal after this record.

    Raises:
        CaseMoveError: its stage, or that this sender is no party, does not allow it.
        DocumentRevisionError: the record does not follow the last revision.
    """
    stage, revision = (None, 0) if head is None else (head.state, head.version)
    is_party = envelope.sender in head.parties if head else envelope.sender == envelope.record["owner"]
    allowed = STAGES[stage] if is_party else frozenset()
    if envelope.record["stage"] not in allowed:
        raise CaseMoveError(
            state=stage if stage and is_party else "none",
            move=envelope.record["stage"],
            allowed=", ".join(sorted(allowed)) or "-",
        )
    _expect(envelope, revision + 1)
    return str(envelope.record["stage"]), revision + 1


def _expect(envelope: Envelope, revision: int) -> None:
    if envelope.record["revision"] != revision:
        raise DocumentRevisionError(expected=revision)


MOVERS = {
    PERSON: Mover(kind="search", owner=by_sender, subject=member("case_id"), step=step_case, widens=True),
    UPDATE: Mover(kind="search", owner=member("owner"), subject=member("case_id"), step=step_update, widens=True),
    REMAINS: Mover(kind="remains", owner=by_sender, subject=member("case_id"), step=step_case, widens=True),
    MATCH: Mover(kind="match", owner=member("owner"), subject=member("proposal_id"), step=step_match),
}


def check(envelope: Envelope) -> list[Fault]:
    """Return what is wrong in a record of a search that fits its schema."""
    return {PERSON: _check_person, REMAINS: _check_remains, MATCH: _check_match, UPDATE: _check_update}[envelope.type](
        envelope
    )


def _check_person(envelope: Envelope) -> list[Fault]:
    record = envelope.record
    faults = _check_owner(record, envelope.sender) + _check_span(
        record.get("description", {}), "stature", "/description"
    )
    if "states" not in record["applicant"]["consents"]:
        faults.append(
            Fault(
                pointer="/applicant/consents",
                code="applicant-consent-missing",
                ru="Заявитель не согласился на передачу органам других государств. Получите согласие до отправки.",
                en="The applicant did not agree to transmission to other states. Get this consent before sending.",
            )
        )
    return faults


def _check_remains(envelope: Envelope) -> list[Fault]:
    record = envelope.record
    return [
        *_check_owner(record, envelope.sender),
        *_check_span(record.get("description", {}), "stature", "/description"),
        *_check_span(record["estimates"], "age", "/estimates"),
        *_check_span(record["estimates"], "death", "/estimates"),
    ]


def _check_owner(record: Mapping[str, Any], sender: str) -> list[Fault]:
    if record["owner"] == sender:
        return []
    return [
        Fault(
            pointer="/owner",
            code="authority-mismatch",
            ru="Дело ведёт не отправитель. Отправляйте только свои дела.",
            en="The sender does not keep this case. Send your own cases only.",
        )
    ]


def _check_span(entry: Mapping[str, Any], name: str, pointer: str) -> list[Fault]:
    span = entry.get(name)
    if span is None or span["low"] <= span["high"]:
        return []
    return [
        Fault(
            pointer=f"{pointer}/{name}/high",
            code="span-reversed",
            ru="Верхняя граница меньше нижней. Исправьте границы.",
            en="The upper bound is below the lower. Mend the bounds.",
        )
    ]


def _check_match(envelope: Envelope) -> list[Fault]:
    record = envelope.record
    stated = {each["name"] for each in record["features"] if each["agreement"] == "contradicts"}
    listed = {each["name"] for each in record["contradictions"]}
    faults = []
    if stated != listed:
        faults.append(
            Fault(
                pointer="/contradictions",
                code="contradiction-not-shown",
                ru="Перечень противоречий не совпадает с признаками, которые противоречат. Покажите каждое.",
                en="The list of contradictions is not that of the features that contradict. Show each of them.",
            )
        )
    if record["stage"] == "confirmed":
        faults += _check_confirmed(record)
    decided_by = record.get("decision", {}).get("decided_by", envelope.sender)
    if decided_by != envelope.sender:
        faults.append(
            Fault(
                pointer="/decision/decided_by",
                code="authority-mismatch",
                ru="Решение принял не отправитель. Отправляйте только свои решения.",
                en="The sender did not take this decision. Send your own decisions only.",
            )
        )
    return faults


def _check_confirmed(record: Mapping[str, Any]) -> list[Fault]:
    agreeing = {each["name"] for each in record["features"] if each["agreement"] == "agrees"}
    basis = set(record["decision"].get("basis", ()))
    faults = []
    if not basis or not basis <= agreeing & PRIMARY:
        faults.append(
            Fault(
                pointer="/decision/basis",
                code="secondary-never-identifies",
                ru="Опознание опирается на совпавшие отпечатки, зубную карту или ДНК. Внешность и вещи не опознают.",
                en="An identification rests on fingerprints, dental record or DNA that agree. Looks never identify.",
            )
        )
    faults += [
        Fault(
            pointer=f"/contradictions/{at}/explanation",
            code="contradiction-unexplained",
            ru="Противоречие осталось без пояснения. Поясните, почему оно не исключает совпадение.",
            en="The contradiction has no explanation. Explain why it does not exclude the match.",
        )
        for at, each in enumerate(record["contradictions"])
        if "explanation" not in each
    ]
    return faults


def _check_update(envelope: Envelope) -> list[Fault]:
    record = envelope.record
    outcome, is_owner = record["outcome"], envelope.sender == record["owner"]
    told = set(record.get("consent", {}).get("disclosed_to", envelope.to))
    wrong = {
        _NOT_YOURS: (outcome in BY_OWNER) != is_owner,
        _OWNER_ONLY: not is_owner and outcome != ALIVE and envelope.to != (record["owner"],),
        _FINDER_ONLY: outcome == INFORMED and len(envelope.to) != 1,
        _NOT_COVERED: not set(envelope.to) <= told,
    }
    return [fault for fault, is_so in wrong.items() if is_so] + _check_told(record)


def _check_told(record: Mapping[str, Any]) -> list[Fault]:
    scope = record.get("consent", {}).get("scope", ())
    return [
        Fault(
            pointer=f"/told/{name}",
            code="consent-not-covering",
            ru="Найденный не разрешил сообщать это. Уберите поле.",
            en="The person found did not allow this to be told. Remove the member.",
        )
        for name in record.get("told", {})
        if name not in scope
    ]


_NOT_YOURS = Fault(
    pointer="/outcome",
    code="outcome-not-yours",
    ru="Этот итог сообщает другая сторона розыска. Выберите итог своей стороны.",
    en="This outcome is the other side's to tell. Choose one of your own side.",
)
_OWNER_ONLY = Fault(
    pointer="/owner",
    code="owner-only",
    ru="О ходе розыска сообщают только органу, который его ведёт. Адресуйте запись ему одному.",
    en="What becomes of a search is told to its owner only. Address the record to it alone.",
)
_FINDER_ONLY = Fault(
    pointer="/outcome",
    code="finder-only",
    ru="О том, что семья извещена, сообщают только тому, кто передал сведения. Укажите одного получателя.",
    en="That the family was informed is told to him alone who gave the news. Name one recipient.",
)
_NOT_COVERED = Fault(
    pointer="/consent/disclosed_to",
    code="consent-not-covering",
    ru="Согласие найденного не охватывает всех получателей. Отправьте запись только тем, кому он разрешил.",
    en="The consent does not cover all recipients. Send the record to those only whom the person allowed.",
)
