"""A national system in its simplest form: a feed of numbered JSON documents, and doors for what comes back.

    GET  {endpoint}/documents?after=17&limit=50   {"documents": [{"number": 18, "kind": "...", "document": {...}}]}
    POST {endpoint}/results                       {"results": [{"number", "accepted", "message_id", "problems": [...]}]}
    POST {endpoint}/records                       {"message_id", "order", "sender", "kind", "document"}
    POST {endpoint}/erasures                      {"subjects": [...]}

Numbers rise; a document stays in the feed. `order` is the place of the record in the log: of two revisions that with
the higher revision counts, of two equal ones the later. A record that comes again under its message id changes nothing.
400, 409 and 422 refuse a record for good; whatever else is not 200 means: later.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from adapters._parts.http_exchange import HttpAnswer, HttpExchange, HttpTooLargeError, HttpUnavailableError
from keys import strict_json

FINAL = frozenset({400, 409, 422})
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_JSON = {"Content-Type": "application/json"}


class Numbered(msgspec.Struct, frozen=True, kw_only=True):
    """One document; its content is kept as bytes, to be read strictly and refused alone."""

    number: Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
    kind: str
    document: msgspec.Raw


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    documents: list[Numbered]


_PAGE = msgspec.json.Decoder(_Page)


class FeedUnavailableError(Exception):
    """The national system does not do now what it was asked for; the text holds neither secret nor record."""


class FeedTooLargeError(FeedUnavailableError):
    """The answer is larger than allowed: asking for less may help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The national system will never take a record: its code."""

    code: str


class JsonFeed:
    """The four doors of one endpoint."""

    def __init__(self, endpoint: str, *, timeout: float, max_bytes: int) -> None:
        self._http = HttpExchange(endpoint, partner="the national system", timeout=timeout, max_bytes=max_bytes)

    def after(self, number: int, most: int) -> Sequence[Numbered]:
        """Return the documents after a number, each once and in order.

        Raises:
            FeedUnavailableError: no answer, or not one with documents.
        """
        answer = self._send("GET", f"/documents?after={number}&limit={most}")
        if answer.status != 200:
            raise FeedUnavailableError(f"the national system answers {answer.status}")
        try:
            page = _PAGE.decode(answer.body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise FeedUnavailableError("the national system answers 200 with what are no documents") from None
        found = {each.number: each for each in page.documents if each.number > number}
        return [found[each] for each in sorted(found)[:most]]

    def tell(self, results: Sequence[Mapping[str, Any]]) -> None:
        """Tell what became of documents.

        Raises:
            FeedUnavailableError: it was not taken.
        """
        if results:
            self._post("/results", {"results": list(results)})

    def put(self, record: Mapping[str, Any]) -> Refused | None:
        """Give one record.

        Raises:
            FeedUnavailableError: it was neither taken nor refused.
        """
        answer = self._send("POST", "/records", strict_json.dumps(record))
        if answer.status not in FINAL:
            self._need_done(answer)
            return None
        return Refused(code=_code(answer))

    def erase(self, subjects: Sequence[str]) -> None:
        """Have subjects forgotten.

        Raises:
            FeedUnavailableError: it was not taken.
        """
        self._post("/erasures", {"subjects": list(subjects)})

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def _post(self, target: str, value: Mapping[str, Any]) -> None:
        self._need_done(self._send("POST", target, strict_json.dumps(value)))

    def _need_done(self, answer: HttpAnswer) -> None:
        if answer.status != 200 or answer.headers.get("content-type", "").split(";")[0] != "application/json":
            raise FeedUnavailableError(f"the national system answers {answer.status}")

    def _send(self, method: str, target: str, body: bytes = b"") -> HttpAnswer:
        try:
            return self._http.send(method, self._http.path + target, _JSON if body else {}, body)
        except HttpTooLargeError as error:
            raise FeedTooLargeError(error.detail) from None
        except HttpUnavailableError as error:
            raise FeedUnavailableError(error.detail) from None


def _code(answer: HttpAnswer) -> str:
    try:
        code = strict_json.loads(answer.body)["code"]  # type: ignore[index]
    except (strict_json.StrictJsonError, KeyError, TypeError):
        return str(answer.status)
    return code if isinstance(code, str) and _CODE.fullmatch(code) else str(answer.status)
