"""A small hub in memory behind a real HTTP server on loopback: it keeps the API's promises until it is told not to.

    async with open_fake_hub(trust, clock) as hub:
        hub.misbehave("POST", "/v1/messages", busy())       # the next such request only

Nothing is stored and proofs are computed from all leaves, which is slow and plainly right.
"""

import asyncio
import base64
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from aiohttp import web

from hub.clock import Clock
from hub.core import checkpoint as checkpoints
from hub.core import envelope as envelopes
from hub.core import instant, merkle
from hub.core import leaf as leaves
from hub.core import receipt as receipts
from hub.core.checkpoint import Checkpoint
from hub.core.errors import HubError
from hub.core.leaf import ActLeaf, MessageLeaf
from hub.core.receipt import Receipt
from hub.core.statement import ACTS
from keys import access, jws, note, statement, strict_json
from keys.errors import KeysError
from keys.statement import Kind
from schemas import catalogue
from tests.support.trust import Trust

Answer = Callable[[], Awaitable[web.Response]]
Misbehaviour = Callable[[web.Request, Answer], Awaitable[web.StreamResponse]]


@dataclass
class Entry:
    """One place in an inbox."""

    index: int
    envelope: bytes
    message_id: str
    tombstone: str | None = None


class FakeHub:
    """The hub's API over lists."""

    def __init__(self, trust: Trust, clock: Clock) -> None:
        self.trust = trust
        self.clock = clock
        self.documents = dict(trust.documents)
        self.roots_served: list[bytes] = []
        self.leaves: list[bytes] = []
        self.roots: dict[tuple[int, int], bytes] = {}
        self.accepted: dict[tuple[str, str], tuple[bytes, int]] = {}
        self.inboxes: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self.requests: list[str] = []
        self.bodies: list[bytes] = []
        self.jtis: set[str] = set()
        self.wrong: dict[tuple[str, str], deque[Misbehaviour]] = defaultdict(deque)
        self.named: bytes | None = None
        self.cosigned: list[bytes] = []
        self.statements: list[tuple[Kind, bytes, int]] = []
        self.news = asyncio.Event()
        self.url = ""
        self.largest: int | None = None
        """What a proxy before it lets pass, in bytes; None: anything."""

    # What tests do with it

    def misbehave(self, method: str, path: str, *ways: Misbehaviour) -> None:
        """Answer the next requests to this path so, one after the other."""
        self.wrong[method, path].extend(ways)

    def records(self, record_type: str) -> list[dict[str, Any]]:
        """Return the records of a type that were accepted, in the log's order."""
        parsed = [self._parse(raw) for raw, _ in sorted(self.accepted.values(), key=lambda item: item[1])]
        return [dict(envelope.record) for envelope in parsed if envelope.type == record_type]

    def submit(self, token: bytes) -> dict[str, Any]:
        """Accept an envelope, or return a problem."""
        try:
            return {"receipt": receipts.to_json(self._accept(token)), "warnings": []}
        except (HubError, KeysError) as error:
            return {"problem": problem(getattr(error, "status", 422), error.code)}

    def put(self, token: bytes, *, recipient: str, lane: str, leaf_changes: dict[str, Any] | None = None) -> None:
        """Put any bytes into an inbox with an honest leaf and proof, as a hub that does not check would."""
        envelope = self._parse(token)
        self._append(envelope, [recipient], lane, token, leaf_changes or {})

    def state(self, token: bytes, participant: str) -> None:
        """Log a statement with an honest leaf, whatever it says."""
        kind = statement.kind_of(token)
        leaf = ActLeaf(
            hub=self.trust.list.hub,
            act=ACTS[kind],
            subject=participant,
            sha256=sha256(token).hexdigest(),
            at=instant.format(self.clock.now()),
            trust=1,
            salt="0" * 32,
        )
        self.leaves.append(leaves.format(leaf))
        self.statements.append((kind, token, len(self.leaves) - 1))

    def checkpoint(self, size: int | None = None, *, salt: bytes = b"") -> bytes:
        """Return the signed checkpoint of a size; with `salt`, that of another log."""
        size = len(self.leaves) if size is None else size
        root = merkle.root(merkle.leaf_hash(salt + leaf) for leaf in self.leaves[:size]) if salt else self.root(0, size)
        text = checkpoints.format(Checkpoint(origin=self.trust.list.hub, size=size, root=root))
        return note.sign(text, self.trust.list.hub, self.trust.log)

    def prove(self, ranges: Sequence[tuple[int, int]]) -> list[bytes]:
        """Return one root per range."""
        return [self.root(begin, end) for begin, end in ranges]

    def root(self, begin: int, end: int) -> bytes:
        """Return the root over a range of leaves."""
        key = (begin, end)
        if key not in self.roots:
            self.roots[key] = merkle.root(merkle.leaf_hash(leaf) for leaf in self.leaves[begin:end])
        return self.roots[key]

    # What it does by itself

    def _parse(self, token: bytes) -> envelopes.Envelope:
        return envelopes.parse(jws.read(token, envelopes.TYP).payload, token)

    def _accept(self, token: bytes) -> Receipt:
        envelope = self._parse(token)
        known = self.accepted.get((envelope.sender, envelope.id))
        if known is None:
            jws.open(token, lambda kid: self.trust.list.signing_key(kid, self.clock.now()).public, envelopes.TYP)
            lane = catalogue.load().record_type(envelope.type, envelope.version).lane
            if envelope.record.get("ban_id") == "RU-REFUSED":
                raise RefusedByFakeError
            index = self._append(envelope, envelope.to, str(lane), token, {})
        else:
            index = known[1]
        proof = self.prove(merkle.inclusion_ranges(index, index + 1))
        return Receipt(leaf=self.leaves[index], index=index, proof=tuple(proof), checkpoint=self.checkpoint(index + 1))

    def _append(
        self, envelope: envelopes.Envelope, to: Sequence[str], lane: str, token: bytes, changes: dict[str, Any]
    ) -> int:
        members: dict[str, Any] = {
            "hub": self.trust.list.hub,
            "id": envelope.id,
            "sender": envelope.sender,
            "to": tuple(to),
            "sha256": sha256(token).hexdigest(),
            "at": instant.format(self.clock.now()),
            "trust": 1,
            "agreement": (),
        }
        self.leaves.append(leaves.format(MessageLeaf(**{**members, **changes})))
        index = len(self.leaves) - 1
        self.accepted[envelope.sender, envelope.id] = (token, index)
        for recipient in to:
            self.inboxes[recipient, lane].append(Entry(index=index, envelope=token, message_id=envelope.id))
        self.news.set()
        self.news = asyncio.Event()
        return index

    async def messages(self, request: web.Request) -> web.Response:
        """POST /v1/messages."""
        body = await request.read()
        if self.largest is not None and len(body) > self.largest:
            return web.Response(status=413, text="<h1>413 Request Entity Too Large</h1>", content_type="text/html")
        self.bodies.append(body)
        if request.content_type == "application/jose-lines":
            results = [self.submit(token) for token in body.rstrip(b"\n").split(b"\n")]
            return web.json_response({"results": results}, status=202)
        result = self.submit(body)
        if "problem" in result:
            return problem_response(result["problem"])
        return web.json_response(result, status=202)

    async def inbox(self, request: web.Request) -> web.Response:
        """GET /v1/inbox/{lane}."""
        participant, lane = self._caller(request), request.match_info["lane"]
        after, limit, wait = (int(request.query[name]) for name in ("after", "limit", "wait"))
        entries = self.inboxes[participant, lane]
        if len(entries) <= after and wait:
            try:
                async with asyncio.timeout(min(wait, 5)):
                    while len(entries) <= after:
                        await self.news.wait()
            except TimeoutError:
                pass
        chosen = list(enumerate(entries, start=1))[after : after + limit]
        size = len(self.leaves)
        return web.json_response(
            {
                "lane": lane,
                "after": after,
                "next": after + len(chosen),
                "checkpoint": self.checkpoint().decode(),
                "messages": [self._item(number, entry, size) for number, entry in chosen],
            }
        )

    def _item(self, number: int, entry: Entry, size: int) -> dict[str, Any]:
        if entry.tombstone:
            digest = sha256(entry.envelope).hexdigest()
            return {"number": number, "id": entry.message_id, "sha256": digest, "tombstone": entry.tombstone}
        return {
            "number": number,
            "index": entry.index,
            "envelope": entry.envelope.decode(),
            "leaf": self.leaves[entry.index].decode(),
            "proof": encode(self.prove(merkle.inclusion_ranges(entry.index, size))),
        }

    async def take_statement(self, request: web.Request) -> web.Response:
        """POST /v1/statements."""
        token = await request.read()
        said = strict_json.loads(_about(token))
        assert isinstance(said, dict)
        self.state(token, str(said["participant"]))
        index = len(self.leaves) - 1
        proof = self.prove(merkle.inclusion_ranges(index, index + 1))
        receipt = Receipt(
            leaf=self.leaves[index], index=index, proof=tuple(proof), checkpoint=self.checkpoint(index + 1)
        )
        return web.json_response({"receipt": receipts.to_json(receipt)}, status=202)

    async def stated(self, request: web.Request) -> web.Response:
        """GET /v1/statements."""
        self._caller(request)
        kind, after, size = request.query["kind"], int(request.query["after"]), len(self.leaves)
        found = [
            {
                "index": index,
                "statement": token.decode(),
                "leaf": self.leaves[index].decode(),
                "proof": encode(self.prove(merkle.inclusion_ranges(index, size))),
            }
            for each, token, index in self.statements
            if ACTS[each] == kind and index >= after and request.query.get("about", "").encode() in _about(token)
        ]
        end = self.statements[-1][2] + 1 if found else after
        page = {"kind": kind, "after": after, "next": end, "checkpoint": self.checkpoint().decode()}
        return web.json_response({**page, "statements": found})

    async def calendars(self, _request: web.Request) -> web.Response:
        """GET /v1/calendars."""
        return web.json_response({"calendars": []})

    async def trust_list(self, _request: web.Request) -> web.Response:
        """GET /v1/trust-list."""
        documents: dict[str, Any] = {kind: document.decode() for kind, document in self.documents.items()}
        if self.roots_served:
            documents["roots"] = [root.decode() for root in self.roots_served]
        return web.json_response(documents)

    async def newest_checkpoint(self, request: web.Request) -> web.Response:
        """GET /log/checkpoint."""
        self._caller(request)
        return web.Response(body=self.checkpoint(), content_type="text/plain")

    async def consistency(self, request: web.Request) -> web.Response:
        """GET /log/proof/consistency."""
        self._caller(request)
        first, second = int(request.query["first"]), int(request.query["second"])
        if second > len(self.leaves):
            return problem_response(problem(400, "parameter-invalid"))
        return web.json_response({"proof": encode(self.prove(merkle.consistency_ranges(first, second)))})

    async def witnessing(self, request: web.Request) -> web.Response:
        """GET /log/witnessing: every request names the newest checkpoint."""
        self._caller(request)
        named = self.named or (self.checkpoint() if self.leaves else None)
        cosigned = [each.decode() for each in self.cosigned]
        found = {"named": None if named is None else named.decode(), "witnessed": None, "cosigned": cosigned}
        return web.json_response(found)

    async def cosignatures(self, request: web.Request) -> web.Response:
        """POST /log/cosignatures."""
        self._caller(request)
        self.cosigned.append(await request.read())
        return web.json_response({"size": 0, "by": [], "witnessed": False})

    async def evidence(self, request: web.Request) -> web.Response:
        """GET /v1/messages/{id}/evidence."""
        self._caller(request)
        return web.json_response({"kind": "cis-evidence/1", "from": request.query["from"]})

    def _caller(self, request: web.Request) -> str:
        token = request.headers["Authorization"].removeprefix("Bearer ").encode()
        trust, now = self.trust.list, self.clock.now()
        shown = access.verify(token, lambda kid: trust.signing_key(kid, now).public, audience=trust.hub, now=now)
        if shown.jti in self.jtis:
            raise web.HTTPUnauthorized
        self.jtis.add(shown.jti)
        return shown.issuer

    def make_app(self) -> web.Application:
        """Return the application."""

        @web.middleware
        async def misbehaviour(request: web.Request, handler: Any) -> web.StreamResponse:
            self.requests.append(f"{request.method} {request.path}")
            waiting = self.wrong[request.method, request.path]

            async def answer() -> web.Response:
                response: web.Response = await handler(request)
                return response

            return await (waiting.popleft()(request, answer) if waiting else answer())

        app = web.Application(middlewares=[misbehaviour], client_max_size=16 * 1024 * 1024)
        app.router.add_post("/v1/messages", self.messages)
        app.router.add_get("/v1/inbox/{lane}", self.inbox)
        app.router.add_get("/v1/trust-list", self.trust_list)
        app.router.add_get("/v1/statements", self.stated)
        app.router.add_get("/v1/calendars", self.calendars)
        app.router.add_post("/v1/statements", self.take_statement)
        app.router.add_get("/v1/messages/{id}/evidence", self.evidence)
        app.router.add_get("/log/checkpoint", self.newest_checkpoint)
        app.router.add_get("/log/witnessing", self.witnessing)
        app.router.add_post("/log/cosignatures", self.cosignatures)
        app.router.add_get("/log/proof/consistency", self.consistency)
        return app


