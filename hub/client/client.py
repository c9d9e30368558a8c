"""A participant's conversation with the hub: submit, read, prove.

Nothing is verified here. What comes back is well-formed and bounded, and that is all this package says about it.
"""

import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from hub.client import answers
from hub.client.access import AccessTokens
from hub.client.answers import InDoubt, Page, Refused, Result, TrustDocuments
from hub.client.attachment_door import AttachmentDoor
from hub.client.calendar_answers import parse_calendars
from hub.client.case_answers import CaseSeen, parse_case
from hub.client.errors import BadAnswerError, InDoubtError, RefusedError, RetryLaterError
from hub.client.held_answers import Held, parse_held
from hub.client.log_answers import Witnessing, parse_witnessing
from hub.client.members import Members
from hub.client.reading import MAX_PAGE_BYTES, read, shape
from hub.client.statement_answers import StatementPage, parse_statements
from hub.client.transport import Answer, LostError, Request, Transport
from hub.clock import Clock
from hub.core.receipt import Receipt
from hub.core.witness import MAX_NOTE
from keys import strict_json
from keys.jws import Signer

MAX_LINES = 1000
MAX_LINES_BYTES = 8 * 1024 * 1024
MAX_EVIDENCE = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class HubAddress:
    """Where the hub is and who asks. `seconds` bounds one request, a long-poll's waiting not counted."""

    url: str
    origin: str
    participant: str
    proxy: str | None = None
    tls: ssl.SSLContext | None = None
    language: str = "ru"
    seconds: float = 30.0


@asynccontextmanager
async def open_client(address: HubAddress, signer: Signer, clock: Clock) -> AsyncIterator["HubClient"]:
    """Give a client for as long as the context lasts."""
    transport = Transport(address.url, proxy=address.proxy, tls=address.tls)
    try:
        yield HubClient(address, transport, signer, clock)
    finally:
        await transport.close()


