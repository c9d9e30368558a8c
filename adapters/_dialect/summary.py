"""Situation summaries.

Keys of names:

summary.      period area publication_consent observations narrative rank_or_trend source_note as_of revision
span.         type value                         a reporting period
observation.  indicator dims period value qualifier unit status comparison share note
comparison.   base_period base_value absolute_change percent_change rounding decimals
share.        percent of_indicator rounding decimals
statement.    indicator kind dims rank dimension codes direction statement

Code lists: period-types, dimensions (a field for each), value-qualifiers, units, observation-statuses, roundings,
statement-kinds, trend-directions. Indicators and the codes of dimensions are those of the exchange.
"""

from adapters._dialect.dialect import Dialect
from adapters._dialect.parts import Parts
from adapters._parts.json_form import TEXT, Form, Member


def make(dialect: Dialect, parts: Parts) -> Form:
    """Return the form of a summary."""
    member = dialect.member
    span = Form(
        member("span.type", dialect.coded("period-types"), required=True),
        member("span.value", required=True),
    )
    dims = Form(*(Member(name, dimension, TEXT) for name, dimension in dialect.words["dimensions"].items()))
    return Form(
        member("summary.period", span, required=True),
        member("summary.area", required=True),
        member("summary.publication_consent", dialect.flag, required=True),
        member("summary.observations", _observation(dialect, parts, span, dims), required=True, many=True),
        member("summary.narrative", parts.text),
        member("summary.rank_or_trend", _statement(dialect, parts, dims), many=True),
        member("summary.source_note", parts.text),
        member("summary.as_of", dialect.day),
        member("summary.revision", dialect.whole, required=True),
    )


def _observation(dialect: Dialect, parts: Parts, span: Form, dims: Form) -> Form:
    member = dialect.member
    return Form(
        member("observation.indicator", required=True),
        member("observation.dims", dims),
        member("observation.period", span),
        member("observation.value", dialect.number, required=True),
        member("observation.qualifier", dialect.coded("value-qualifiers"), required=True),
        member("observation.unit", dialect.coded("units"), required=True),
        member("observation.status", dialect.coded("observation-statuses"), required=True),
        member("observation.comparison", _comparison(dialect)),
        member("observation.share", _share(dialect)),
        member("observation.note", parts.text),
        assemble=lambda found, _here: {"dims": {}, **found},
    )


def _comparison(dialect: Dialect) -> Form:
    member = dialect.member
    return Form(
        member("comparison.base_period", required=True),
        member("comparison.base_value", dialect.number),
        member("comparison.absolute_change", dialect.number),
        member("comparison.percent_change", dialect.number),
        member("comparison.rounding", dialect.coded("roundings")),
        member("comparison.decimals", dialect.whole),
    )


def _share(dialect: Dialect) -> Form:
    return Form(
        dialect.member("share.percent", dialect.number, required=True),
        dialect.member("share.of_indicator"),
        dialect.member("share.rounding", dialect.coded("roundings")),
        dialect.member("share.decimals", dialect.whole),
    )


def _statement(dialect: Dialect, parts: Parts, dims: Form) -> Form:
    member = dialect.member
    return Form(
        member("statement.indicator", required=True),
        member("statement.kind", dialect.coded("statement-kinds"), required=True),
        member("statement.dims", dims),
        member("statement.rank", dialect.whole),
        member("statement.dimension"),
        member("statement.codes", many=True),
        member("statement.direction", dialect.coded("trend-directions")),
        member("statement.statement", parts.text, required=True),
    )
