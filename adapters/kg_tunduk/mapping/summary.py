"""`migrationSummary` <-> the record `situation-summary`. Indicators and their breakdowns keep the Council's codes."""

from adapters._parts.json_form import FLAG, NUMBER, TEXT, WHOLE, Form, Kind, Member
from adapters.kg_tunduk.mapping import words
from adapters.kg_tunduk.mapping.parts import BILINGUAL, CITIZENSHIP, DAY

_STATES = frozenset({"citizenship", "destination", "origin"})
_CODED = (
    *("age", "purpose", "violation", "sector", "term", "direction", "refusal", "reason", "amnesty", "duration"),
    *("ground", "subject_class", "level", "document", "language", "topic", "form"),
)


class _StateOrOther:
    """A state, or `OTHER` for the rest."""

    def parse(self, value: object, findings: object, path: object = ()) -> str:  # noqa: ARG002 - the form's signature
        """Return the code."""
        return "OTHER" if value == "башка" else str(CITIZENSHIP.read(value))

    def format(self, value: str) -> str:
        """Return the Kyrgyz name."""
        return "башка" if value == "OTHER" else str(CITIZENSHIP.write(value))


def _dimension(name: str) -> Kind:
    return _StateOrOther() if name in _STATES else words.SEX if name == "sex" else TEXT


_DIMENSIONS = Form(*(Member(name, name, _dimension(name)) for name in (*sorted(_STATES), "sex", *_CODED)))
_PERIOD = Form(
    Member("type", "type", words.PERIOD_TYPE, required=True),
    Member("value", "value", TEXT, required=True),
)
_COMPARISON = Form(
    Member("basePeriod", "base_period", TEXT, required=True),
    Member("baseValue", "base_value", NUMBER),
    Member("change", "absolute_change", NUMBER),
    Member("changePercent", "percent_change", NUMBER),
    Member("rounding", "rounding", words.ROUNDING),
    Member("decimals", "decimals", WHOLE),
)
_SHARE = Form(
    Member("percent", "percent", NUMBER, required=True),
    Member("ofIndicator", "of_indicator", TEXT),
    Member("rounding", "rounding", words.ROUNDING),
    Member("decimals", "decimals", WHOLE),
)
_FIGURE = Form(
    Member("indicator", "indicator", TEXT, required=True),
    Member("breakdown", "dims", _DIMENSIONS, required=True),
    Member("period", "period", _PERIOD),
    Member("value", "value", NUMBER, required=True),
    Member("qualifier", "qualifier", words.QUALIFIER, required=True),
    Member("unit", "unit", words.UNIT, required=True),
    Member("status", "status", words.FIGURE_STATUS, required=True),
    Member("comparison", "comparison", _COMPARISON),
    Member("share", "share", _SHARE),
    Member("note", "note", BILINGUAL),
)
_STATEMENT = Form(
    Member("indicator", "indicator", TEXT, required=True),
    Member("kind", "kind", words.STATEMENT, required=True),
    Member("breakdown", "dims", _DIMENSIONS),
    Member("rank", "rank", WHOLE),
    Member("dimension", "dimension", TEXT),
    Member("codes", "codes", TEXT, many=True),
    Member("trend", "direction", words.TREND),
    Member("text", "statement", BILINGUAL, required=True),
)
FORM = Form(
    Member("period", "period", _PERIOD, required=True),
    Member("area", "area", TEXT, required=True),
    Member("mayBePublished", "publication_consent", FLAG, required=True),
    Member("figures", "observations", _FIGURE, required=True, many=True),
    Member("narrative", "narrative", BILINGUAL),
    Member("statements", "rank_or_trend", _STATEMENT, many=True),
    Member("source", "source_note", BILINGUAL),
    Member("asOf", "as_of", DAY),
    Member("revision", "revision", WHOLE, required=True),
)
