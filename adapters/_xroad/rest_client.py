"""One service behind the own security server, called by the message protocol for REST, r1 (PR-REST 1.0.4).

    GET /r1/INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE/path?query
    X-Road-Client: INSTANCE/CLASS/MEMBER/SUBSYSTEM      who asks
    X-Road-Id: …                                        a number of this message, new for each
    X-Road-UserId, X-Road-Issue                         who caused it, and in which matter (optional)

An answer names client, service, message and the hash of its request; one that names others is not taken. An error of
X-Road itself carries `X-Road-Error` and none of these.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import quote, urlencode

from adapters._parts import clock
from adapters._parts.http_exchange import HttpAnswer, HttpExchange, HttpTooLargeError, HttpUnavailableError
from adapters._xroad import identifiers, request_hash
from adapters._xroad.errors import XRoadFaultError, XRoadTooLargeError, XRoadUnavailableError
from hub.core import ids
from keys import strict_json

JSON = "application/json; charset=utf-8"


class HashCheck(StrEnum):
    """How far the hash of the request is checked."""

    COMPARE = "compare"  # it must be that of what was sent
    PRESENT = "present"  # it must be one; comparing it is left to the own security server


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Who asks, whom, and as whom: the settings of one X-Road connection."""

    client: identifiers.Client
    service: identifiers.Service
    user_id: str | None = None
    hash_check: HashCheck = HashCheck.COMPARE


@dataclass(frozen=True, slots=True, kw_only=True)
class RestAnswer:
    """What the service itself answered."""

    status: int
    media_type: str
    body: bytes = field(repr=False)


def new_id() -> str:
    """Return a number for a message."""
    return ids.make_message_id(clock.now(), secrets.token_bytes(10))


class RestClient:
    """Calls one service over one connection."""

    def __init__(self, http: HttpExchange, peer: Peer, *, make_id: Callable[[], str] = new_id) -> None:
        self._http, self._peer, self._make_id = http, peer, make_id

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    @property
    def max_bytes(self) -> int:
        """Return how large an answer may be."""
        return self._http.max_bytes

    def call(
        self, method: str, *path: str, query: Mapping[str, str] | None = None, body: bytes = b"", issue: str = ""
    ) -> RestAnswer:
        """Call the service; `path` are the steps behind it, `issue` is the matter (a case, a ban).

        Raises:
            XRoadError: no answer of the service was to be had, or it belongs to another request.
        """
        target = self._target(path, query or {})
        headers = self._headers(issue, with_body=bool(body))
        try:
            answer = self._http.send(method, target, headers, body)
        except HttpTooLargeError as error:
            raise XRoadTooLargeError(error.detail) from None
        except HttpUnavailableError as error:
            raise XRoadUnavailableError(error.detail) from None
        if "x-road-error" in answer.headers:
            raise _fault(answer)
        self._check(answer, method, target, headers, body)
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        return RestAnswer(status=answer.status, media_type=media_type, body=answer.body)

    def _target(self, path: tuple[str, ...], query: Mapping[str, str]) -> str:
        steps = "".join(f"/{quote(step, safe='')}" for step in path)
        found = f"{self._http.path}/r1/{self._peer.service}{steps}"
        return f"{found}?{urlencode(query)}" if query else found

    def _headers(self, issue: str, *, with_body: bool) -> dict[str, str]:
        headers = {"X-Road-Client": str(self._peer.client), "X-Road-Id": self._make_id(), "Accept": JSON}
        if self._peer.user_id is not None:
            headers["X-Road-UserId"] = self._peer.user_id
        if issue and issue.isascii() and issue.isprintable():
            headers["X-Road-Issue"] = issue
        if with_body:
            headers["Content-Type"] = JSON
        return headers

    def _check(self, answer: HttpAnswer, method: str, target: str, headers: Mapping[str, str], body: bytes) -> None:
        """Hold an answer against its request."""
        found = answer.headers
        expected = {
            "x-road-id": headers["X-Road-Id"],
            "x-road-client": headers["X-Road-Client"],
            "x-road-service": str(self._peer.service),
        }
        for name, value in expected.items():
            if found.get(name, "").lower() != value.lower():
                raise XRoadUnavailableError(f"the security server answered {answer.status} without the right {name}")
        given = found.get(request_hash.HEADER, "")
        if not request_hash.is_well_formed(given):
            raise XRoadUnavailableError(f"the security server answered {answer.status} without a request hash")
        if self._peer.hash_check is HashCheck.COMPARE:
            passed_on = [*headers.items(), ("x-road-request-id", found.get("x-road-request-id", ""))]
            # What stands before /r1 in the address is a node of the member's own, not of X-Road.
            inside = target.removeprefix(self._http.path)
            if given != request_hash.calculate(method, inside, passed_on, body):
                raise XRoadUnavailableError("the answer belongs to another request: its request hash is not ours")


def _fault(answer: HttpAnswer) -> XRoadFaultError:
    """Return the error a security server speaks of; type and number stand in its body, the type also in the header."""
    try:
        said = strict_json.loads(answer.body)
    except strict_json.StrictJsonError:
        said = None
    members = said if isinstance(said, dict) else {}
    type_, detail = members.get("type"), members.get("detail")
    return XRoadFaultError(
        type_ if isinstance(type_, str) else answer.headers["x-road-error"],
        detail if isinstance(detail, str) else "",
    )
