"""The decision on a request: as many coded reasons as the record holds, in the order they were given in.

    reason, reason_ru, reason_en        the first
    reason_2, reason_2_ru, reason_2_en  the second, and so on

"Add a reason" and "Remove" are buttons of the form itself: they work without scripts, and lose nothing that was typed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub.console.case_steps import CODE, DAY, UNIT, WORDS, Step, Typed
from hub.console.forms import Form
from hub.console.visit import Visit
from hub.core.readmission import kinds, refusal
from hub.workflows.cases.open_case import OpenCase
from schemas import catalogue

CODES = "refusal-reasons"
MOST = 20
LANGUAGES = ("ru", "en")


def name_of(place: int) -> str:
    """Return the field of the reason at a place, from 0 on."""
    return "reason" if place == 0 else f"reason_{place + 1}"


NAMES = tuple(name_of(place) for place in range(MOST))


def parts_of(name: str) -> tuple[str, ...]:
    """Return the fields of one reason: its code, and its words in each language."""
    return (name, *(f"{name}_{lang}" for lang in LANGUAGES))


def filled(form: Form) -> list[str]:
    """Return the reasons that anything was typed into."""
    return [name for name in NAMES if any(form[part] for part in parts_of(name))]


def shown(form: Form) -> int:
    """Return how many reasons the form shows: those that are filled in and what was added, one at least."""
    last = max((NAMES.index(name) + 1 for name in filled(form)), default=1)
    asked = form["shown"]
    return min(max(last, int(asked) if asked.isdecimal() else 1), MOST)


def pressed(form: Form) -> Form | None:
    """Return the form after "add" or "remove" was pressed; None: it is to be saved."""
    act, place = form["act"].partition("-")[::2]
    if act == "add":
        return _with(form, [_typed(form, name) for name in NAMES], shown(form) + 1)
    if act == "remove" and place.isdecimal():
        kept = [_typed(form, name) for at, name in enumerate(NAMES) if at != int(place)]
        return _with(form, kept, max(shown(form) - 1, 1))
    return None


def packed(form: Form) -> Form:
    """Return the form without gaps between its reasons, so that the places of form and record are the same."""
    return _with(form, [_typed(form, name) for name in filled(form)], 1)


def _typed(form: Form, name: str) -> Sequence[str]:
    return [form[part] for part in parts_of(name)]


def _with(form: Form, reasons: Sequence[Sequence[str]], count: int) -> Form:
    values = {part: "" for name in NAMES for part in parts_of(name)}
    for name, typed in zip(NAMES, reasons, strict=False):
        values |= dict(zip(parts_of(name), typed, strict=True))
    return Form(values={**form.values, **values, "shown": str(min(count, MOST))})


def _record(typed: Typed) -> Mapping[str, Any]:
    form, record = typed.form, typed.frame("decided_on")
    del record["requesting_authority"]
    record |= {"decision": form["decision"], "reasons": list(_reasons(typed))}
    if form["decision"] == "refused":
        return record
    document = {"travel_document": {"status": form["document"]}} if form["document"] else {}
    until = {"valid_until": form["valid_until"]} if form["valid_until"] else {}
    return {**record, **document, **until}


def _reasons(typed: Typed) -> Iterator[dict[str, Any]]:
    """Yield every reason that anything was typed into: words without a code are told, not left out."""
    for name in filled(typed.form):
        yield {"code": typed.form[name], **({"text": words} if (words := typed.text(name)) else {})}


def _places() -> Iterator[tuple[str, str]]:
    for place in reversed(range(MOST)):  # of "/1" and "/10", the longer one first
        pointer, name = f"/record/reasons/{place}", name_of(place)
        yield f"{pointer}/text/en", f"{name}_en"
        yield f"{pointer}/text", f"{name}_ru"
        yield pointer, name
    yield from (("/record/reasons", "reason"), ("/record/decision", "decision"))
    yield from (("/record/valid_until", "valid_until"), ("/record/travel_document", "document"))
    yield "/record/authority", "unit"


def _answers(case: OpenCase) -> str | None:
    return case.state.request or case.case.rows[-1].head.last


def _values(case: OpenCase, form: Form, visit: Visit) -> Mapping[str, Any]:
    """Return what the form shows besides: the reasons that fit the request first, the others after them."""
    agreement = case.case.rows[0].agreement
    today = visit.now.date()
    judging = visit.exchange.judgement.register.judging(agreement, today) if agreement else None
    in_force = judging is not None and judging.is_in_force(today)
    of_class = None if case.request is None else case.request[1].record.get("subject_class")
    entries = [each for each in catalogue.load().code_list(CODES).entries if each.more.get("kind") == refusal.KIND]
    fitting = [each for each in entries if refusal.fits(each.code, of_class, in_force=in_force)]
    others = [each for each in entries if each not in fitting]
    return {
        "fitting": [(each.code, each.label(visit.lang)) for each in fitting],
        "others": [(each.code, each.label(visit.lang)) for each in others],
        "reasons": entries,
        "of_class": of_class,
        "judging": judging,
        "in_force": in_force,
        "names": NAMES[: shown(form)],
        "added": form["act"] == "add",
        "most": MOST,
    }


DECISION = Step(
    name="decision",
    type=kinds.REPLY,
    template="signing/decision.html",
    fields={
        "decision": CODE,
        "unit": UNIT,
        "document": CODE,
        "valid_until": DAY,
        **{part: CODE if part == name else WORDS for name in NAMES for part in parts_of(name)},
    },
    record=_record,
    places=tuple(_places()),
    reply_to=_answers,
    codes={
        "decision": "readmission-decisions",
        "document": "travel-document-statuses",
        **dict.fromkeys(NAMES, CODES),
    },
    pressed=pressed,
    packed=packed,
    values=_values,
)
