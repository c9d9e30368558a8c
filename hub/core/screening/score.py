"""Is it the same person? A score, a verdict, and a reason for each thing that was compared.

A hit needs a number (document or identifier) together with a name or a date of birth, or a full name together with a
full date of birth: each part the same name, not one that differs by a letter, and not 1 January on both sides. Only a
family name may differ so, where given name and father's name are the same: brothers bear one family name. A name alone
never makes one. What contradicts (another date of birth, another number of the same
scheme, another sex, another father's name) takes a hit back to doubt, or to no match.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hub.core.screening import birth, names
from hub.core.screening.birth import Agreement
from hub.core.screening.names import Likeness
from hub.core.screening.person import Described, Document

ON_DAY = 0.6  # agreement of dates of birth from here on is that of one day, 1 January on both sides too
STRONG = 0.9  # a name this alike, of two parts at least, is the same but for its spelling
LIKELY = 0.85  # a name this alike is worth a human's look where the dates agree but partly
ALIKE = 0.8  # and where they are the same
_SHOWN = 3  # digits of the score
_NOTHING = Likeness(score=0.0, found=0, is_same=False, is_same_given=False, patronymic=None)


class Verdict(StrEnum):
    """What the comparison comes to; a human decides in doubt."""

    HIT = "hit"
    DOUBT = "doubt"
    NO_MATCH = "no-match"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing that was compared: agreement from -1 (contradicts) to 1 (agrees), its weight, the reason in words.

    The words never repeat what was compared.
    """

    name: str
    agreement: float
    weight: float
    ru: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """The outcome: `score` 0 to 1 orders candidates of one verdict, `features` explain it."""

    score: float
    verdict: Verdict
    features: tuple[Feature, ...]


_BIRTH = {
    Agreement.SAME: (1.0, "дата рождения совпадает", "the date of birth is the same"),
    Agreement.DEFAULTS: (
        ON_DAY,
        "дата рождения у обоих 1 января: её могли вписать вместо неизвестного дня",
        "the date of birth is 1 January on both sides, which may stand for an unknown day",
    ),
    Agreement.PARTLY: (0.4, "известная часть даты рождения совпадает", "what is known of the date of birth agrees"),
    Agreement.DEFAULTED: (
        0.3,
        "год рождения совпадает, 1 января могло быть вписано вместо неизвестного дня",
        "the year of birth agrees; 1 January may stand for an unknown day",
    ),
    Agreement.SWAPPED: (0.5, "день и месяц рождения переставлены", "day and month of birth have changed places"),
    Agreement.SLIP: (
        0.2,
        "дата рождения отличается одной цифрой или одним годом",
        "the date of birth differs by a digit or by a year",
    ),
    Agreement.DIFFERENT: (-1.0, "даты рождения различны", "the dates of birth differ"),
}
_WEIGHTS = {"name": 4.0, "patronymic": 1.0, "birth": 3.0, "document": 4.0, "identifier": 4.0, "sex": 0.5, "state": 0.5}


def score(asked: Described, known: Described) -> Scored:
    """Compare who is asked about with somebody of the register."""
    name = _best_name(asked, known)
    features = [
        _name(name),
        _patronymic(name),
        _birth(asked, known),
        _document(asked, known),
        _identifier(asked, known),
        _sex(asked, known),
        _nationality(asked, known),
    ]
    found = tuple(feature for feature in features if feature is not None)
    return Scored(score=_weigh(found), verdict=_judge(name, found, is_dated=known.birth is not None), features=found)


def _best_name(asked: Described, known: Described) -> Likeness:
    found = [names.compare(one, other) for one in asked.names for other in known.names]
    return max(found, key=lambda each: (each.score, each.found, each.patronymic or 0.0), default=_NOTHING)


def _weigh(features: Iterable[Feature]) -> float:
    given = [(feature.weight, feature.agreement) for feature in features]
    return round(sum(weight * (agreement + 1) / 2 for weight, agreement in given) / sum(w for w, _ in given), _SHOWN)


def _judge(name: Likeness, features: Iterable[Feature], *, is_dated: bool) -> Verdict:
    agreed = {feature.name: feature.agreement for feature in features}
    contradicted = any(agreed.get(each, 0.0) < 0 for each in ("birth", "identifier", "sex", "patronymic"))
    if max(agreed.get("document", 0.0), agreed.get("identifier", 0.0)) >= 1.0:
        known = name.score >= ALIKE or agreed.get("birth", 0.0) >= 1.0
        return Verdict.HIT if known and not contradicted else Verdict.DOUBT
    return _judge_by_name(name, agreed, contradicted=contradicted, is_dated=is_dated)


