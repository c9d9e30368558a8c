"""One route of the API: what it is, who may call it, what it takes and gives. OpenAPI is made from these."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aiohttp import web


class Caller(StrEnum):
    """Who may call a route."""

    ANYONE = "anyone"  # nothing there is anybody's secret
    ENVELOPE = "envelope"  # the envelope itself says who sends it
    STATEMENT = "statement"  # the statement itself says who makes it
    PARTICIPANT = "participant"  # an access token signed by a participant's key
    OPERATOR = "operator"  # the word of a file on the hub's machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A path or query parameter, with its JSON Schema and what it means in both languages."""

    name: str
    where: str
    schema: Mapping[str, Any]
    ru: str
    en: str
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A method and path, the handler, and its description.

    `answers` maps a status to (media type, JSON Schema); `problems` are the statuses of RFC 9457 answers.
    """

    method: str
    path: str
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    name: str
    ru: str
    en: str
    caller: Caller
    answers: Mapping[int, tuple[str, Mapping[str, Any]]]
    parameters: tuple[Parameter, ...] = ()
    body: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    problems: tuple[int, ...] = ()
