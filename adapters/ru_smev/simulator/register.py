"""The register and its queue, in one SQLite file: cards, messages waiting, answers and records received.

A message is taken by GetRequest, is then out of sight until `redelivery_seconds` have passed, and is forgotten only
after Ack. What is out of sight is kept in memory: after a restart everything not acknowledged is given again.
"""

import hashlib
import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
from lxml import etree

from adapters._parts import sqlite
from adapters.ru_smev import message_ids
from adapters.ru_smev.simulator import cards
from adapters.ru_smev.simulator.cards import EB, Card

_SCHEMA = """
CREATE TABLE IF NOT EXISTS card (number TEXT PRIMARY KEY, status TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS waiting (
  seq INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, content BLOB NOT NULL, acked INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS waiting_open ON waiting (acked, seq);
CREATE TABLE IF NOT EXISTS answer (message_id TEXT PRIMARY KEY, reply_to TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS received (
  seq INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, hub_message_id TEXT, body BLOB NOT NULL);
"""


class Register:
    """State of the simulated national service."""

    def __init__(self, folder: Path, *, issuer: str, today: str, redelivery_seconds: float) -> None:
        self._db = sqlite.connect(folder / "register.sqlite", _SCHEMA, flushed=False)
        self.issuer = issuer
        self._today = today
        self._redelivery_seconds = redelivery_seconds
        self._taken: dict[str, float] = {}

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # Cards

    def publish(self, count: int, seed: int, citizenship: str, batch: int) -> list[str]:
        """Make cards from a seed and send them out; returns their numbers."""
        chance = random.Random(f"publish {seed}")  # noqa: S311 - test data
        with sqlite.together(self._db):
            made = [cards.make_card(chance, self._count("card"), citizenship) for _ in range(count)]
            return self._send_cards(made, batch)

    def change(self, kind: Callable[[Card, random.Random], Card], count: int, seed: int, batch: int) -> list[str]:
        """Change that many cards of the active list and send them out; returns their numbers."""
        chance = random.Random(f"{kind.__name__} {seed}")  # noqa: S311 - test data
        active = self.active()
        chosen = chance.sample(active, min(count, len(active)))
        with sqlite.together(self._db):
            return self._send_cards([kind(card, chance) for card in chosen], batch)

    def active(self) -> list[Card]:
        """Return the cards in force, by number."""
        marks = ", ".join("?" for _ in cards.IN_FORCE)
        rows = self._db.execute(
            f"SELECT body FROM card WHERE status IN ({marks}) ORDER BY number",  # noqa: S608 - question marks only
            cards.IN_FORCE,
        )
        return [cards.unpack(msgspec.json.decode(body)) for (body,) in rows]

    def _send_cards(self, changed: list[Card], batch: int) -> list[str]:
        stamped = [self._stamp(card) for card in changed]
        for card in stamped:
            row = (card.number, card.status, msgspec.json.encode(cards.pack(card)))
            self._db.execute("INSERT OR REPLACE INTO card VALUES (?, ?, ?)", row)
        for at in range(0, len(stamped), batch):
            self._put(EB.EntryBanNotice(*[cards.to_xml(card) for card in stamped[at : at + batch]]))
        return [card.number for card in stamped]

    def _stamp(self, card: Card) -> Card:
        seconds = self._count("moment") % (12 * 3600)
        clock = f"{seconds // 3600 + 9:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        return cards.unpack({**cards.pack(card), "moment": f"{self._today} {clock}"})

    def count(self, name: str) -> int:
        """Return the next number of a series."""
        return self._count(name)

    def _count(self, name: str) -> int:
        row = self._db.execute(
            "INSERT INTO counter VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
            (name,),
        ).fetchone()
        return int(row[0])

    # The queue

    def put(self, content: etree._Element) -> str:
        """Put a document into the queue; returns its message id."""
        return self._put(content)

    def _put(self, content: etree._Element) -> str:
        message_id = message_ids.make()
        raw = etree.tostring(content, encoding="utf-8")
        self._db.execute("INSERT INTO waiting (message_id, content) VALUES (?, ?)", (message_id, raw))
        return message_id

    def take(self, *, shuffle: bool = False) -> tuple[str, bytes] | None:
        """Return the next message in sight (or any, shuffled) and put it out of sight."""
        now = time.monotonic()
        self._taken = {name: at for name, at in self._taken.items() if now - at < self._redelivery_seconds}
        rows = self._db.execute("SELECT message_id, content FROM waiting WHERE acked = 0 ORDER BY seq").fetchall()
        free = [row for row in rows if row[0] not in self._taken]
        if not free:
            return None
        # Shuffled means: always the newest first, which is the worst order for revisions.
        message_id, content = free[-1] if shuffle else free[0]
        self._taken[message_id] = now
        return message_id, content

    def last_taken(self) -> tuple[str, bytes] | None:
        """Return the newest message that was acknowledged, to send it a second time."""
        row = self._db.execute(
            "SELECT message_id, content FROM waiting WHERE acked = 1 ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        return None if row is None else (row[0], row[1])

    def acknowledge(self, message_id: str) -> bool:
        """Forget a message; False when there is none of this id."""
        done = self._db.execute("UPDATE waiting SET acked = 1 WHERE message_id = ?", (message_id,)).rowcount
        self._taken.pop(message_id, None)
        return done == 1

    def is_waiting(self, message_id: str) -> bool:
        """Say whether a message of this id was ever in the queue."""
        row = self._db.execute("SELECT 1 FROM waiting WHERE message_id = ?", (message_id,)).fetchone()
        return row is not None

    # What came in

    def add_answer(self, message_id: str, reply_to: str, body: dict[str, Any]) -> bool:
        """Keep an answer to a message; False when this id was used before."""
        row = (message_id, reply_to, msgspec.json.encode(body))
        return self._db.execute("INSERT OR IGNORE INTO answer VALUES (?, ?, ?)", row).rowcount == 1

    def add_received(self, message_id: str, hub_message_id: str | None, body: dict[str, Any]) -> bool:
        """Keep a record from the hub; False when this id was used before."""
        row = (message_id, hub_message_id, msgspec.json.encode(body))
        sql = "INSERT OR IGNORE INTO received (message_id, hub_message_id, body) VALUES (?, ?, ?)"
        return self._db.execute(sql, row).rowcount == 1

    def answers(self) -> list[dict[str, Any]]:
        """Return all answers."""
        rows = self._db.execute("SELECT message_id, reply_to, body FROM answer ORDER BY rowid")
        return [{"message_id": row[0], "reply_to": row[1], **msgspec.json.decode(row[2])} for row in rows]

    def received(self) -> list[dict[str, Any]]:
        """Return all records received, each hub message once, in the order of arrival."""
        rows: Iterable[tuple[Any, ...]] = self._db.execute("SELECT message_id, body FROM received ORDER BY seq")
        seen: dict[str, dict[str, Any]] = {}
        for message_id, body in rows:
            value = msgspec.json.decode(body)
            seen.setdefault(value.get("hub_message_id") or message_id, {"message_id": message_id, **value})
        return list(seen.values())

    def figures(self) -> dict[str, Any]:
        """Return counts for health and tests."""
        one = "SELECT count(*) FROM "
        names = {
            "cards": "card",
            "waiting": "waiting WHERE acked = 0",
            "acknowledged": "waiting WHERE acked = 1",
            "answers": "answer",
            "received": "received",
        }
        counts = {name: self._db.execute(one + table).fetchone()[0] for name, table in names.items()}
        return {**counts, "active": len(self.active()), "in_flight": len(self._taken)}

    def digest(self) -> str:
        """Return the SHA-256 of the active list's facts."""
        listed = [cards.facts(card, self.issuer) for card in self.active()]
        return hashlib.sha256(msgspec.json.encode(listed)).hexdigest()
