"""The OpenAPI 3.1 document, made from the route table and the very schemas that records are validated with."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from hub.web.route import Caller, Parameter, Route

TEXTS = {
    "type": "object",
    "required": ["ru", "en"],
    "properties": {"ru": {"type": "string"}, "en": {"type": "string"}},
}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "texts", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "instance": {"type": "string"},
        "texts": TEXTS,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "message", "texts"],
                "properties": {**{name: {"type": "string"} for name in ("pointer", "code", "message")}, "texts": TEXTS},
            },
        },
    },
}
_PATTERN = re.compile(r"\{(\w+):(?:[^{}]|\{[^{}]*\})*\}")  # a pattern may hold braces of its own: `{8}`
SECURITY: Mapping[Caller, list[dict[str, list[str]]]] = {
    Caller.ANYONE: [],
    Caller.ENVELOPE: [],
    Caller.STATEMENT: [],
    Caller.PARTICIPANT: [{"access": []}],
    Caller.OPERATOR: [{"operator": []}],
}


def make_document(routes: Iterable[Route], records: Mapping[str, Mapping[str, Any]], version: str) -> dict[str, Any]:
    """Return the document.

    Args:
        routes: the route table.
        records: the schemas of record types, by component name such as `entry-ban-1.0`.
        version: the hub's version.
    """
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(template(route.path), {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "CIS migration information exchange hub",
            "version": version,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": {"problem": PROBLEM, **records},
            "securitySchemes": {
                "access": {"type": "http", "scheme": "bearer", "bearerFormat": "cis-access+jwt"},
                "operator": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def template(path: str) -> str:
    """Return the path without the patterns of aiohttp: `/log/tile/{path:[0-9]{1,80}}` is `/log/tile/{path}`."""
    return _PATTERN.sub(r"{\1}", path)


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.en,
        "description": route.ru,
        "security": SECURITY[route.caller],
        "parameters": [_parameter(parameter) for parameter in route.parameters],
        "responses": {str(status): _answer(*answer) for status, answer in route.answers.items()},
    }
    if route.body:
        operation["requestBody"] = {
            "required": True,
            "content": {media_type: {"schema": schema} for media_type, schema in route.body.items()},
        }
    for status in route.problems:
        operation["responses"][str(status)] = _answer(
            "application/problem+json", {"$ref": "#/components/schemas/problem"}
        )
    return operation


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.where,
        "required": parameter.required or parameter.where == "path",
        "description": f"{parameter.en} / {parameter.ru}",
        "schema": parameter.schema,
    }


def _answer(media_type: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": media_type, "content": {media_type: {"schema": schema}}}
