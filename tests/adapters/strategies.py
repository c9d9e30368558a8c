"""Generated fictitious records, as wide as the schemas allow what the national forms can say."""

import datetime
from typing import Any

from hypothesis import strategies as st

from adapters._parts.letters import is_nothing
from hub.core.entry_ban import secrecy
from schemas import catalogue

CYRILLIC = "Тестов Пробный Образцова Қамар-Ғарб Ҷӣмӯ Ўнг Ёлкина Щ Ө Һ"
LATIN = "Testov Oʻgʻli Ýazow Žük Ñandu Smith-Test O'Probe"


def codes(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(catalogue.load().code_list(name).travelling)


def _words(source: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(source.split()), min_size=1, max_size=2).map(" ".join)


def texts() -> st.SearchStrategy[str]:
    """Free text: no control characters, no space outside, single spaces inside, no word for «nothing» such as "-"."""
    letters = st.characters(categories=("L", "N", "P", "S"), exclude_characters="\ufffe\uffff")
    words = st.lists(st.text(letters, min_size=1, max_size=12), min_size=1, max_size=4).map(_normal)
    return words.filter(lambda text: not is_nothing(text))


def _normal(words: list[str]) -> str:
    import unicodedata  # noqa: PLC0415

    return unicodedata.normalize("NFC", " ".join(words))


def days() -> st.SearchStrategy[str]:
    return st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)).map(datetime.date.isoformat)


def _partial(draw: Any) -> dict[str, Any]:
    date = draw(st.dates(datetime.date(1850, 1, 1), datetime.date(2060, 12, 31)))
    parts = {"year": date.year, "month": date.month, "day": date.day}
    return dict(list(parts.items())[: draw(st.integers(1, 3))])


@st.composite
def partial_dates(draw: Any) -> dict[str, Any]:
    date = _partial(draw)
    match draw(st.sampled_from(["exact", "exact", "circa", "range"])):
        case "circa":
            return {**date, "qualifier": "circa"}
        case "range":
            end = {**date, "year": date["year"] + draw(st.integers(1, 20))}
            if end.get("month") == 2 and end.get("day") == 29:
                end["day"] = 28
            return {**date, "qualifier": "range", "until": end}
    return date


@st.composite
def names(draw: Any, script: str | None = None, role: str | None = None) -> dict[str, Any]:
    script = script or draw(st.sampled_from(["Cyrl", "Latn"]))
    words = _words(CYRILLIC if script == "Cyrl" else LATIN)
    name = {
        "surname": draw(words),
        "script": script,
        "role": role or draw(st.sampled_from(["birth", "previous", "alias"])),
    }
    for member in ("given", "patronymic"):
        if draw(st.booleans()):
            name[member] = draw(words)
    return name


@st.composite
def documents(draw: Any) -> dict[str, Any]:
    return _some(
        draw,
        {
            "type": draw(codes("document-types")),
            "number": draw(st.from_regex(r"[A-Z]{0,2}[0-9]{5,9}", fullmatch=True)),
            "issuing_state": draw(codes("countries")),
        },
        series=st.sampled_from(["A", "AA", "4510", "I-ТД"]),
        authority=texts(),
        issued_on=days(),
        expires_on=days(),
    )


def _some(draw: Any, needed: dict[str, Any], **optional: st.SearchStrategy[Any]) -> dict[str, Any]:
    chosen = {name: draw(values) for name, values in optional.items() if draw(st.booleans())}
    return {**needed, **chosen}


@st.composite
def persons(draw: Any) -> dict[str, Any]:
    main = [
        draw(names(script, "primary")) for script in draw(st.sampled_from([("Cyrl", "Latn"), ("Cyrl",), ("Latn",)]))
    ]
    birth = _some(draw, {}, date=partial_dates(), place=texts(), country=codes("countries"))
    person = {
        "names": main + draw(st.lists(names(), max_size=2)),
        "sex": draw(st.sampled_from("MFXU")),
        "nationalities": draw(
            st.lists(st.one_of(codes("countries"), codes("citizenship-status")), max_size=2, unique=True).map(
                lambda found: [{"code": code} for code in found]
            )
        ),
    }
    if birth:
        person["birth"] = birth
    return _some(
        draw,
        person,
        documents=st.lists(documents(), min_size=1, max_size=3),
        identifiers=st.lists(
            st.fixed_dictionaries(
                {"scheme": codes("identifier-schemes"), "value": st.from_regex(r"[0-9]{9,14}", fullmatch=True)}
            ),
            min_size=1,
            max_size=2,
        ),
    )


