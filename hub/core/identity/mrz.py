"""The machine-readable zone of a travel document (ICAO 9303-4, -5, -6): TD3 passports, TD1 cards, TD2.

    P<TJKRAHMONOV<<FIRDAVS<<<<<<<<<<<<<<<<<<<<<<
    4001234563TJK9003152M3003149<<<<<<<<<<<<<<<6

A zone is read even where its check digits are wrong: which ones is said, and the reader decides. What is not of the
form at all (lengths, characters) is refused.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hub.core.errors import MalformedError
from hub.core.identity import russian_zone
from hub.core.identity.check_digit import weighted_731

_LINE = re.compile(r"[A-Z0-9<]+")
_DATE = re.compile(r"[0-9<]{6}")
_FILLER = "<"


class MrzMalformedError(MalformedError):
    """The lines are no machine-readable zone."""

    code = "mrz-malformed"
    ru = "Это не машиносчитываемая зона документа. Введите две строки по 44 или 36 знаков или три по 30."
    en = "This is no machine-readable zone. Enter two lines of 44 or 36 characters, or three of 30."


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzDate:
    """A date of the zone: what is unknown is None. `year` has four digits."""

    year: int | None
    month: int | None
    day: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mrz:
    """What the zone says. `wrong` names the fields whose check digit is not theirs.

    `form` is TD1, TD2, TD3, or RU-internal: the internal passport of Russia, whose names are given in Cyrillic letters
    and whose number has its series before it.

    `sex` is M, F or X; `optional` the free field (in some states the national identifier); codes of states are those of
    ICAO 9303-3 §5 (alpha-3, XXA for stateless).
    """

    form: str
    document_code: str
    issuing_state: str
    number: str
    nationality: str
    birth: MrzDate
    sex: str
    expires: MrzDate
    optional: str
    surname: str
    given: str
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """Where the fields stand: (line, begin, end), with the check digit right after a checked field."""

    name: str
    lines: int
    length: int
    code: tuple[int, int, int]
    state: tuple[int, int, int]
    number: tuple[int, int, int]
    nationality: tuple[int, int, int]
    birth: tuple[int, int, int]
    sex: tuple[int, int, int]
    expires: tuple[int, int, int]
    optional: tuple[tuple[int, int, int], ...]
    names: tuple[int, int, int]
    composite: tuple[tuple[int, int, int], ...]
    composite_digit: tuple[int, int, int]


def _two_lines(name: str, length: int, optional_end: int) -> _Form:
    return _Form(
        name=name,
        lines=2,
        length=length,
        code=(0, 0, 2),
        state=(0, 2, 5),
        number=(1, 0, 9),
        nationality=(1, 10, 13),
        birth=(1, 13, 19),
        sex=(1, 20, 21),
        expires=(1, 21, 27),
        optional=((1, 28, optional_end),),
        names=(0, 5, length),
        composite=((1, 0, 10), (1, 13, 20), (1, 21, length - 1)),
        composite_digit=(1, length - 1, length),
    )


_TD3 = _two_lines("TD3", 44, 42)  # its optional field has a check digit of its own
_TD2 = _two_lines("TD2", 36, 35)
_TD1 = _Form(
    name="TD1",
    lines=3,
    length=30,
    code=(0, 0, 2),
    state=(0, 2, 5),
    number=(0, 5, 14),
    nationality=(1, 15, 18),
    birth=(1, 0, 6),
    sex=(1, 7, 8),
    expires=(1, 8, 14),
    optional=((0, 15, 30), (1, 18, 29)),
    names=(2, 0, 30),
    composite=((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
    composite_digit=(1, 29, 30),
)
_FORMS = {(form.lines, form.length): form for form in (_TD1, _TD2, _TD3)}


def parse(lines: Sequence[str], *, year: int, letters: Mapping[str, str]) -> Mrz:
    """Read a zone.

    Args:
        lines: two or three lines, without line ends.
        year: the present year, which tells 1926 from 2026: nobody was born after it, no document expired before 2000.
        letters: which letter a sign of a name in the Russian internal passport stands for.

    Raises:
        MrzMalformedError: the lines are of none of the three forms.
    """
    form = _FORMS.get((len(lines), len(lines[0]) if lines else 0))
    if form is None or any(len(line) != form.length or not _LINE.fullmatch(line) for line in lines):
        raise MrzMalformedError
    zone = _read(lines, form, year)
    is_internal = (zone.document_code, zone.issuing_state, form) == (russian_zone.CODE, russian_zone.STATE, _TD3)
    return _read_internal(zone, lines, letters) if is_internal else zone


def _read(lines: Sequence[str], form: _Form, year: int) -> Mrz:
    birth, expires = _take(lines, form.birth), _take(lines, form.expires)
    if not (_DATE.fullmatch(birth) and _DATE.fullmatch(expires)):
        raise MrzMalformedError
    surname, _, given = _take(lines, form.names).partition("<<")
    return Mrz(
        form=form.name,
        document_code=_plain(_take(lines, form.code)),
        issuing_state=_plain(_take(lines, form.state)),
        number=_number(lines, form)[0],
        nationality=_plain(_take(lines, form.nationality)),
        birth=_date(birth, pivot=year % 100, century=year - year % 100),
        sex={"M": "M", "F": "F"}.get(_take(lines, form.sex), "X"),
        expires=_date(expires, pivot=99, century=2000),
        optional=_optional(lines, form),
        surname=_plain(surname),
        given=_plain(given),
        wrong=tuple(_wrong(lines, form)),
    )


def _read_internal(zone: Mrz, lines: Sequence[str], letters: Mapping[str, str]) -> Mrz:
    """Read the zone of a Russian internal passport, which has no term: a filler stands for that check digit."""
    endless = _digit_after(lines, _TD3.expires) == _FILLER
    return replace(
        zone,
        form=russian_zone.FORM,
        number=russian_zone.whole_number(zone.number, zone.optional),
        surname=russian_zone.cyrillic(zone.surname, letters),
        given=russian_zone.cyrillic(zone.given, letters),
        wrong=tuple(field for field in zone.wrong if not (field == "expires" and endless)),
    )


def _take(lines: Sequence[str], place: tuple[int, int, int]) -> str:
    line, begin, end = place
    return lines[line][begin:end]


def _plain(text: str) -> str:
    return " ".join(text.replace(_FILLER, " ").split())


def _date(text: str, *, pivot: int, century: int) -> MrzDate:
    """Read YYMMDD; a part with a filler in it is unknown. Years above the pivot are of the century before."""
    year, month, day = (text[at : at + 2] for at in (0, 2, 4))
    full = None
    if year.isdigit():
        full = century + int(year) - (100 if int(year) > pivot else 0)
    return MrzDate(
        year=full,
        month=int(month) if month.isdigit() else None,
        day=int(day) if day.isdigit() else None,
    )


def _number(lines: Sequence[str], form: _Form) -> tuple[str, str, str]:
    """Return the document's number, what its check digit is over, and that digit.

    A number of more than nine characters goes on in the first optional field of a TD1 or TD2: a filler stands where its
    check digit would, and the digit follows the rest (ICAO 9303-5 §4.2.4).
    """
    begun, digit = _take(lines, form.number), _digit_after(lines, form.number)
    if form is not _TD3 and digit == _FILLER:
        rest = _take(lines, form.optional[0]).split(_FILLER, 1)[0]
        if rest:
            whole = begun + rest[:-1]
            return _plain(whole), whole, rest[-1]
    return _plain(begun), begun, digit


def _optional(lines: Sequence[str], form: _Form) -> str:
    fields = [_take(lines, place) for place in form.optional]
    if len(_number(lines, form)[1]) > 9:
        fields[0] = fields[0].partition(_FILLER)[2]
    return _plain(" ".join(fields))


def _digit_after(lines: Sequence[str], place: tuple[int, int, int]) -> str:
    line, _, end = place
    return lines[line][end]


def _wrong(lines: Sequence[str], form: _Form) -> list[str]:
    _, checked, digit = _number(lines, form)
    fields = [
        ("number", checked, digit),
        ("birth", _take(lines, form.birth), _digit_after(lines, form.birth)),
        ("expires", _take(lines, form.expires), _digit_after(lines, form.expires)),
    ]
    if form is _TD3:
        optional = _take(lines, form.optional[0])
        digit = _digit_after(lines, form.optional[0])
        if optional.strip(_FILLER) or digit != _FILLER:  # an empty field may have a filler for its digit
            fields.append(("optional", optional, digit))
    whole = "".join(_take(lines, place) for place in form.composite)
    fields.append(("composite", whole, _take(lines, form.composite_digit)))
    return [name for name, text, found in fields if found != str(weighted_731(text))]
