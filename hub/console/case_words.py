"""What the stages of cases are called, for pages and files."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from hub.console import texts
from hub.console.case_address import address
from hub.core.deadline import explanation
from hub.core.mover import HeadKey
from hub.core.readmission.movers import CASE_KIND
from schemas import catalogue


def _(text: str) -> str:
    """Mark a text to be translated where it is shown."""
    return text


STAGES: Mapping[str, str] = {
    "submitted": _("Request received"),
    "returned": _("Returned for correction"),
    "information_requested": _("Information asked for"),
    "interview_pending": _("Interview asked for"),
    "accepted": _("Accepted"),
    "refused": _("Refused"),
    "documented": _("Travel document issued"),
    "transfer_planned": _("Transfer announced"),
    "transfer_countered": _("Other transfer proposed"),
    "transfer_agreed": _("Transfer agreed"),
    "handover_signed": _("Handover act signed by one side"),
    "transferred": _("Handed over"),
    "take_back_requested": _("Taking back asked for"),
    "taken_back": _("Taken back"),
    "claim_rejected": _("Taking back refused"),
    "withdrawn": _("Withdrawn"),
    "unknown": _("Not known: a record was erased"),
}
_KINDS: Mapping[str, str] = {
    "submitted": "info",
    "returned": "warn",
    "information_requested": "warn",
    "interview_pending": "warn",
    "refused": "bad",
    "claim_rejected": "bad",
    "unknown": "warn",
    "transfer_countered": "warn",
    "take_back_requested": "warn",
    "withdrawn": "info",
}


def stage(code: str, lang: str) -> str:
    """Return what a stage is called; one of another kind of case as it is."""
    text = STAGES.get(code)
    return code.replace("_", " ") if text is None else texts.load(lang).gettext(text)


def kind(code: str) -> str:
    """Return how a stage is coloured; its word and its sign say the same."""
    return _KINDS.get(code, "ok" if code in STAGES else "info")


def path(key: HeadKey, *rest: str) -> str:
    """Return the address of a case of any kind, or of a page below it."""
    return address(key.owner, key.subject, *rest) + ("" if key.kind == CASE_KIND else f"?kind={key.kind}")


def place(participant: str, lang: str, state: str | None) -> str:
    """Return where a participant is: its state, or its own name where it is of none."""
    name, code = ("states", state) if state else ("participants", participant)
    entry = catalogue.load().code_list(name).index.get(code)
    return code if entry is None else entry.label(lang)


def for_templates(lang: str) -> dict[str, Any]:
    """Return what templates about cases say things with."""
    return {
        "case_path": path,
        "stage": partial(stage, lang=lang),
        "stage_kind": kind,
        "day_why": partial(explanation.why, language=lang),
        "term_basis": partial(explanation.basis, language=lang),
        "term_remarks": partial(explanation.remarks, language=lang),
    }