def bilingual() -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({"ru": texts()}, optional={"en": texts()})


@st.composite
def periods(draw: Any) -> dict[str, Any]:
    start, end = sorted([draw(days()), draw(days())])
    match draw(st.sampled_from(["fixed", "duration", "indefinite", "until_condition"])):
        case "fixed":
            return {"kind": "fixed", "start_on": start, "end_on": end}
        case "duration":
            period = {
                "kind": "duration",
                "duration": f"P{draw(st.integers(1, 99))}{draw(st.sampled_from('YMD'))}",
                "start_event": draw(codes("ban-start-events")),
            }
            return {**period, "start_on": start, "end_on": end} if draw(st.booleans()) else period
        case "until_condition":
            return {"kind": "until_condition", "condition": draw(bilingual())}
    return {"kind": "indefinite"}


def authorities() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"name": texts()}, optional={"state": codes("countries")})


def legal_bases() -> st.SearchStrategy[dict[str, Any]]:
    short = st.from_regex(r"[0-9]{1,3}(\.[0-9])?", fullmatch=True)
    return st.fixed_dictionaries({"law": texts(), "article": short}, optional={"part": short})


@st.composite
def bans(draw: Any) -> dict[str, Any]:
    record = {
        "ban_id": draw(st.from_regex(r"[A-Z]{2}-20[0-9]{2}-[0-9]{6}", fullmatch=True)),
        "revision": draw(st.integers(1, 1_000_000)),
        "status": draw(codes("ban-statuses")),
        "issuer": "ru-guvm",
        "direction": draw(codes("ban-directions")),
        "decision": {
            "number": draw(texts()),
            "date": draw(days()),
            "authority": draw(authorities()),
            "legal_basis": draw(legal_bases()),
            "court_ordered": draw(st.booleans()),
        },
        "grounds": draw(st.lists(codes("ban-grounds"), min_size=1, max_size=3, unique=True)),
        "severity": draw(codes("ban-severities")),
        "period": draw(periods()),
        "subject": draw(persons()),
        "action": draw(codes("ban-actions")),
        "as_of": draw(days()) + draw(st.times().map(lambda time: f"T{time:%H:%M:%S}Z")),
    }
    if "RESTRICTED" in record["grounds"]:
        record["severity"] = "restricted"
    reason = {} if record["severity"] == "restricted" else {"reason_text": bilingual()}
    whole = _some(
        draw,
        record,
        **reason,
        source_system=texts(),
        appeal=st.fixed_dictionaries(
            {"filed": st.booleans()}, optional={"outcome": codes("appeal-outcomes"), "filed_on": days()}
        ),
        change=st.fixed_dictionaries(
            {"cause": codes("ban-change-causes"), "on": days()},
            optional={"note": bilingual(), "decision_number": texts()},
        ),
    )
    return secrecy.conceal(whole)


@st.composite
def readmission_requests(draw: Any, subjects: st.SearchStrategy[dict[str, Any]] | None = None) -> dict[str, Any]:
    evidence = st.fixed_dictionaries(
        {"tier": codes("evidence-tiers"), "item": codes("evidence-items")},
        optional={"document_ref": texts(), "note": texts(), "forged": st.booleans()},
    )
    permit = st.fixed_dictionaries(
        {"kind": codes("permit-kinds"), "state": codes("countries")},
        optional={"number": texts(), "valid_until": days()},
    )
    record = {
        "case_id": draw(st.from_regex(r"[A-Z]{2}-RA-[0-9]{1,6}", fullmatch=True)),
        "procedure": draw(codes("readmission-procedures")),
        "requesting_authority": "ru-guvm",
        "requested_authority": "kz-mvd",
        "subject_class": draw(codes("subject-classes")),
        "person": draw(persons() if subjects is None else subjects),
        "evidence": draw(st.lists(evidence, min_size=1, max_size=3)),
        "interview_requested": draw(st.booleans()),
        "knowledge_on": draw(days()),
        "route": {
            "description": draw(texts()),
            **_some(draw, {}, crossing_point=texts(), entered_on=days(), permit=permit),
        },
        "requested_on": draw(days()),
    }
    return _some(
        draw,
        record,
        languages=st.lists(codes("languages"), min_size=1, max_size=2, unique=True),
        last_address=texts(),
        circumstances=st.fixed_dictionaries(
            {"care_needed": st.booleans()}, optional={"security_measures": st.booleans()}
        ),
        legal_ground=st.fixed_dictionaries(
            {"basis": legal_bases()}, optional={"decision_number": texts(), "decided_on": days()}
        ),
    )


