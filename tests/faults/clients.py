"""The clients of a campaign: senders that resend until they have a receipt, readers of inboxes, an observer of the log.

They write down what they were told and nothing else. A sender keeps to one batch at a time, and resends exactly the
bytes it sent: alone, by lines, twice at once, and now and then long after they were acknowledged.
"""

import asyncio
import random
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from hub.core import leaf as leaves
from hub.core import merkle, receipt
from hub.core.errors import HubError
from hub.core.leaf import MessageLeaf
from keys import note
from keys.errors import KeysError
from tests.faults.door import AGAIN, PAUSE, Answered, Door
from tests.faults.history import Delivery, History, Inbox, Name, Submission
from tests.support.hub import make_ban, make_envelope, make_message_id
from tests.support.trust import Trust

RECIPIENTS = ("tj-mvd", "kz-mvd", "kg-migration")
LANES = ("urgent", "ordinary")
MOST_LINES = 12
THINKING = 0.03  # seconds between two batches of one sender, on average
KEPT = 200  # envelopes a sender remembers to resend later


class Sender:
    """Submits new bans and revisions of its own, one batch at a time."""

    def __init__(self, trust: Trust, door: Door, history: History, *, name: str, number: int, seed: int) -> None:
        self._trust = trust
        self._name = name
        self._door = door
        self._history = history
        self._random = random.Random(seed)
        self._next = number * 1_000_000
        self._bans: list[tuple[int, int]] = []  # acknowledged bans and their revisions
        self._kept: list[bytes] = []
        self._names: dict[bytes, Name] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Submit until told to stop; what was begun is finished first."""
        while not stop.is_set():
            tokens = self._make_batch()
            twice = self._random.random() < 0.1
            await asyncio.gather(*(self._deliver(tokens) for _ in range(2 if twice else 1)))
            await asyncio.sleep(self._random.expovariate(1 / THINKING))

    def _make_batch(self) -> list[bytes]:
        count = 1 if self._random.random() < 0.6 else self._random.randint(2, MOST_LINES)
        revision = self._make_revision() if self._random.random() < 0.2 else None
        tokens = [self._make_ban() for _ in range(count if revision is None else count - 1)]
        tokens += [] if revision is None else [revision]
        if self._kept and self._random.random() < 0.2:
            tokens.append(self._random.choice(self._kept))
        if len(tokens) > 2 and self._random.random() < 0.1:
            tokens.append(tokens[0])
        self._kept = [*self._kept, *tokens][-KEPT:]
        return tokens

    def _make_ban(self) -> bytes:
        self._next += 1
        self._bans.append((self._next, 1))
        return self._sign(self._next, 1)

    def _make_revision(self) -> bytes | None:
        """Return a revision of a ban whose last one is acknowledged: two on the way could overtake each other."""
        settled = len(self._bans) - MOST_LINES - 1
        if settled < 1:
            return None
        place = self._random.randrange(settled)
        number, revision = self._bans[place]
        self._bans[place] = (number, revision + 1)
        return self._sign(number, revision + 1)

    def _sign(self, number: int, revision: int) -> bytes:
        others = [recipient for recipient in RECIPIENTS if recipient != self._name]
        to = tuple(self._random.sample(others, self._random.choice((1, 1, 2))))
        record = make_ban(number, issuer=self._name, revision=revision)
        message_id = make_message_id()
        token = make_envelope(
            self._trust, self._name, record, message_id=message_id, to=list(to), subject=record["ban_id"]
        )
        sent = Submission(sender=self._name, id=message_id, sha256=sha256(token).hexdigest(), to=to)
        self._history.submitted[sent.name] = sent
        self._names[token] = sent.name
        return token

    async def _deliver(self, tokens: Sequence[bytes]) -> None:
        """Send the same bytes until there is a receipt for each."""
        body, kind = (tokens[0], "jose") if len(tokens) == 1 else (b"\n".join(tokens), "jose-lines")
        while True:
            answered = await self._door.post(body, kind)
            if answered is not None and answered.status not in AGAIN and self._take(tokens, answered):
                return
            self._history.in_doubt += 1
            await asyncio.sleep(PAUSE)

    def _take(self, tokens: Sequence[bytes], answered: Answered) -> bool:
        """Note receipts and refusals; False where something has to be sent again."""
        if answered.status != 202:
            self._history.refusals.append(f"{answered.status} {answered.json.get('code')}")
            return True
        results = [answered.json] if len(tokens) == 1 else answered.json["results"]
        whole = True
        for token, result in zip(tokens, results, strict=True):
            if "receipt" in result:
                raw = receipt.format(receipt.from_json(result["receipt"]))
                self._history.acknowledge(self._names[token], raw)
            elif result["problem"]["status"] in AGAIN:
                whole = False
            else:
                self._history.refusals.append(str(result["problem"]["code"]))
        return whole


class Reader:
    """Follows one inbox by its cursor and verifies every entry under its page's checkpoint."""

    def __init__(self, trust: Trust, inbox: Inbox, door: Door, history: History) -> None:
        self._log = note.verifier_key(trust.list.hub, trust.log)
        self._inbox = inbox
        self._door = door
        self._history = history
        self._cursor = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Read until told to stop."""
        while not stop.is_set():
            self._history.deliveries[self._inbox] += await self.read_page(wait=1)

    async def read_rest(self) -> list[Delivery]:
        """Read from the cursor on until nothing comes."""
        entries: list[Delivery] = []
        while page := await self.read_page(wait=0):
            entries += page
        return entries

    async def read_page(self, wait: int) -> list[Delivery]:
        """Read one page after the cursor, and move it."""
        lane = self._inbox[1]
        answered = await self._door.get(f"/v1/inbox/{lane}?after={self._cursor}&limit=500&wait={wait}")
        if answered.status != 200:
            self._history.refusals.append(f"inbox: {answered.status}")
            await asyncio.sleep(PAUSE)
            return []
        page = answered.json
        signed = page["checkpoint"].encode("utf-8")
        self._history.notes[signed] = None
        entries = [self._read_entry(entry) for entry in page["messages"]]
        if entries:
            self._verify(page["messages"], signed)
            self._cursor = page["next"]
        return entries

    def _read_entry(self, entry: dict[str, Any]) -> Delivery:
        leaf = leaves.parse(entry["leaf"].encode("ascii"))
        assert isinstance(leaf, MessageLeaf)
        digest = sha256(entry["envelope"].encode("ascii")).hexdigest()
        if leaf.sha256 != digest or self._inbox[0] not in leaf.to:
            self._history.broken.append(f"{self._inbox} number {entry['number']}: the leaf speaks of something else")
        return Delivery(number=entry["number"], index=entry["index"], sender=leaf.sender, id=leaf.id, sha256=digest)

    def _verify(self, entries: Sequence[dict[str, Any]], signed: bytes) -> None:
        """Check every entry's leaf under the page's checkpoint."""
        try:
            checkpoint = receipt.open_checkpoint(signed, self._log)
            for entry in entries:
                merkle.verify_inclusion(
                    hashed=merkle.leaf_hash(entry["leaf"].encode("ascii")),
                    index=entry["index"],
                    size=checkpoint.size,
                    proof=[receipt.decode_hash(item) for item in entry["proof"]],
                    root=checkpoint.root,
                )
        except (HubError, KeysError) as error:
            self._history.broken.append(f"{self._inbox} from number {entries[0]['number']}: {error.code}")


class Observer:
    """Keeps every checkpoint that the hub publishes."""

    def __init__(self, name: str, door: Door, history: History, log: note.VerifierKey) -> None:
        self._name = name
        self._door = door
        self._history = history
        self._log = log

    async def run(self, stop: asyncio.Event) -> None:
        """Look again and again until told to stop."""
        while not stop.is_set():
            await self.look()
            await asyncio.sleep(PAUSE)

    async def look(self) -> bytes:
        """Read the newest checkpoint and keep it."""
        while (answered := await self._door.get("/log/checkpoint")).status != 200:
            self._history.refusals.append(f"checkpoint: {answered.status}")
            await asyncio.sleep(PAUSE)
        signed = answered.body
        self._history.notes[signed] = None
        try:
            self._history.sizes[self._name].append(receipt.open_checkpoint(signed, self._log).size)
        except (HubError, KeysError) as error:
            self._history.broken.append(f"a checkpoint: {error.code}")
        return signed
