"""A national register over its state, complete but for its forms: a state adds names, letters, and how it writes.

    register = Register(state, Country(...), write)      # control.National
    write(type, facts, order) -> bytes                   # the national form; order has "text", "unknown" and others

The national routes read `state` (queue or feed), and note what comes: `register.arrive(...)`, `state.tell(...)`.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters._simulator import facts, persons
from adapters._simulator.control import OrderError, Values, count, seed
from adapters._simulator.persons import Naming
from adapters._simulator.state import State

Write = Callable[[str, Mapping[str, Any], Values], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """Whose register it is: participant, state (alpha-2 and alpha-3), its date, beginning of its numbers, names."""

    participant: str
    area: str
    citizenship: str
    today: str
    prefix: str
    naming: Naming


class Register:
    """Own records, offers, and what is held of others."""

    def __init__(self, state: State, country: Country, write: Write) -> None:
        self.state = state
        self.country = country
        self._write = write
        self._makers: Mapping[str, Callable[[random.Random, Values], dict[str, Any]]] = {
            "entry-ban": self._ban,
            "readmission-request": self._request,
            "readmission-reply": self._reply,
            "citizenship-check-request": self._check,
            "citizenship-check-reply": self._check_reply,
            "situation-summary": self._summary,
        }

    def put(self, type_: str, order: Values) -> Sequence[str]:
        """Make records and offer them.

        Raises:
            OrderError: there are no such records here.
        """
        if type_ not in self._makers:
            raise OrderError(f"no records of type {type_}")
        chance = random.Random(f"{type_} {seed(order)}")  # noqa: S311 - test data
        with self.state.together():
            return [self._offer(type_, self._makers[type_](chance, order), order) for _ in range(count(order))]

    def change(self, how: str, order: Values) -> Sequence[str]:
        """Change bans in force and offer them again.

        Raises:
            OrderError: there is no such change.
        """
        if how not in persons.CHANGES:
            raise OrderError(f"no change {how}")
        chance = random.Random(f"{how} {seed(order)}")  # noqa: S311 - test data
        active = [each for each in self.state.own("entry-ban") if each["status"] in facts.IN_FORCE]
        chosen = chance.sample(active, min(count(order), len(active)))
        naming = self.country.naming
        with self.state.together():
            revised = [persons.change_ban(chance, how, each, naming) for each in chosen]
            return [self._offer("entry-ban", each, order) for each in revised]

    def raw(self, document: bytes, query: Mapping[str, str]) -> str:
        """Offer any document; the query may name type and subject."""
        id_ = self.next_id()
        self.state.offer(id_, query.get("type", "entry-ban"), query.get("subject"), document)
        return id_

    def own(self, type_: str) -> list[dict[str, Any]]:
        """Return the facts of what it tells others."""
        return _in_force(type_, self.state.own(type_))

    def held(self, type_: str) -> list[dict[str, Any]]:
        """Return the facts of what it holds of others."""
        return _in_force(type_, self.state.held(type_))

    def received(self) -> list[dict[str, Any]]:
        """Return every arrival once, in order."""
        return self.state.received()

    def told(self) -> list[dict[str, Any]]:
        """Return what became of its records."""
        return self.state.told()

    def figures(self) -> dict[str, int]:
        """Return counts."""
        return self.state.figures()

    def reset(self) -> None:
        """Forget everything."""
        self.state.reset()

    def arrive(self, id_: str, type_: str, record: Mapping[str, Any], **about: Any) -> bool:
        """Note an arrival and hold it, later revisions over earlier ones; False when the id has arrived before.

        Args:
            id_: the hub's id of the message, or the protocol's own where there is none.
            type_: its record type.
            record: its facts.
            about: sender, reply_to and whatever tests may want to see.
        """
        subject = str(record[subject_of(type_)])
        with self.state.together():
            if not self.state.receive(id_, {"type": type_, "subject": subject, **about}):
                return False
            self.state.hold(type_, subject, record, revision=int(record.get("revision", 1)))
            return True

    def next_id(self) -> str:
        """Return an id for an offered document."""
        return f"{self.country.participant}-{self.state.count('document'):06d}"

    def _offer(self, type_: str, record: dict[str, Any], order: Values) -> str:
        subject = str(record[subject_of(type_)])
        self.state.keep(type_, subject, record)
        self.state.offer(self.next_id(), type_, subject, self._write(type_, record, order))
        return subject

    def _person(self, chance: random.Random, citizenship: str) -> dict[str, Any]:
        return persons.make_person(chance, self.state.count("person"), self.country.naming, citizenship)

    def _ban(self, chance: random.Random, order: Values) -> dict[str, Any]:
        person = self._person(chance, str(order.get("citizenship", "TJK")))
        country = self.country
        serial = self.state.count("ban")
        return persons.make_ban(chance, serial, person, issuer=country.participant, prefix=country.prefix)

    def _request(self, chance: random.Random, order: Values) -> dict[str, Any]:
        person = self._person(chance, str(order.get("citizenship", "TJK")))
        return persons.make_request(self.state.count("case"), person, **self._between(order))

    def _check(self, chance: random.Random, order: Values) -> dict[str, Any]:
        person = self._person(chance, str(order.get("citizenship", "TJK")))
        return persons.make_check(chance, self.state.count("check"), person, **self._between(order))

    def _between(self, order: Values) -> dict[str, Any]:
        country = self.country
        parties = (country.participant, str(order["to"]))
        return {"parties": parties, "prefix": country.prefix, "today": country.today}

    def _reply(self, _chance: random.Random, order: Values) -> dict[str, Any]:
        accepted = bool(order.get("accepted", True))
        return {
            "case_id": str(order["subject"]),
            "requesting": str(order["sender"]),
            "decision": "accepted" if accepted else "refused",
            "reasons": [] if accepted else list(order.get("reasons", ["R03"])),
            "decided_on": self.country.today,
        }

    def _check_reply(self, _chance: random.Random, order: Values) -> dict[str, Any]:
        accepted = bool(order.get("accepted", True))
        return {
            "check_id": str(order["subject"]),
            "requesting": str(order["sender"]),
            "result": "confirmed" if accepted else "not_confirmed",
            "reasons": [] if accepted else list(order.get("reasons", ["R03"])),
            "decided_on": self.country.today,
        }

    def _summary(self, chance: random.Random, order: Values) -> dict[str, Any]:
        return persons.make_summary(chance, self.country.area, str(order.get("period", "2025")))


def subject_of(type_: str) -> str:
    """Return the member of the facts that names the subject."""
    for word, member in (("readmission", "case_id"), ("citizenship", "check_id"), ("entry-ban", "ban_id")):
        if type_.startswith(word):
            return member
    return "period" if type_ == "situation-summary" else "subject"


def _in_force(type_: str, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = [each for each in records if type_ != "entry-ban" or each["status"] in facts.IN_FORCE]
    return [facts.shown(each) for each in kept]