@st.composite
def readmission_replies(draw: Any) -> dict[str, Any]:
    record = {
        "case_id": draw(st.from_regex(r"[A-Z]{2}-RA-[0-9]{1,6}", fullmatch=True)),
        "decision": draw(codes("readmission-decisions")),
        "decided_on": draw(days()),
        "authority": draw(authorities()),
    }
    if record["decision"] == "refused":
        reason = st.fixed_dictionaries({"code": codes("refusal-reasons"), "text": bilingual()})
        record["reasons"] = draw(st.lists(reason, min_size=1, max_size=2))
    travel = st.fixed_dictionaries({"status": codes("travel-document-statuses")}, optional={"document": documents()})
    return _some(draw, record, identity_established=st.booleans(), travel_document=travel, valid_until=days())


def figures() -> st.SearchStrategy[float]:
    """Numbers of persons, and shares with one or two places."""
    return st.one_of(st.integers(0, 10**9), st.integers(0, 10**6).map(lambda value: value / 100))


@st.composite
def summaries(draw: Any, area: str = "RU") -> dict[str, Any]:
    dims = st.fixed_dictionaries({}, optional={"sex": codes("sexes"), "citizenship": codes("countries")})
    comparison = st.fixed_dictionaries(
        {"base_period": st.sampled_from(["2018", "2019-H1"]), "absolute_change": st.integers(-(10**6), 10**6)},
        optional={"base_value": figures(), "rounding": codes("roundings"), "decimals": st.integers(0, 4)},
    )
    share = st.fixed_dictionaries({"percent": st.integers(0, 10_000).map(lambda value: value / 100)})
    observation = st.fixed_dictionaries(
        {
            "indicator": codes("indicators"),
            "dims": dims,
            "value": figures(),
            "qualifier": codes("value-qualifiers"),
            "unit": codes("units"),
            "status": codes("observation-statuses"),
        },
        optional={"comparison": comparison, "share": share, "note": bilingual()},
    )
    trend = st.fixed_dictionaries(
        {
            "indicator": codes("indicators"),
            "kind": st.just("trend"),
            "direction": codes("trend-directions"),
            "statement": bilingual(),
        }
    )
    record = {
        "period": draw(
            st.sampled_from([{"type": "year", "value": "2019"}, {"type": "cumulative", "value": "2020-C11"}])
        ),
        "area": area,
        "publication_consent": draw(st.booleans()),
        "observations": draw(st.lists(observation, max_size=3)),
        "revision": draw(st.integers(1, 99)),
    }
    return _some(
        draw,
        record,
        narrative=bilingual(),
        rank_or_trend=st.lists(trend, min_size=1, max_size=2),
        source_note=bilingual(),
        as_of=days(),
    )


@st.composite
def with_native_names(draw: Any, records: Any, words: str, script: str, lang: str | None = None) -> dict[str, Any]:
    """Records whose person has, behind the Cyrillic and Latin names, one in the state's own spelling."""
    record = draw(records)
    member = "subject" if "subject" in record else "person"
    if member not in record:
        return dict(record)
    name = {"surname": draw(_words(words)), "given": draw(_words(words)), "patronymic": draw(_words(words))}
    native = {**name, **({"lang": lang} if lang else {}), "script": script, "role": "primary"}
    names = record[member]["names"]
    main = [name for name in names if name["role"] == "primary"]
    return {**record, member: {**record[member], "names": [*main, native, *names[len(main) :]]}}


BELARUSIAN = "Тэстаў Пробны Узораў-Цвік Ільлюк Мікіта Ўсевалад Яўген"


@st.composite
def belarusians(draw: Any) -> dict[str, Any]:
    """Persons with a spelling in Belarusian (і, ў) beside the Russian one, and a personal number."""
    person = draw(persons())
    words = _words(BELARUSIAN)
    spelt = {"surname": draw(words), "given": draw(words), "script": "Cyrl", "role": "primary", "lang": "be"}
    number = draw(st.sampled_from(["3270287A012PB2", "3041088A042PB2", "4150390B025PB8"]))
    others = [item for item in person.get("identifiers", ()) if item["scheme"] != "BY-IDNO"]
    return {
        **person,
        "names": [spelt, *person["names"]],
        "identifiers": [{"scheme": "BY-IDNO", "value": number}, *others],
    }
