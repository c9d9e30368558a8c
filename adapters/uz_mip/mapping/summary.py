"""`vaziyat_malumoti` <-> the record `situation-summary`: figures by code, with the words of the exchange for codes.

Indicators, dimensions and units are statistical codes agreed in the Council; they stand as they are.
"""

from collections.abc import Mapping
from typing import Any

from adapters._parts.faults import FormError
from adapters._parts.json_form import FLAG, NUMBER, TEXT, WHOLE, Form, Member, Scalar
from adapters.uz_mip.mapping import parts


def _dims(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(code, str) for code in value.values()):
        raise FormError(
            "dims-invalid",
            "Разрез — объект «признак: код», оба в кавычках. Сверьте его с образцом.",
            "A breakdown is an object of dimension and code, both in quotes. Compare it with the sample.",
        )
    return dict(value)


def _dict(value: Mapping[str, Any]) -> dict[str, Any]:
    return dict(value)


DIMS = Scalar(_dims, _dict)
PERIOD = Form(Member("turi", "type", TEXT, required=True), Member("qiymat", "value", TEXT, required=True))
COMPARISON = Form(
    Member("asosiy_davr", "base_period", TEXT, required=True),
    Member("asosiy_qiymat", "base_value", NUMBER),
    Member("ozgarish", "absolute_change", NUMBER),
    Member("ozgarish_foiz", "percent_change", NUMBER),
    Member("yaxlitlash", "rounding", TEXT),
    Member("xonalar", "decimals", WHOLE),
)
SHARE = Form(
    Member("foiz", "percent", NUMBER, required=True),
    Member("korsatkichdan", "of_indicator", TEXT),
    Member("yaxlitlash", "rounding", TEXT),
    Member("xonalar", "decimals", WHOLE),
)
OBSERVATION = Form(
    Member("korsatkich", "indicator", TEXT, required=True),
    Member("kesim", "dims", DIMS, required=True),
    Member("davr", "period", PERIOD),
    Member("qiymat", "value", NUMBER, required=True),
    Member("aniqlik", "qualifier", TEXT, required=True),
    Member("birlik", "unit", TEXT, required=True),
    Member("holat", "status", TEXT, required=True),
    Member("taqqoslash", "comparison", COMPARISON),
    Member("ulush", "share", SHARE),
    Member("izoh", "note", parts.BILINGUAL),
)
STATEMENT = Form(
    Member("korsatkich", "indicator", TEXT, required=True),
    Member("turi", "kind", TEXT, required=True),
    Member("kesim", "dims", DIMS),
    Member("orin", "rank", WHOLE),
    Member("belgi", "dimension", TEXT),
    Member("kodlar", "codes", TEXT, many=True),
    Member("yonalish", "direction", TEXT),
    Member("matn", "statement", parts.BILINGUAL, required=True),
)
FORM = Form(
    Member("davr", "period", PERIOD, required=True),
    Member("hudud", "area", TEXT, required=True),
    Member("elon_qilish", "publication_consent", FLAG, required=True),
    Member("korsatkichlar", "observations", OBSERVATION, required=True, many=True),
    Member("tahlil", "narrative", parts.BILINGUAL),
    Member("orin_va_tendensiya", "rank_or_trend", STATEMENT, many=True),
    Member("manba", "source_note", parts.BILINGUAL),
    Member("sana", "as_of", parts.DAY),
    Member("tahrir", "revision", WHOLE, required=True),
)
