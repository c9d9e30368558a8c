"""The client of the platform: JSON over HTTPS, with a token and, for all that changes something, an idempotency key.

    GET  /hujjatlar?keyin=17&soni=50     the documents after number 17, at most 50, in ascending order
    POST /natijalar                      what became of documents
    POST /yozuvlar                       one record of another participant
    POST /ochirish                       subjects to be forgotten

The same key again with the same body has no second effect.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any

import msgspec

from adapters._parts.http_exchange import HttpAnswer, HttpExchange, HttpTooLargeError, HttpUnavailableError
from adapters.uz_mip.credentials import TokenKeeper
from adapters.uz_mip.errors import FINAL, MipRefusedError, MipTooLargeError, MipUnavailableError
from keys import strict_json

KEY_KNOWN = "idempotency_key_reused"
"""The key is that of a message: the platform has it, even if this adapter writes it otherwise by now."""
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,63}")
Number = Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]


class Numbered(msgspec.Struct, frozen=True, kw_only=True):
    """One document of the feed. Its content is kept as bytes, to be read strictly and refused alone."""

    raqam: Number
    turi: str
    hujjat: msgspec.Raw
    ilovalar: msgspec.Raw = msgspec.Raw(b"[]")


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the feed, and the number of its last document of all."""

    hujjatlar: list[Numbered]
    oxirgi: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]


_PAGE = msgspec.json.Decoder(Page)


class Platform:
    """The platform, as one participant sees it."""

    def __init__(self, service: HttpExchange, tokens: TokenKeeper) -> None:
        self._service = service
        self._tokens = tokens

    def page(self, after: int, count: int) -> Page:
        """Return the documents after a number, each once and in order.

        Raises:
            MipUnavailableError: the platform does not answer, or not with a page.
        """
        answer = self._send("GET", f"/hujjatlar?keyin={after}&soni={count}", {})
        if answer.status != HTTPStatus.OK:
            raise MipUnavailableError(f"the platform answers {answer.status}")
        try:
            page = _PAGE.decode(answer.body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise MipUnavailableError("the platform answers 200 with what is no page of documents") from None
        if page.oxirgi < after:
            raise MipUnavailableError("the feed of the platform ends before documents that were taken from it")
        found = {document.raqam: document for document in page.hujjatlar if document.raqam > after}
        return Page(hujjatlar=[found[number] for number in sorted(found)[:count]], oxirgi=page.oxirgi)

    def tell(self, results: Sequence[Mapping[str, Any]]) -> None:
        """Tell what became of documents.

        Raises:
            MipError: the platform does not take it.
        """
        self._post("/natijalar", {"natijalar": list(results)})

    def put(self, key: str, document: Mapping[str, Any]) -> None:
        """Give the platform one record, under an idempotency key.

        Raises:
            MipUnavailableError: the platform does not take it now.
            MipRefusedError: the platform will never take it.
        """
        try:
            self._post("/yozuvlar", document, key)
        except MipRefusedError as error:
            if error.reason != KEY_KNOWN:
                raise

    def erase(self, subjects: Sequence[str]) -> None:
        """Have the platform forget subjects.

        Raises:
            MipError: the platform does not take it.
        """
        self._post("/ochirish", {"mavzular": list(subjects)})

    def close(self) -> None:
        """Close the connections."""
        self._service.close()
        self._tokens.close()

    def _post(self, target: str, value: Mapping[str, Any], key: str | None = None) -> None:
        body = strict_json.dumps(value)
        headers = {"Content-Type": "application/json", "Idempotency-Key": key or hashlib.sha256(body).hexdigest()}
        answer = self._send("POST", target, headers, body)
        if answer.status in {HTTPStatus.OK, HTTPStatus.CREATED} and _is_json(answer):
            return
        if answer.status in FINAL:
            raise MipRefusedError(_reason(answer))
        raise MipUnavailableError(f"the platform answers {answer.status} without a word on the document")

    def _send(self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> HttpAnswer:
        """Send a request; a token that is refused is replaced once."""
        answer = self._attempt(method, target, headers, body)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            self._tokens.drop()
            answer = self._attempt(method, target, headers, body)
        return answer

    def _attempt(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
        every = {"Authorization": self._tokens.header(), "Accept": "application/json", **headers}
        try:
            return self._service.send(method, self._service.path + target, every, body)
        except HttpTooLargeError as error:
            raise MipTooLargeError(error.detail) from None
        except HttpUnavailableError as error:
            raise MipUnavailableError(error.detail) from None


def _is_json(answer: HttpAnswer) -> bool:
    """Say whether the platform itself answers, and not a page put before it."""
    return isinstance(_value(answer), dict)


def _value(answer: HttpAnswer) -> object:
    try:
        return strict_json.loads(answer.body)
    except strict_json.StrictJsonError:
        return None


def _reason(answer: HttpAnswer) -> str:
    """Return the platform's code, if it has the form of one; anything else might quote a record."""
    value = _value(answer)
    code = value.get("kod") if isinstance(value, dict) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else str(answer.status)