class RefusedByFakeError(HubError):
    """A record that the fake hub refuses, so that there is one."""

    code = "agreement-not-in-force"
    status = 403


def _about(token: bytes) -> bytes:
    """Return the text that holds what a statement is about."""
    return jws.read(token, statement.kind_of(token)).payload


def encode(proof: Sequence[bytes]) -> list[str]:
    """Return hashes as text."""
    return [base64.b64encode(hashed).decode() for hashed in proof]


def problem(status: int, code: str) -> dict[str, Any]:
    """Return a problem in the hub's form."""
    kind = f"urn:cis-migration:problem:{code}"
    return {"type": kind, "title": "Отказ.", "status": status, "detail": "Отказ.", "code": code, "errors": []}


def problem_response(content: dict[str, Any]) -> web.Response:
    """Return a problem as an answer."""
    return web.json_response(content, status=content["status"], content_type="application/problem+json")


# Misbehaviours


def refuse(status: int, code: str = "in-doubt", retry_after: int | None = None) -> Misbehaviour:
    """Answer with a problem and do nothing."""

    async def way(_request: web.Request, _answer: Answer) -> web.Response:
        response = problem_response(problem(status, code))
        if retry_after is not None:
            response.headers["Retry-After"] = str(retry_after)
        return response

    return way


