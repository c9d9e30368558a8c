"""`SituationSummary` <-> the record `situation-summary`."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lxml import etree

from adapters._parts import dates
from adapters._parts.faults import Findings, FormError
from adapters._parts.xml_document import Reader, flag, one_of, whole_number
from adapters.ru_smev import names
from adapters.ru_smev.mapping import parts, words
from adapters.ru_smev.mapping.writing import Writer, make_document

TYPE = "situation-summary"
VERSION = "1.0"


def parse(element: etree._Element, root: etree._Element) -> dict[str, Any]:
    """Return the record of one summary.

    Raises:
        MappingError: the summary cannot be mapped; its faults have XPaths from `root`.
    """
    findings = Findings()
    form = Reader(element, names.STATISTICS, findings, root)
    record = {
        "period": _parse_period(form.must_child("Period")),
        "area": form.need("Area"),
        "publication_consent": form.must_read("MayBePublished", flag, instead=False),
        "observations": [_parse_observation(child) for child in form.children("Observation")],
        "narrative": parts.parse_text(form.child("Narrative")),
        "rank_or_trend": [_parse_statement(child) for child in form.children("Statement")] or None,
        "source_note": parts.parse_text(form.child("Source")),
        "as_of": form.read("AsOf", dates.parse_day),
        "revision": form.must_read("Revision", whole_number, 1),
    }
    form.close()
    findings.settle()
    return parts.known(record)


def format(record: Mapping[str, Any]) -> etree._Element:  # noqa: A001 - the inverse of parse
    """Return the `SituationSummary` of a record."""
    form = make_document(names.STATISTICS, "SituationSummary")
    _format_period(form.child("Period"), record["period"])
    form.text("Area", record["area"])
    form.flag("MayBePublished", record["publication_consent"])
    for observation in record["observations"]:
        _format_observation(form.child("Observation"), observation)
    parts.format_text(form, "Narrative", record.get("narrative"))
    for statement in record.get("rank_or_trend", ()):
        _format_statement(form.child("Statement"), statement)
    parts.format_text(form, "Source", record.get("source_note"))
    form.text("AsOf", parts.day(record.get("as_of")))
    form.text("Revision", str(record["revision"]))
    return form.element


def _parse_period(child: Reader | None) -> dict[str, Any] | None:
    if child is None:
        return None
    period = {"type": child.must_read("Type", one_of(words.PERIOD_TYPES), "year"), "value": child.need("Value")}
    child.close()
    return period


def _format_period(child: Writer, period: Mapping[str, Any]) -> None:
    child.text("Type", words.PERIOD_TYPE_WORDS[period["type"]])
    child.text("Value", period["value"])


def _parse_observation(child: Reader) -> dict[str, Any]:
    observation = {
        "indicator": child.need("Indicator"),
        "dims": _parse_dims(child),
        "period": _parse_period(child.child("Period")),
        "value": child.must_read("Value", _number, 0.0),
        "qualifier": child.must_read("Qualifier", one_of(words.QUALIFIERS), "exact"),
        "unit": child.must_read("Unit", one_of(words.UNITS), "persons"),
        "status": child.must_read("Status", one_of(words.OBSERVATION_STATUSES), "final"),
        "comparison": _parse_comparison(child.child("Comparison")),
        "share": _parse_share(child.child("Share")),
        "note": parts.parse_text(child.child("Note")),
    }
    child.close()
    return parts.known(observation)


def _format_observation(child: Writer, observation: Mapping[str, Any]) -> None:
    child.text("Indicator", observation["indicator"])
    _format_dims(child, observation["dims"])
    if "period" in observation:
        _format_period(child.child("Period"), observation["period"])
    child.text("Value", _written(observation["value"]))
    child.text("Qualifier", words.QUALIFIER_WORDS[observation["qualifier"]])
    child.text("Unit", words.UNIT_WORDS[observation["unit"]])
    child.text("Status", words.OBSERVATION_STATUS_WORDS[observation["status"]])
    if "comparison" in observation:
        _format_rounded(child.child("Comparison"), observation["comparison"], _COMPARISON)
    if "share" in observation:
        _format_rounded(child.child("Share"), observation["share"], _SHARE)
    parts.format_text(child, "Note", observation.get("note"))


def _parse_dims(child: Reader) -> dict[str, str]:
    found = {}
    for dimension in child.children("Dimension"):
        name, code = dimension.need("Name"), dimension.need("Code")
        if name in found:
            dimension.fault(
                "dimension-repeated",
                "Name",
                "Разрез указан более одного раза. Оставьте одно значение.",
                "The dimension is given more than once. Leave one value.",
            )
        found[name] = code
        dimension.close()
    return found


def _format_dims(child: Writer, dims: Mapping[str, str]) -> None:
    for name, code in dims.items():
        dimension = child.child("Dimension")
        dimension.text("Name", name)
        dimension.text("Code", code)


_COMPARISON = (
    ("BaseValue", "base_value"),
    ("AbsoluteChange", "absolute_change"),
    ("PercentChange", "percent_change"),
)
_SHARE = (("Percent", "percent"),)


def _parse_comparison(child: Reader | None) -> dict[str, Any] | None:
    if child is None:
        return None
    comparison: dict[str, Any] = {"base_period": child.need("BasePeriod")}
    comparison |= {member: child.read(name, _number) for name, member in _COMPARISON}
    return _parse_rounding(child, comparison)


def _parse_share(child: Reader | None) -> dict[str, Any] | None:
    if child is None:
        return None
    share = {"percent": child.must_read("Percent", _number, 0.0), "of_indicator": child.text("OfIndicator")}
    return _parse_rounding(child, share)


def _parse_rounding(child: Reader, values: dict[str, Any]) -> dict[str, Any]:
    values["rounding"] = child.read("Rounding", one_of(words.ROUNDINGS))
    values["decimals"] = child.read("Decimals", whole_number)
    child.close()
    return parts.known(values)


def _format_rounded(child: Writer, values: Mapping[str, Any], numbers: tuple[tuple[str, str], ...]) -> None:
    child.text("BasePeriod", values.get("base_period"))
    for name, member in numbers:
        child.text(name, _written(values[member]) if member in values else None)
    child.text("OfIndicator", values.get("of_indicator"))
    child.text("Rounding", words.ROUNDING_WORDS[values["rounding"]] if "rounding" in values else None)
    child.text("Decimals", str(values["decimals"]) if "decimals" in values else None)


def _parse_statement(child: Reader) -> dict[str, Any]:
    statement = {
        "indicator": child.need("Indicator"),
        "kind": child.must_read("Kind", one_of(words.STATEMENT_KINDS), "trend"),
        "dims": _parse_dims(child) or None,
        "rank": child.read("Rank", whole_number),
        "dimension": child.text("OfDimension"),
        "codes": child.read_all("Code", str) or None,
        "direction": child.read("Direction", one_of(words.TREND_DIRECTIONS)),
        "statement": parts.parse_text(child.must_child("Text")),
    }
    child.close()
    return parts.known(statement)


def _format_statement(child: Writer, statement: Mapping[str, Any]) -> None:
    child.text("Indicator", statement["indicator"])
    child.text("Kind", words.STATEMENT_KIND_WORDS[statement["kind"]])
    _format_dims(child, statement.get("dims", {}))
    child.text("Rank", str(statement["rank"]) if "rank" in statement else None)
    child.text("OfDimension", statement.get("dimension"))
    for code in statement.get("codes", ()):
        child.text("Code", code)
    direction = statement.get("direction")
    child.text("Direction", None if direction is None else words.TREND_DIRECTION_WORDS[direction])
    parts.format_text(child, "Text", statement["statement"])


def _number(text: str) -> int | float:
    """Return a number whose fraction stands behind a comma or a point.

    Raises:
        FormError: it is none.
    """
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, point, fraction = digits.replace(",", ".").partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) <= 15 for part in (whole, fraction or "0")) or (
        point and not fraction
    ):
        raise FormError("number-invalid", "Нужно число цифрами.", "A number in digits is needed.")
    return float(f"{sign}{whole}.{fraction}") if point else int(f"{sign}{whole}")


def _written(value: float) -> str:
    return f"{Decimal(repr(value)):f}".removesuffix(".0").replace(".", ",")
