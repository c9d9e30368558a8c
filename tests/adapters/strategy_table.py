"""One strategy per record type that the member states' adapters carry: `BY_TYPE`; and names in a state's own letters."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from tests.adapters.strategies import (
    authorities,
    bans,
    bilingual,
    codes,
    days,
    persons,
    readmission_replies,
    readmission_requests,
    texts,
)

_EVIDENCE = st.fixed_dictionaries(
    {"tier": codes("evidence-tiers"), "item": codes("evidence-items")},
    optional={"document_ref": texts(), "note": texts(), "forged": st.booleans()},
)
_REASONS = st.fixed_dictionaries({"code": codes("refusal-reasons"), "text": bilingual()})


def _numbered(prefix: str) -> st.SearchStrategy[str]:
    return st.from_regex(rf"[A-Z]{{2}}-{prefix}-[0-9]{{1,6}}", fullmatch=True)


def citizenship_check_requests() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "check_id": _numbered("C"),
            "requesting_authority": st.just("ru-guvm"),
            "requested_authority": st.just("kz-mvd"),
            "requested_on": days(),
            "authority": authorities(),
            "reason": codes("citizenship-check-reasons"),
            "person": persons(),
        },
        optional={
            "evidence": st.lists(_EVIDENCE, min_size=1, max_size=3),
            "languages": st.lists(codes("languages"), min_size=1, max_size=2, unique=True),
            "case_id": _numbered("RA"),
        },
    )


@st.composite
def citizenship_check_replies(draw: Any) -> dict[str, Any]:
    record = {
        "check_id": draw(_numbered("C")),
        "requesting_authority": "ru-guvm",
        "result": draw(codes("citizenship-check-results")),
        "decided_on": draw(days()),
        "authority": draw(authorities()),
    }
    if record["result"] == "confirmed":
        return {**record, "person": draw(persons())} if draw(st.booleans()) else record
    return {**record, "reasons": draw(st.lists(_REASONS, min_size=1, max_size=2))}


def situation_summaries(**observation: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Figures of a year; `observation` adds members to each figure."""
    figures = st.fixed_dictionaries(
        {
            "indicator": codes("indicators"),
            "dims": st.fixed_dictionaries({}, optional={"citizenship": codes("countries"), "sex": codes("sexes")}),
            "value": st.integers(0, 10_000_000),
            "qualifier": codes("value-qualifiers"),
            "unit": codes("units"),
            "status": codes("observation-statuses"),
        },
        optional=observation,
    )
    return st.fixed_dictionaries(
        {
            "period": st.integers(1992, 2030).map(lambda year: {"type": "year", "value": str(year)}),
            "area": codes("states"),
            "publication_consent": st.booleans(),
            "observations": st.lists(figures, min_size=1, max_size=4),
            "revision": st.integers(1, 50),
        },
        optional={"narrative": bilingual(), "source_note": bilingual(), "as_of": days()},
    )


BY_TYPE: Mapping[str, st.SearchStrategy[dict[str, Any]]] = {
    "entry-ban": bans(),
    "readmission-request": readmission_requests(),
    "readmission-reply": readmission_replies(),
    "citizenship-check-request": citizenship_check_requests(),
    "citizenship-check-reply": citizenship_check_replies(),
    "situation-summary": situation_summaries(),
}


def with_names(record: dict[str, Any], words: Sequence[str], *, script: str, lang: str, draw: Any) -> dict[str, Any]:
    """Return a record whose persons also have a main name in a state's own letters."""
    word = st.sampled_from(list(words))
    name = {"surname": draw(word), "given": draw(word), "script": script, "role": "primary", "lang": lang}
    changed = dict(record)
    for member in ("subject", "person"):
        if member in record:
            changed[member] = {**record[member], "names": [*record[member]["names"], name]}
    return changed