def _judge_by_name(name: Likeness, agreed: dict[str, float], *, contradicted: bool, is_dated: bool) -> Verdict:
    born = agreed.get("birth", 0.0)
    same = name.score >= STRONG and name.found >= 2
    if same and born >= ON_DAY:
        sure = name.is_same or (name.is_same_given and name.patronymic == 1.0)
        return Verdict.HIT if born >= 1.0 and sure and not contradicted else Verdict.DOUBT
    if agreed.get("document", 0.0) > 0 or (born >= ON_DAY and name.score >= ALIKE and not contradicted):
        return Verdict.DOUBT
    likely = name.score >= LIKELY and name.found >= 2
    undated = name.is_same and not is_dated  # the register has nothing that could tell two namesakes apart
    told = born > 0 or (born >= 0 and ((name.patronymic or 0.0) >= ALIKE or undated))  # by date or father's name, else
    return Verdict.DOUBT if likely and told and not contradicted else Verdict.NO_MATCH


def _feature(name: str, agreement: float, ru: str, en: str) -> Feature:
    return Feature(name=name, agreement=round(agreement, _SHOWN), weight=_WEIGHTS[name], ru=ru, en=en)


def _name(name: Likeness) -> Feature:
    if name.score >= STRONG:
        return _feature(
            "name", name.score, "имя то же или иначе записано", "the name is the same, if spelled otherwise"
        )
    if name.score >= ALIKE:
        return _feature("name", name.score, "имя похоже", "the name is alike")
    return _feature("name", name.score - 1.0, "имя иное", "the name is another")


def _patronymic(name: Likeness) -> Feature | None:
    if name.patronymic is None:
        return None
    if name.patronymic >= ALIKE:
        return _feature("patronymic", name.patronymic, "отчество то же", "the father's name is the same")
    return _feature("patronymic", -1.0, "отчества различны", "the fathers' names differ")


def _birth(asked: Described, known: Described) -> Feature | None:
    found = birth.compare(asked.birth, known.birth)
    return None if found is Agreement.ABSENT else _feature("birth", *_BIRTH[found])


def _document(asked: Described, known: Described) -> Feature | None:
    """Documents that differ say nothing: people change them."""
    likeness = max((_same(one, other) for one in asked.documents for other in known.documents), default=0.0)
    if likeness >= 1.0:
        return _feature("document", 1.0, "номер документа совпадает", "the document number is the same")
    if likeness > 0:
        return _feature(
            "document",
            likeness,
            "номер документа совпадает не вполне: без серии, с другим государством или в похожих знаках",
            "the document number is not quite the same: without its series, of another state, or in look-alikes",
        )
    return None


def _same(one: Document, other: Document) -> float:
    states_differ = bool(one.state and other.state and one.state != other.state)
    if one.number == other.number:
        return 0.5 if states_differ else 1.0
    return 0.4 if one.spellings & other.spellings and not states_differ else 0.0


def _identifier(asked: Described, known: Described) -> Feature | None:
    if asked.identifiers & known.identifiers:
        return _feature("identifier", 1.0, "персональный номер совпадает", "the personal number is the same")
    schemes = {scheme for scheme, _ in asked.identifiers} & {scheme for scheme, _ in known.identifiers}
    if schemes:
        return _feature("identifier", -1.0, "персональные номера различны", "the personal numbers differ")
    return None


def _sex(asked: Described, known: Described) -> Feature | None:
    pair = {asked.sex, known.sex}
    if not pair <= {"M", "F"}:
        return None
    if len(pair) == 1:
        return _feature("sex", 1.0, "пол совпадает", "the sex is the same")
    return _feature("sex", -1.0, "пол различен", "the sexes differ")


def _nationality(asked: Described, known: Described) -> Feature | None:
    """Citizenships that differ contradict nothing: people change them, and carry several."""
    if not asked.nationalities or not known.nationalities:
        return None
    if asked.nationalities & known.nationalities:
        return _feature("state", 1.0, "гражданство совпадает", "the citizenship is the same")
    return _feature("state", -0.2, "гражданства различны", "the citizenships differ")
