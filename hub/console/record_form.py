"""The form of any record type: what was posted, what is wrong at which field, and the text of each problem.

Names of fields are places of the payload with dots: `record.person.names.0.surname`. So a fault's pointer is a field.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from aiohttp import web

from hub.console import choices
from hub.console.forms import Form
from hub.console.record_labels import is_typed, labels_of
from hub.core.composing.change import is_open, less, more
from hub.core.composing.gather import Gathered
from hub.core.composing.part import DOT, Kind, Part, find, join
from hub.core.composing.spread import QUALIFIER, REST, UNTIL
from hub.core.errors import (
    BodyOutsiderError,
    Fault,
    HubError,
    PairNotAllowedError,
    RecipientReasonError,
    RecipientUnknownError,
    RoleNotAllowedError,
)

ROOT = "record"
WHOLE, TO, WAY = "whole", "to", "way"
CONTROLS = ("after", "item", "answer", "about", "of", "draft", "revision", "do", WAY)
MORE, LESS = "more:", "less:"
ASKED = frozenset({"requested_authority", "issuer"})  # where no field is, the recipient stands for it
BESIDE = frozenset({REST, QUALIFIER, UNTIL})
_NAME = re.compile(r"[a-z0-9_]{1,64}(\.[a-z0-9_~]{1,64}){0,12}")
_TO = (PairNotAllowedError, RoleNotAllowedError, RecipientUnknownError, RecipientReasonError, BodyOutsiderError)


async def read_posted(request: web.Request, part: Part) -> Form:
    """Return what was typed into the fields of a record, and the controls beside them; what else was posted is not."""
    posted = await request.post()
    values: dict[str, str] = {}
    for name in dict.fromkeys(posted):
        said = [each for each in posted.getall(name) if isinstance(each, str)]
        if name == TO or name in CONTROLS or _belongs(name, part):
            values[name] = " ".join(said) if name == TO or len(said) > 1 else "".join(said)
    tidied = {name: text.replace("\r\n", "\n").strip() for name, text in values.items()}
    return Form(values={name: _code_of(text, _part_of(name, part)) for name, text in tidied.items()})


def in_words(form: Form, part: Part, lang: str) -> Form:
    """Return the form with labels instead of codes where so many can be chosen that they are typed."""
    return replace(
        form, values={name: _label_of(text, _part_of(name, part), lang) for name, text in form.values.items()}
    )


def _part_of(name: str, part: Part) -> Part | None:
    head, _, inside = name.partition(DOT)
    return find(part, inside) if head == ROOT else None


def _label_of(text: str, part: Part | None, lang: str) -> str:
    return text if part is None or not is_typed(part) else labels_of(part.lists, part.codes, lang).get(text, text)


def _code_of(text: str, part: Part | None) -> str:
    if part is None or not is_typed(part):
        return text
    wanted = text.casefold()
    names = (pair for lang in ("ru", "en") for pair in labels_of(part.lists, part.codes, lang).items())
    return next((code for code, label in names if wanted in (code.casefold(), label.casefold())), text)


def _belongs(name: str, part: Part) -> bool:
    head, _, inside = name.partition(DOT)
    if head != ROOT or not inside or not _NAME.fullmatch(inside):
        return False
    around, _, last = inside.rpartition(DOT)
    return find(part, around if last in BESIDE else inside) is not None


def to_values(form: Form) -> dict[str, str]:
    """Return the texts of the record's fields alone."""
    start = ROOT + DOT
    return {name.removeprefix(start): text for name, text in form.values.items() if name.startswith(start)}


def with_values(form: Form, values: Mapping[str, str]) -> Form:
    """Return the form with these texts of the record's fields instead of those it has."""
    others = {name: text for name, text in form.values.items() if not name.startswith(ROOT + DOT)}
    return replace(form, values={**others, **{join(ROOT, name): text for name, text in values.items()}})


def change(part: Part, form: Form) -> tuple[Form, str]:
    """Return the form with a part more or less, as its button says, and the name of the field that takes the focus."""
    deed = form["do"]
    verb, name = (more, deed.removeprefix(MORE)) if deed.startswith(MORE) else (less, deed.removeprefix(LESS))
    values, focus = verb(part, to_values(form), name.removeprefix(ROOT + DOT))
    return with_values(form, values), join(ROOT, focus)


def tell_unread(form: Form, part: Part, gathered: Gathered, lang: str) -> Form:
    """Return the form with a fault at each date and time that cannot be read."""
    for name in gathered.unread:
        found = find(part, name)
        is_moment = found is not None and found.kind is Kind.MOMENT
        title = "" if found is None else f"«{found.titles[lang]}»: "
        form = form.fault(join(ROOT, name), title + choices.say(_NO_MOMENT if is_moment else _NO_DATE, lang))
    return form


def tell(form: Form, part: Part, error: HubError, lang: str) -> Form:
    """Return the form with what was refused at its fields; parts that are closed and have a fault are opened."""
    told = error.faults or [Fault(pointer="", code=error.code, ru=error.text("ru"), en=error.text("en"))]
    return tell_all(form, part, told, lang, other=TO if isinstance(error, _TO) else WHOLE)


def tell_all(form: Form, part: Part, faults: Iterable[Fault], lang: str, *, other: str = WHOLE) -> Form:
    """Return the form with these faults at their fields; `other` takes those of no field."""
    for each in faults:
        values = to_values(form)
        name = place_of(each.pointer, part, values)
        if name is not None and not is_open(_known(part, name), name, values):
            form = with_values(form, more(part, values, name)[0])
        form = form.fault_all({_control(each.pointer, other) if name is None else join(ROOT, name): each}, lang)
    return form


def _known(part: Part, name: str) -> Part:
    return find(part, name) or part


def _control(pointer: str, other: str) -> str:
    first, _, member = pointer.strip("/").partition("/")
    if first == ROOT and member in ASKED:
        return TO
    return {"to": TO, "agreement": WAY, "purpose": WAY}.get(first, other)


def place_of(pointer: str, part: Part, values: Mapping[str, str]) -> str | None:
    """Return the field that a pointer into the payload names, or the nearest part around it; None: no part of it."""
    head, *steps = pointer.strip("/").split("/")
    if head != ROOT:
        return None
    name = ""
    for step in steps:
        child = part.child(step)
        if child is None:
            return join(name, step) if part.kind is Kind.PARTIAL and step in BESIDE else name or None
        name, part = join(name, step), child
        if not is_open(part, name, values):
            break
    return name or None


_NO_DATE = Fault(
    pointer="/record",
    code="date-unreadable",
    ru="это не дата. Введите дату как 04.05.1990, месяц и год как 05.1990 или только год.",
    en="this is no date. Type it as 04.05.1990, a month and year as 05.1990, or the year alone.",
)
_NO_MOMENT = Fault(
    pointer="/record",
    code="time-unreadable",
    ru="это не дата со временем. Введите их как 04.05.2026 09:30.",
    en="this is no date with a time. Type them as 04.05.2026 09:30.",
)
