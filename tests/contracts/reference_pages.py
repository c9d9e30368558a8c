"""Pages of the reference, and the golden OpenAPI document, made from the code.

python -m tests.contracts.reference_pages        write them anew
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.api.app import ROUTES, record_schemas
from hub.core import errors
from hub.core.enquiry import question
from hub.web import openapi, problems
from hub.web.route import Caller, Parameter, Route
from keys import errors as keys_errors
from schemas import catalogue, violation
from tests.contracts import error_sources, fault_examples
from tests.contracts.error_sources import Said

ROOT = Path(__file__).parents[2]
SERVED = (
    errors.HubError,
    keys_errors.StrictJsonError,
    keys_errors.SignatureError,
    keys_errors.StatementError,
    keys_errors.KeyTrustError,
)
NOT_SERVED = "keys/", "hub/core/evidence.py", "hub/core/verification", "hub/core/identity", "hub/core/deadline"
IN_PAGES = "hub/core/conformance.py", "hub/workflows/adoption", "hub/workflows/agreements/propose_agreement.py"
HEADS = "code", "по-русски", "in English", "example of", "pointer", "example"
CONSOLE = "hub/console/", "hub/workflows/accounts/create_account.py"
QUESTIONS = "hub/core/enquiry/question.py"
CALLERS = {
    Caller.ANYONE: "anyone: nothing there is anybody's secret",
    Caller.ENVELOPE: "anyone: the envelope says who sends it",
    Caller.STATEMENT: "anyone: the statement says who makes it",
    Caller.PARTICIPANT: "a participant, by an access token",
    Caller.OPERATOR: "the hub's operator, by the word of `HUB_METRICS_TOKEN_FILE`",
}
STATUSES = {
    400: "mend the bytes and send again",
    401: "show who you are, or sign properly",
    403: "you may not: change the agreement, the role or the key, not the message",
    404: "there is none, or it is not yours: both look the same",
    405: "use another method",
    408: "send less at once, or over a better connection",
    409: "something else was first: read, and decide again",
    410: "its retention is over: what proves it stays in the log",
    413: "send less at once",
    415: "send another media type",
    422: "mend the record and sign it again",
    429: "wait, then send the same bytes again",
    500: "a fault of the hub's own",
    503: "in doubt or out of service: send the same bytes again later",
}


def errors_page() -> str:
    """Return docs/reference/errors.md."""
    said = error_sources.read("hub", "keys", "schemas")
    classes = {each.code: each for each in _served_classes()}
    served = [each for each in said if each.shape == "class" and each.code in classes and _is_from(each, classes)]
    faults = [each for each in said if each.shape == "fault"]
    typed = [each for each in faults if each.module.startswith(CONSOLE)]
    rest = [each for each in said if each not in served and each not in faults]
    return "\n".join(
        [
            "# Errors",
            "",
            "Every error has a stable code, never used for anything else, and two sentences: what was wrong and where, then what to do.",
            "Words in braces are filled in; they are identifiers of the exchange, never data on a person.",
            "This page is made from the code by `python -m tests.contracts.reference_pages`; a test compares it.",
            "",
            "## Answers of the hub",
            "",
            "A problem of RFC 9457: `type` (`urn:cis-migration:problem:` and the code), `title`, `status`, `detail`, `code`, `texts` (`detail` in both languages), `errors` (list of `pointer`, `code`, `message`, `texts`), and `instance` where the hub's operator can find more in its log.",
            "Russian, or English where `Accept-Language` prefers it. In a submission by lines each refused line has its own problem.",
            "",
            *_served_tables(served, classes),
            "## Records that are refused",
            "",
            "Examples of refusals that say no place: of agreement and register, of the log, and of what went before. How examples are written is said below.",
            "",
            *_table(
                ("code", "example of", "example"),
                ((each.code, each.subject, each.shown()) for each in fault_examples.refusals()),
            ),
            "",
            "## Places in an envelope or a record",
            "",
            "Codes of `errors[]`, and of the warnings beside an accepted receipt. `pointer` is a JSON Pointer into the envelope's payload (in a warning: into the record).",
            "An example is a valid one of the record type, an agreement of the release or a file of it, and what is changed there: each change a pointer (of a record: into the payload) with its new value. What went before stands first: the messages that the log has, or what is registered. Where only the gateway can say it, words tell what happened at the member's site. Every example is tried when this page is made, and the pointer is the one that was given.",
            "",
            *_table(HEADS, (_fault_row(each) for each in faults if each not in typed)),
            "",
            "What does not fit a schema has one of these codes; the text names what the schema asks for.",
            "",
            *_table(("code", "keywords of JSON Schema"), sorted(_keywords().items())),
            "",
            "## Places in a question of screening",
            "",
            "Codes of `errors[]` of a question that is refused, and of `findings` beside the verdict on a person. `pointer` leads into the question.",
            "",
            *_table(HEADS, map(_fault_row, questions())),
            "",
            "## Places in a form of the console",
            "",
            "Told beside the field; those of accounts also by `hub account`. An example is what was typed, by field. What only one page says has none: its text tells what to type there.",
            "",
            *_table(HEADS, map(_fault_row, typed)),
            "",
            *_rest(rest),
        ]
    )


_POINTERS = error_sources.pointers("hub", "keys", "schemas")


def questions() -> list[Said]:
    """Return what is said of questions of screening."""
    return sorted(Said(code, *texts, QUESTIONS, "fault") for code, texts in question.TEXTS.items())


def _fault_row(said: Said) -> tuple[str, ...]:
    example = fault_examples.find(said)
    if example is None:
        pointer = _POINTERS.get((said.module, said.code, said.en))
        return said.code, said.ru, said.en, "", f"`{pointer}`" if pointer else "", ""
    return said.code, said.ru, said.en, example.subject, example.place, example.shown()


def _served_classes() -> list[type[Exception]]:
    found: list[type[Exception]] = []
    waiting: list[type[Exception]] = list(SERVED)
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting += kind.__subclasses__()
    return found


def _is_from(said: Said, classes: Mapping[str, Any]) -> bool:
    kind = classes[said.code]
    return bool(kind.__module__.replace(".", "/") + ".py" == said.module) and not said.module.startswith(
        (*NOT_SERVED[1:], *IN_PAGES)
    )


def _served_tables(served: Sequence[Said], classes: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    for status, then in STATUSES.items():
        rows = [
            (each.code, each.ru, each.en)
            for each in served
            if next((code for kind, code in problems.STATUS if issubclass(classes[each.code], kind)), 500) == status
        ]
        lines += [f"### {status}: {then}", "", *_table(("code", "по-русски", "in English"), rows), ""]
    return lines


def _keywords() -> dict[str, str]:
    keywords: dict[str, list[str]] = {}
    for keyword, code in violation.CODES.items():
        keywords.setdefault(code, []).append(keyword)
    return {code: ", ".join(f"`{each}`" for each in sorted(names)) for code, names in keywords.items()}


def _rest(rest: Sequence[Said]) -> list[str]:
    groups: dict[str, tuple[str, Callable[[Said], bool]]] = {
        "In pages of the console alone": (
            "Told beside the file or the text that was handed in.",
            lambda each: each.module.startswith(IN_PAGES),
        ),
        "Keys, notes, trust list, evidence": (
            "Where no hub is asked.",
            lambda each: each.module.startswith(NOT_SERVED),
        ),
        "At the member's side": (
            "Of the client and the gateway.",
            lambda each: each.module.startswith(("hub/client", "hub/sdk")),
        ),
        "At start": ("One line, and [exit status](exit-status.md) 2.", lambda each: each.shape == "call"),
        "Inside": ("Of the catalogue; at the API they become problems above.", lambda _: True),
    }
    lines: list[str] = []
    left = list(rest)
    for title, (note, belongs) in groups.items():
        rows = [(each.code, each.ru, each.en) for each in left if belongs(each)]
        left = [each for each in left if not belongs(each)]
        lines += [f"## {title}", "", note, "", *_table(("code", "по-русски", "in English"), rows), ""]
    return lines


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [" | ".join(heads), " | ".join("---" for _ in heads)]
    lines += [" | ".join([f"`{row[0]}`", *(cell.replace("|", "\\|") for cell in row[1:])]) for row in rows]
    return [f"| {line} |" for line in lines]


def api_page() -> str:
    """Return docs/reference/api.md."""
    return "\n".join(
        [
            "# HTTP API",
            "",
            "Made from the route table by `python -m tests.contracts.reference_pages`; a test compares it. `/openapi.json` says the same to machines, with the schemas of all records.",
            "",
            "Bodies are UTF-8. Problems are `application/problem+json`, see [errors](errors.md). Access tokens are described in [tokens](tokens.md#access-tokens), what happens to a submission in [submission](submission.md), the log in [log](log.md).",
            "What is not yours looks exactly like what does not exist.",
            "",
            *[line for route in ROUTES for line in _route(route)],
        ]
    )


def _route(route: Route) -> list[str]:
    lines = [f"## {route.method} {openapi.template(route.path)}", "", f"{route.en}.", "", f"{route.ru}.", ""]
    lines += [f"- Caller: {CALLERS[route.caller]}"]
    lines += [f"- Body: {', '.join(f'`{media_type}`' for media_type in route.body)}"] if route.body else []
    lines += [f"- {status}: `{media_type}`" for status, (media_type, _) in route.answers.items()]
    lines += [f"- Problems: {', '.join(map(str, route.problems))}"] if route.problems else []
    lines += [""]
    if route.parameters:
        rows = [(each.name, _bounds(each), each.en, each.ru) for each in route.parameters]
        lines += [*_table(("parameter", "in, bounds", "in English", "по-русски"), rows), ""]
    return lines


def _bounds(parameter: Parameter) -> str:
    schema = parameter.schema
    words = [parameter.where]
    if "minimum" in schema:
        words.append(f"{schema['minimum']} to {schema['maximum']}")
    if "enum" in schema:
        words.append(" or ".join(f"`{value}`" for value in schema["enum"]))
    if parameter.where == "query":
        words.append(
            "required" if parameter.required else f"default {schema['default']}" if "default" in schema else "optional"
        )
    return ", ".join(words)


def openapi_golden() -> str:
    """Return tests/golden/openapi.json: the document, with the schemas of records by their names alone."""
    return json.dumps(without_records(openapi_document()), ensure_ascii=False, indent=1) + "\n"


def openapi_document() -> dict[str, Any]:
    """Return the OpenAPI document as it is served."""
    return openapi.make_document(ROUTES, record_schemas(catalogue.load()), "0")


def without_records(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with the `$id` of each record schema in its place: published schemas have a list of their own."""
    components = dict(document["components"])
    components["schemas"] = {
        name: {"$id": schema["$id"]} if "$id" in schema else schema for name, schema in components["schemas"].items()
    }
    return {**document, "components": components}


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/reference/errors.md": errors_page,
    "docs/reference/api.md": api_page,
    "tests/golden/openapi.json": openapi_golden,
}


def main() -> None:
    """Write all pages anew."""
    for name, make in PAGES.items():
        (ROOT / name).write_text(make().rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
