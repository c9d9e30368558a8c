"""The register: cards, requests, the queue of messages, and what came from the hub."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml import etree

from adapters._parts import countries
from adapters._simulator.control import OrderError, Values, count, seed
from adapters._simulator.facts import IN_FORCE
from adapters._simulator.state import State
from adapters.ru_smev import message_ids
from adapters.ru_smev.simulator import cards, cases
from adapters.ru_smev.simulator.cards import EB, Card
from adapters.ru_smev.simulator.people import make_person

_CHANGES: Mapping[str, Callable[[Card, random.Random], Card]] = {
    "amend": cards.amend,
    "lift": cards.lift,
    "correct": cards.correct,
}


class RussianRegister:
    """The national side of the simulator; messages travel in `state` as XML."""

    def __init__(self, state: State, *, issuer: str, today: str) -> None:
        self.state = state
        self.issuer = issuer
        self._today = f"{today[8:]}.{today[5:7]}.{today[:4]}"
        self._iso_today = today
        self._makers: Mapping[str, Callable[[Values], list[str]]] = {
            "entry-ban": self._publish,
            "readmission-request": self._ask,
            "readmission-reply": self._reply,
            "citizenship-check-request": self._check,
            "citizenship-check-reply": self._check_reply,
            "situation-summary": self._summarise,
        }

    def put(self, type_: str, order: Values) -> Sequence[str]:
        """Make documents and put them into the queue.

        Raises:
            OrderError: there are no such documents here.
        """
        if type_ not in self._makers:
            raise OrderError(f"no records of type {type_}")
        with self.state.together():
            return self._makers[type_](order)

    def change(self, how: str, order: Values) -> Sequence[str]:
        """Change that many cards of the active list and send them out.

        Raises:
            OrderError: there is no such change.
        """
        if how not in _CHANGES:
            raise OrderError(f"no change {how}")
        chance = random.Random(f"{how} {seed(order)}")  # noqa: S311 - test data
        active = self._cards()
        chosen = chance.sample(active, min(count(order), len(active)))
        with self.state.together():
            return self._send_cards([_CHANGES[how](card, chance) for card in chosen], order)

    def raw(self, document: bytes, _query: Mapping[str, str]) -> str:
        """Put any well-formed document into the queue; return its message id."""
        return self.enqueue(etree.fromstring(document))

    def enqueue(self, content: etree._Element) -> str:
        """Put a document into the queue; return its message id."""
        message_id = message_ids.make()
        self.state.offer(message_id, etree.QName(content).localname, None, etree.tostring(content, encoding="utf-8"))
        return message_id

    def own(self, type_: str) -> list[dict[str, Any]]:
        """Return the facts of the active list, by number, or of its own cases."""
        if type_ != "entry-ban":
            return self.state.own(type_)
        return [cards.facts(card, self.issuer) for card in self._cards()]

    def held(self, type_: str) -> list[dict[str, Any]]:
        """Return the facts of what came from others; of bans those in force."""
        return [each for each in self.state.held(type_) if type_ != "entry-ban" or each["status"] in IN_FORCE]

    def received(self) -> list[dict[str, Any]]:
        """Return all records received, each hub message once, in the order of arrival."""
        seen: dict[str, dict[str, Any]] = {}
        for value in self.state.received():
            seen.setdefault(value.get("hub_message_id") or value["id"], value)
        return list(seen.values())

    def told(self) -> list[dict[str, Any]]:
        """Return all answers."""
        return self.state.told()

    def figures(self) -> dict[str, int]:
        """Return counts."""
        return self.state.figures()

    def reset(self) -> None:
        """Forget everything."""
        self.state.reset()

    # Making

    def _publish(self, order: Values) -> list[str]:
        chance = random.Random(f"publish {seed(order)}")  # noqa: S311 - test data
        citizenship = countries.format_numeric(str(order.get("citizenship", "TJK")))
        serials = (self.state.count("card") for _ in range(count(order)))
        return self._send_cards([cards.make_card(chance, serial, citizenship) for serial in serials], order)

    def _cards(self) -> list[Card]:
        """Return the cards in force, by number."""
        return [cards.unpack(body) for body in self.state.own("entry-ban") if body["status"] in cards.IN_FORCE]

    def _send_cards(self, changed: list[Card], order: Values) -> list[str]:
        batch = max(1, min(int(order.get("batch", 100)), 500))
        stamped = [self._stamp(card) for card in changed]
        for card in stamped:
            self.state.keep("entry-ban", card.number, cards.pack(card))
        for at in range(0, len(stamped), batch):
            self.enqueue(EB.EntryBanNotice(*[cards.to_xml(card, order) for card in stamped[at : at + batch]]))
        return [card.number for card in stamped]

    def _stamp(self, card: Card) -> Card:
        seconds = self.state.count("moment") % (12 * 3600)
        clock = f"{seconds // 3600 + 9:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        return cards.unpack({**cards.pack(card), "moment": f"{self._today} {clock}"})

    def _ask(self, order: Values) -> list[str]:
        return self._make_cases("readmission-request", "case_id", "RU-RA-2026", cases.request, order)

    def _check(self, order: Values) -> list[str]:
        return self._make_cases("citizenship-check-request", "check_id", "RU-CC-2026", cases.check_request, order)

    def _make_cases(
        self, type_: str, member: str, prefix: str, write: Callable[..., etree._Element], order: Values
    ) -> list[str]:
        chance = random.Random(f"{type_} {seed(order)}")  # noqa: S311 - test data
        asked, citizenship = str(order["to"]), str(order.get("citizenship", "TJK"))
        made = []
        for _ in range(count(order)):
            subject = f"{prefix}-{self.state.count(prefix):05d}"
            person = make_person(chance, self.state.count("person") + 900_000)
            self.enqueue(write(subject, asked, person, countries.format_numeric(citizenship), self._today))
            told = {member: subject, "requesting": self.issuer, "requested": asked, "requested_on": self._iso_today}
            self.state.keep(type_, subject, {**told, **cards.person_facts(person), "citizenship": [citizenship]})
            made.append(subject)
        return made

    def _reply(self, order: Values) -> list[str]:
        case_id, reasons = str(order["subject"]), _reasons(order)
        self.enqueue(cases.reply(case_id, reasons, self._today, accepted=not reasons))
        told = {"case_id": case_id, "decision": "refused" if reasons else "accepted", "reasons": reasons}
        self.state.keep("readmission-reply", case_id, {**told, "decided_on": self._iso_today})
        return [case_id]

    def _check_reply(self, order: Values) -> list[str]:
        check_id, reasons = str(order["subject"]), _reasons(order)
        self.enqueue(cases.check_reply(check_id, str(order["sender"]), reasons, self._today))
        result = "not_confirmed" if reasons else "confirmed"
        told = {"check_id": check_id, "requesting": order["sender"], "result": result, "reasons": reasons}
        self.state.keep("citizenship-check-reply", check_id, {**told, "decided_on": self._iso_today})
        return [check_id]

    def _summarise(self, order: Values) -> list[str]:
        chance = random.Random(f"summary {seed(order)}")  # noqa: S311 - test data
        period = str(order.get("period", "2025"))
        figures = [("LAB.OUT", chance.randint(1_000, 90_000)), ("BAN.NEW", chance.randint(100, 900))]
        self.enqueue(cases.summary(period, figures))
        told = {"area": "RU", "period": period, "observations": [list(figure) for figure in figures]}
        self.state.keep("situation-summary", period, told)
        return [period]


def _reasons(order: Values) -> list[str]:
    """Return the reasons of a refusal; none where the order is to accept."""
    return [] if order.get("accepted", True) else [str(code) for code in order.get("reasons", ["R03"])]
