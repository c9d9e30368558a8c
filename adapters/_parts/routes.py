"""Whom a national record goes to, under which agreement and for which purpose: the gateway's setting `routes`.

    [[adapter.settings.routes]]
    type = "entry-ban"
    nationality = "TJK"          # optional: only persons with this nationality
    to = ["tj-molme"]
    agreement = "ru-tj-interior"
    purpose = "entry-control"

The first route that fits is taken. A record without a route is not sent: a wrong recipient cannot be taken back.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from adapters._parts.faults import Fault

_REQUIRED = {"type", "to", "purpose"}
_OPTIONAL = {"agreement", "nationality"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One row of the routing table."""

    type: str
    to: tuple[str, ...]
    agreement: str | None
    purpose: str
    nationality: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """The routing table of one adapter."""

    routes: tuple[Route, ...]

    def find(self, type_: str, *, nationalities: Collection[str] = (), recipient: str | None = None) -> Route | None:
        """Return the first route for a record type, a person's nationalities and, where known, one recipient."""
        for route in self.routes:
            if route.type != type_ or (recipient is not None and recipient not in route.to):
                continue
            if route.nationality is None or route.nationality in nationalities:
                return route
        return None


def parse(value: object) -> Routes:
    """Return the routing table of a setting.

    Raises:
        ValueError: it has not the shape described above.
    """
    if not isinstance(value, list | tuple) or not value:
        raise ValueError("routes are a list that is not empty")
    return Routes(routes=tuple(_parse_route(item) for item in value))


def _parse_route(item: object) -> Route:
    if not isinstance(item, Mapping) or not set(item) >= _REQUIRED or set(item) - _REQUIRED - _OPTIONAL:
        raise ValueError("a route has the members type, to, purpose, and may have agreement, nationality")
    texts: dict[str, Any] = {name: item.get(name) for name in ("type", "purpose", "agreement", "nationality")}
    to = item["to"]
    if any(not isinstance(text, str) for name, text in texts.items() if text is not None or name in _REQUIRED):
        raise ValueError("a member of a route is not a text")
    if not isinstance(to, list | tuple) or not to or not all(isinstance(name, str) for name in to):
        raise ValueError("to is a list of participants")
    return Route(to=tuple(to), **texts)


def route_missing(place: str) -> Fault:
    """Return the fault of a record that no route fits."""
    return Fault(
        code="route-missing",
        place=place,
        ru="Для записи не задан получатель. Добавьте подходящую строку в настройку routes шлюза.",
        en="No recipient is set for this record. Add a fitting row to the gateway's setting routes.",
    )
