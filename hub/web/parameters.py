"""Query parameters, within the bounds that their description states."""

from aiohttp import web

from hub.core.errors import ParameterError
from hub.web.route import Parameter


def number(name: str, *, low: int, high: int, ru: str, en: str, default: int | None = None) -> Parameter:
    """Describe a whole number of the query; without a default it is required."""
    schema = {"type": "integer", "minimum": low, "maximum": high}
    if default is not None:
        schema["default"] = default
    return Parameter(name=name, where="query", schema=schema, ru=ru, en=en, required=default is None)


def read_number(request: web.Request, parameter: Parameter) -> int:
    """Return a whole number from the query.

    Raises:
        ParameterError: it is missing without a default, is no number, or is out of bounds.
    """
    text = request.query.get(parameter.name)
    if text is None and not parameter.required:
        return int(parameter.schema["default"])
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise ParameterError(parameter=parameter.name)
    if not parameter.schema["minimum"] <= int(text) <= parameter.schema["maximum"]:
        raise ParameterError(parameter=parameter.name)
    return int(text)


AFTER = number(
    "after",
    low=0,
    high=2**53 - 1,
    default=0,
    ru="Пропустить столько первых записей журнала",
    en="Pass over so many first leaves of the log",
)


def at_most(most: int, default: int) -> Parameter:
    """Describe how much of a list is asked for at once."""
    return number("limit", low=1, high=most, default=default, ru="Не больше стольких", en="At most so many")
