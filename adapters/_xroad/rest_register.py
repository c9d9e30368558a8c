r"""A register's service over X-Road REST. Its paths are this project's assumption; the wire below it is PR-REST.

    GET  /v1/documents?after=17&limit=100   one document a line, the last line ends the page:
                                            {"kind": "…", "document": {…}}\n … \n
                                            {"end": {"numbers": [18, 19], "next": 19, "more": false}}
    POST /v1/results       {"results": [{"number", "accepted", "messageId", "problems": [{code, place, ru, en}]}]}
    PUT  /v1/deliveries/{message id}        {"kind", "sender", "index", "acceptedAt", "replyTo", "document"}
                                            both documents with "attachments": [{"mediaType", "content": base64}]
    POST /v1/erasures      {"subjects": […]}

A line of its own for each document: one that cannot be read is told under its number and stops none beside it. A page
without its end, or with another count of lines, is none: nothing of it is taken.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from adapters._parts.faults import Fault
from adapters._xroad.errors import XRoadUnavailableError
from adapters._xroad.register import Entry, Page, Result
from adapters._xroad.rest_client import RestAnswer, RestClient
from hub.sdk.ports import Delivery, Part, Problem
from keys import strict_json

LINES = "application/x-ndjson"
_DONE = frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT})
_NEVER = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY})
"""Answers of the service that say that this very document will never be taken."""
_MOST = 500


class RestRegister:
    """The register behind one X-Road service."""

    def __init__(self, client: RestClient) -> None:
        self._client = client

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def feed(self, after: int, limit: int) -> Page:
        """Return at most `limit` documents after a number.

        Raises:
            XRoadError: the page is not to be had whole.
        """
        query = {"after": str(after), "limit": str(min(limit, _MOST))}
        answer = self._client.call("GET", "v1", "documents", query=query)
        if answer.status != HTTPStatus.OK or answer.media_type != LINES:
            raise _refused("documents", answer)
        *lines, last = answer.body.removesuffix(b"\n").split(b"\n")
        end = _end(last, after, len(lines))
        if end is None or len(lines) > limit:
            raise XRoadUnavailableError("the register's page of documents has no proper end; it may be cut off")
        numbers, following, more = end
        entries = [_entry(number, line) for number, line in zip(numbers, lines, strict=True)]
        return Page(entries=entries, next=following, more=more)

    def report(self, results: Sequence[Result]) -> None:
        """Tell what became of documents.

        Raises:
            XRoadError: it was not heard.
        """
        told = [
            {
                "number": result.number,
                "accepted": result.accepted,
                "messageId": result.message_id,
                "problems": [_problem(problem) for problem in result.problems],
            }
            for result in results
        ]
        self._post("results", {"results": told})

    def put(self, delivery: Delivery, kind: str, document: Any) -> Problem | None:
        """Hand over one record.

        Raises:
            XRoadError: it was not taken now.
        """
        body = {
            "kind": kind,
            "sender": delivery.sender,
            "index": delivery.index,
            "acceptedAt": delivery.accepted_at,
            "replyTo": delivery.reply_to,
            "document": document,
        }
        if delivery.parts:
            body["attachments"] = [_attachment(part) for part in delivery.parts]
        path = ("v1", "deliveries", delivery.message_id)
        answer = self._client.call("PUT", *path, body=strict_json.dumps(body), issue=delivery.subject or "")
        if answer.status in _NEVER:
            return _never(answer.status)
        if answer.status not in _DONE or answer.media_type == "text/html":
            raise _refused("deliveries", answer)
        return None

    def erase(self, subjects: Sequence[str]) -> None:
        """Let the register forget subjects.

        Raises:
            XRoadError: it was not heard.
        """
        self._post("erasures", {"subjects": list(subjects)})

    def _post(self, step: str, body: Mapping[str, Any]) -> None:
        answer = self._client.call("POST", "v1", step, body=strict_json.dumps(body))
        if answer.status not in _DONE or answer.media_type == "text/html":
            raise _refused(step, answer)


def _problem(problem: Problem) -> dict[str, str]:
    members = asdict(problem)
    return {"code": members["code"], "place": members["pointer"], "ru": members["ru"], "en": members["en"]}


def _end(line: bytes, after: int, count: int) -> tuple[list[int], int, bool] | None:
    """Return numbers, the one to ask with next, and whether there are more; None where they do not fit the page.

    As many numbers as lines, rising from `after` on, and none behind the one to ask with next.
    """
    end = _object(_object(_parsed(line)).get("end"))
    numbers, following = end.get("numbers"), end.get("next")
    if not isinstance(numbers, list) or len(numbers) != count:
        return None
    steps = [after, *numbers, following]
    if any(type(step) is not int for step in steps) or sorted(steps) != steps or len({after, *numbers}) <= count:
        return None
    return numbers, int(steps[-1]), end.get("more") is True


def _entry(number: int, line: bytes) -> Entry:
    try:
        read = _object(strict_json.loads(line))
        attachments = [_part(item) for item in read.pop("attachments", [])]
    except strict_json.StrictJsonError as error:
        return Entry(number=number, kind="", fault=Fault(code=error.code, place="", ru=error.ru, en=error.en))
    except (TypeError, KeyError, ValueError):
        return Entry(number=number, kind="", fault=_NOT_AN_ATTACHMENT)
    kind = read.get("kind")
    if not isinstance(kind, str) or set(read) != {"kind", "document"}:
        return Entry(number=number, kind="", fault=_NOT_A_DOCUMENT)
    return Entry(number=number, kind=kind, document=read["document"], attachments=attachments)


def _part(item: Mapping[str, str]) -> Part:
    """Return an attachment; whatever it raises says that it is none."""
    return Part(media_type=str(item["mediaType"]), content=base64.b64decode(item["content"], validate=True))


def _attachment(part: Part) -> dict[str, str]:
    return {"mediaType": part.media_type, "content": base64.b64encode(part.content).decode()}


def _parsed(raw: bytes) -> object:
    try:
        return strict_json.loads(raw)
    except strict_json.StrictJsonError:
        return None


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _refused(step: str, answer: RestAnswer) -> XRoadUnavailableError:
    return XRoadUnavailableError(f"the register answered {answer.status} to {step}, not what was asked for")


def _never(status: int) -> Problem:
    return Problem(
        code="refused-by-national-system",
        pointer="",
        ru=f"Национальная система отклонила документ (ответ {status}). Исправьте запись и отправьте новую редакцию.",
        en=f"The national system refused the document (answer {status}). Correct the record and send a new revision.",
    )


_NOT_A_DOCUMENT = Fault(
    code="document-unknown",
    place="",
    ru="Строка не содержит документа: нужны поля kind и document, и никаких других.",
    en="The line holds no document: it needs the members kind and document, and no others.",
)
_NOT_AN_ATTACHMENT = Fault(
    code="attachment-invalid",
    place="/attachments",
    ru="Приложение записано неверно: нужны mediaType и content в base64.",
    en="An attachment is written wrongly: it needs mediaType, and content in base64.",
)