class HubClient:
    """Speaks the hub's API for one participant; use `open_client`."""

    def __init__(self, address: HubAddress, transport: Transport, signer: Signer, clock: Clock) -> None:
        self._address = address
        self._transport = transport
        self._tokens = AccessTokens(signer, participant=address.participant, origin=address.origin, clock=clock)
        self.attachments = AttachmentDoor(transport, self._tokens, language=address.language)

    # Submitting

    async def submit_one(self, envelope: bytes) -> Result:
        """Submit one envelope.

        Raises:
            RetryLaterError: the hub was not reached.
            BadAnswerError: the answer is not one of the hub; whether the envelope was accepted is unknown.
        """
        try:
            value = await self._submit("application/jose", envelope, 1)
        except InDoubtError as error:
            return InDoubt(after=error.after)
        except RefusedError as error:
            return Refused(problem=error.problem)
        return shape(answers.parse_accepted, value)

    async def submit_lines(self, envelopes: Sequence[bytes]) -> list[Result]:
        """Submit up to 1,000 envelopes at once; one result each, in order. All are in doubt where the answer is lost.

        Raises:
            RetryLaterError: the hub was not reached.
            RefusedError: the request as a whole was refused; nothing of it was accepted.
            BadAnswerError: the answer is not one of the hub; what was accepted is unknown.
        """
        try:
            value = await self._submit(
                "application/jose-lines", b"".join(one + b"\n" for one in envelopes), len(envelopes)
            )
        except InDoubtError as error:
            return [InDoubt(after=error.after)] * len(envelopes)
        results = shape(lambda body: Members(body, "answer").items("results", MAX_LINES, answers.parse_result), value)
        if len(results) != len(envelopes):
            raise BadAnswerError("results do not stand for the envelopes")
        return list(results)

    async def submit_statement(self, token: bytes) -> Receipt:
        """Submit a statement about keys; the same bytes may be sent again.

        Raises:
            InDoubtError: whether it was logged is unknown.
            RetryLaterError, RefusedError, BadAnswerError: as their classes say.
        """
        value = await self._submit("application/jose", token, 1, path="/v1/statements")
        return shape(answers.parse_accepted, value).receipt

    async def _submit(self, media_type: str, body: bytes, count: int, *, path: str = "/v1/messages") -> object:
        request = Request(
            method="POST",
            path=path,
            headers={"Content-Type": media_type, "Accept-Language": self._address.language},
            body=body,
            most=64 * 1024 + count * 256 * 1024 if count == 1 else MAX_PAGE_BYTES,
            seconds=self._address.seconds,
        )
        try:
            answer = await self._transport.send(request)
        except LostError as error:
            raise InDoubtError(str(error)) from None
        if answer.status == 429 or answer.status >= 500:
            raise InDoubtError(f"status {answer.status}", after=answer.retry_after)
        return read(answer, 202)

    # Reading

    async def read_inbox(self, lane: str, after: int, *, limit: int = 100, wait: int = 0) -> Page:
        """Read the messages of a lane after a number; waits up to `wait` seconds for the first one.

        Raises:
            RetryLaterError, RefusedError, BadAnswerError: as their classes say.
            TooLongError: the page is too long; ask with a smaller `limit`.
        """
        query = {"after": after, "limit": limit, "wait": wait}
        value = await self._get(f"/v1/inbox/{lane}", query, most=MAX_PAGE_BYTES, wait=wait)
        page = shape(answers.parse_page, value)
        if page.lane != lane or page.after != after or len(page.items) > limit:
            raise BadAnswerError("a page that was not asked for")
        return page

    async def read_statements(self, kind: str, *, after: int = 0, about: str | None = None) -> StatementPage:
        """Read delegations or approvals after the first `after` leaves; with `about`, of one key or payload's digest.

        Raises:
            RetryLaterError, RefusedError, BadAnswerError: as their classes say.
        """
        query: dict[str, str | int] = {"kind": kind, "after": after}
        if about is not None:
            query["about"] = about
        page = shape(parse_statements, await self._get("/v1/statements", query, most=MAX_PAGE_BYTES))
        if page.kind != kind or page.after != after or any(each.index < after for each in page.items):
            raise BadAnswerError("a page that was not asked for")
        return page

    async def read_held(self, *, after: int = 0) -> tuple[Held, ...]:
        """Return own messages that are held, from the place `after` of the log on, a hundred at most.

        Raises:
            RetryLaterError, RefusedError, BadAnswerError: as their classes say.
        """
        return shape(parse_held, await self._get("/v1/held", {"after": after}, most=MAX_PAGE_BYTES))

    async def read_case(self, owner: str, case_id: str, *, kind: str) -> CaseSeen:
        """Return one of our own cases; it may raise what `read_held` may, and a case that is not ours is refused."""
        return shape(parse_case, await self._get(f"/v1/cases/{owner}/{case_id}", {"kind": kind}, most=MAX_PAGE_BYTES))

    async def read_calendars(self) -> tuple[Mapping[str, Any], ...]:
        """Return the calendars of working days, as they are served; it may raise what `read_held` may."""
        return shape(parse_calendars, await self._get("/v1/calendars", {}, most=MAX_PAGE_BYTES))

    async def trust_list(self) -> TrustDocuments:
        """Return the three documents of the trust list.

        Raises:
            RetryLaterError, RefusedError, BadAnswerError: as their classes say.
        """
        value = await self._get("/v1/trust-list", {}, most=MAX_PAGE_BYTES)
        return shape(answers.parse_trust_documents, value)

    async def checkpoint(self) -> bytes:
        """Return the log's newest checkpoint, a signed note.

        Raises:
            RetryLaterError, RefusedError, BadAnswerError: as their classes say.
        """
        answer = await self._ask("/log/checkpoint", {}, most=MAX_NOTE)
        if answer.status != 200 or answer.media_type != "text/plain":
            raise BadAnswerError(f"status {answer.status}, {answer.media_type}")
        return answer.body

    async def consistency_proof(self, first: int, second: int) -> tuple[bytes, ...]:
        """Return the hashes that should prove that the log of `second` leaves continues that of `first`.

        Raises:
            RetryLaterError, RefusedError, BadAnswerError: as their classes say.
        """
        value = await self._get("/log/proof/consistency", {"first": first, "second": second}, most=MAX_NOTE)
        return shape(lambda body: answers.parse_proof(Members(body, "answer")), value)

    async def witnessing(self) -> Witnessing:
        """Return the checkpoint that witnesses are asked to cosign, and what they cosigned.

        Raises:
            RetryLaterError, RefusedError, BadAnswerError: as their classes say.
        """
        return shape(parse_witnessing, await self._get("/log/witnessing", {}, most=MAX_PAGE_BYTES))

    async def cosign(self, cosigned: bytes) -> None:
        """Bring a cosigned checkpoint.

        Raises:
            RetryLaterError, RefusedError, BadAnswerError: as their classes say.
        """
        request = self._request("POST", "/log/cosignatures", {}, body=cosigned, most=MAX_NOTE)
        read(await self._send(request), 200)

    async def tile(self, path: str, *, most: int = 256 * 32) -> bytes:
        """Return the bytes of a tile by its path below `/log/tile/`.

        Raises:
            RetryLaterError, RefusedError, BadAnswerError: as their classes say.
        """
        answer = await self._ask(f"/log/tile/{path}", {}, most=most)
        if answer.status != 200 or answer.media_type != "application/octet-stream":
            read(answer, 200)
        return answer.body

    async def evidence(self, message_id: str, *, sender: str) -> bytes:
        """Return the evidence bundle of a message as it came: one JSON document.

        Raises:
            RetryLaterError, RefusedError, BadAnswerError: as their classes say.
        """
        path = f"/v1/messages/{quote(message_id, safe='')}/evidence"
        answer = await self._ask(path, {"from": sender}, most=MAX_EVIDENCE)
        read(answer, 200)
        return answer.body

    async def ask(self, path: str, question: object) -> object:
        """Return the JSON answer to a question in JSON.

        Raises:
            RetryLaterError, RefusedError, BadAnswerError: as their classes say.
        """
        body = strict_json.dumps(question)
        request = self._request("POST", path, {}, body=body, most=MAX_PAGE_BYTES, media_type="application/json")
        return read(await self._send(request), 200)

    async def look(self, path: str, query: Mapping[str, str | int]) -> object:
        """Return the JSON that a path shows.

        Raises:
            RetryLaterError, RefusedError, BadAnswerError: as their classes say.
        """
        return await self._get(path, query, most=MAX_PAGE_BYTES)

    async def _get(self, path: str, query: Mapping[str, str | int], *, most: int, wait: int = 0) -> object:
        return read(await self._ask(path, query, most=most, wait=wait), 200)

    async def _ask(self, path: str, query: Mapping[str, str | int], *, most: int, wait: int = 0) -> Answer:
        return await self._send(self._request("GET", path, query, most=most, wait=wait))

    def _request(
        self,
        method: str,
        path: str,
        query: Mapping[str, str | int],
        *,
        most: int,
        wait: int = 0,
        body: bytes | None = None,
        media_type: str = "text/plain",
    ) -> Request:
        typed = {} if body is None else {"Content-Type": media_type}
        return Request(
            method=method,
            path=path,
            query=query,
            headers={**self._tokens.header(), "Accept-Language": self._address.language, **typed},
            body=body,
            most=most,
            seconds=self._address.seconds + wait,
        )

    async def _send(self, request: Request) -> Answer:
        try:
            answer = await self._transport.send(request)
        except LostError as error:
            raise RetryLaterError(str(error)) from None
        if answer.status == 429 or answer.status >= 500:
            raise RetryLaterError(f"status {answer.status}", after=answer.retry_after)
        return answer