def do_but_doubt() -> Misbehaviour:
    """Do what was asked, then answer that it is in doubt."""

    async def way(_request: web.Request, answer: Answer) -> web.Response:
        await answer()
        return problem_response(problem(503, "in-doubt"))

    return way


def lose_the_answer() -> Misbehaviour:
    """Do what was asked, then break the connection."""

    async def way(request: web.Request, answer: Answer) -> web.Response:
        response = await answer()
        assert request.transport is not None
        request.transport.abort()
        return response

    return way


def break_off() -> Misbehaviour:
    """Break the connection before anything is done."""

    async def way(request: web.Request, _answer: Answer) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    return way


def say(body: bytes, media_type: str = "text/html", status: int = 200, **headers: str) -> Misbehaviour:
    """Answer with anything."""

    async def way(_request: web.Request, _answer: Answer) -> web.Response:
        return web.Response(body=body, content_type=media_type, status=status, headers=headers)

    return way


def alter(change: Callable[[dict[str, Any]], None]) -> Misbehaviour:
    """Do what was asked, and change the JSON of the answer."""

    async def way(_request: web.Request, answer: Answer) -> web.Response:
        response = await answer()
        assert isinstance(response.body, bytes)
        value = strict_json.loads(response.body, limit=64 * 1024 * 1024)
        assert isinstance(value, dict)
        change(value)
        return web.json_response(value, status=response.status)

    return way


@asynccontextmanager
async def open_fake_hub(trust: Trust, clock: Clock) -> AsyncIterator[FakeHub]:
    """Serve a fake hub on a free port of the loopback."""
    hub = FakeHub(trust, clock)
    runner = web.AppRunner(hub.make_app(), shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hub.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield hub
    finally:
        await runner.cleanup()
