r"""The life of a Council document: work plan, schedule, agenda, decision, report on a programme, note on experience.

(none) --draft--> draft --comments--> draft --draft (next revision)--> draft
                    \--adopted at meeting N--> adopted --draft (next revision)--> amending --adopted--> adopted
                    \--withdrawn--> withdrawn             \--progress--> adopted

Its owner drafts, adopts and withdraws; comments come from the others, and name the draft that they are about. What was
adopted stays in force while it is amended.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.core.council import due
from hub.core.envelope import Envelope
from hub.core.errors import CaseMoveError, DocumentRevisionError, Fault
from hub.core.mover import Head, Mover, member

WORK_PLAN = "work-plan"
TYPES = (WORK_PLAN, "meeting-schedule", "agenda", "decision", "programme-report", "experience-note")
DRAFT, COMMENTS, ADOPTED, PROGRESS, WITHDRAWN = "draft", "comments", "adopted", "progress", "withdrawn"
AMENDING = "amending"
MOVES: Mapping[str | None, Mapping[str, str]] = {
    None: {DRAFT: DRAFT},
    DRAFT: {DRAFT: DRAFT, COMMENTS: DRAFT, ADOPTED: ADOPTED, WITHDRAWN: WITHDRAWN},
    ADOPTED: {DRAFT: AMENDING, PROGRESS: ADOPTED},
    AMENDING: {DRAFT: AMENDING, COMMENTS: AMENDING, ADOPTED: ADOPTED, PROGRESS: AMENDING, WITHDRAWN: ADOPTED},
    WITHDRAWN: {},
}


def step(head: Head | None, envelope: Envelope) -> tuple[str, int]:
    """Return state and revision of a document after this record.

    Raises:
        CaseMoveError: its state does not allow the stage, or not from this sender.
        DocumentRevisionError: the record is not about the revision that is next, or now.
    """
    record, stage = envelope.record, str(envelope.record["stage"])
    state, revision = (None, 0) if head is None else (head.state, head.version)
    allowed = {each: after for each, after in MOVES[state].items() if _may(envelope, each)}
    if stage not in allowed or not _takes_part(head, envelope.sender):
        raise CaseMoveError(state=state or "none", move=stage, allowed=", ".join(sorted(allowed)) or "-")
    expected = revision + 1 if stage == DRAFT else revision
    if record["revision"] != expected and stage != PROGRESS:
        raise DocumentRevisionError(expected=expected)
    return allowed[stage], max(revision, expected)


def _may(envelope: Envelope, stage: str) -> bool:
    """Say whether this sender takes this step: comments are the others', progress anybody's, the rest the owner's."""
    if stage == PROGRESS:
        return envelope.type == WORK_PLAN
    return bool(envelope.sender == envelope.record["owner"]) == (stage != COMMENTS)


def _takes_part(head: Head | None, sender: str) -> bool:
    """Say whether the document was sent to him; a group cannot be told from here, its agreement tells."""
    return head is None or sender in head.parties or any(party.startswith("@") for party in head.parties)


MOVERS = {
    name: Mover(
        kind="council-document",
        owner=member("owner"),
        subject=lambda envelope: f"{envelope.type}:{envelope.record['document_id']}",
        step=step,
        widens=True,
    )
    for name in TYPES
}


def check(envelope: Envelope) -> list[Fault]:
    """Return what is wrong in a document that fits its schema."""
    record, stage = envelope.record, envelope.record["stage"]
    faults = _check_terms(record)
    if stage == PROGRESS and envelope.type != WORK_PLAN:
        faults.append(
            Fault(
                pointer="/stage",
                code="stage-not-allowed",
                ru="О ходе выполнения сообщают только по плану работы. Укажите другую ступень.",
                en="Progress is reported of a work plan only. Choose another stage.",
            )
        )
    if stage in {COMMENTS, PROGRESS} and envelope.sender != record["owner"] and not _reaches(envelope, record["owner"]):
        faults.append(
            Fault(
                pointer="/owner",
                code="owner-not-addressed",
                ru="Разработчик документа не указан среди получателей. Адресуйте запись ему.",
                en="The document's owner is not among the recipients. Address the record to it.",
            )
        )
    if stage == ADOPTED and "ru" not in record["title"]:
        faults.append(
            Fault(
                pointer="/title",
                code="russian-text-missing",
                ru="У принятого документа нет названия на русском языке: подлинен русский текст. Добавьте его.",
                en="The adopted document has no Russian title, and the Russian text is the authentic one. Add it.",
            )
        )
    return faults + _check_years(record) + _check_numbers(record)


def _reaches(envelope: Envelope, owner: str) -> bool:
    return owner in envelope.to or any(name.startswith("@") for name in envelope.to)


ENTRIES = ("items", "measures", "entries", "progress")
TERMS = ("due", "planned", "new_due")


def _check_terms(record: Mapping[str, Any]) -> list[Fault]:
    entries = ((f"/{name}/{at}", each) for name in ENTRIES for at, each in enumerate(record.get(name, ())))
    places = [("", record), *entries]
    return [
        impossible_term(f"{pointer}/{name}")
        for pointer, entry in places
        for name in TERMS
        if name in entry and not due.is_possible(entry[name])
    ]


def impossible_term(pointer: str) -> Fault:
    """Return the fault of a term that no calendar has."""
    return Fault(
        pointer=pointer,
        code="term-impossible",
        ru="Такого дня или месяца в календаре нет. Исправьте срок.",
        en="The calendar has no such day or month. Mend the term.",
    )


def _check_years(record: Mapping[str, Any]) -> list[Fault]:
    spans = [("", record), ("/programme", record.get("programme", {}))]
    return [
        Fault(
            pointer=f"{pointer}/until_year",
            code="period-ends-before-start",
            ru="Последний год раньше первого. Исправьте годы.",
            en="The last year is before the first. Mend the years.",
        )
        for pointer, span in spans
        if span.get("until_year", 9999) < span.get("from_year", 0)
    ]


def _check_numbers(record: Mapping[str, Any]) -> list[Fault]:
    return [fault for name in ("items", "measures") for fault in repeated_numbers(f"/{name}", record.get(name, ()))]


def repeated_numbers(pointer: str, entries: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """Return a fault for each entry whose number an earlier one has."""
    numbers = [entry["no"] for entry in entries]
    return [
        Fault(
            pointer=f"{pointer}/{at}/no",
            code="number-repeated",
            ru="Такой номер в этом списке уже есть. Дайте пунктам разные номера.",
            en="The list has this number already. Give the items different numbers.",
        )
        for at, number in enumerate(numbers)
        if number in numbers[:at]
    ]
