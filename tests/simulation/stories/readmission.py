"""Readmission cases from request to handover and what may come between; transits; citizenship checks."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from tests.simulation.story import Basis, Step, Story
from tests.support.readmission import AUTHORITIES, KZ, TJ, countersignature, record_of

BASIS = Basis(purpose="readmission", agreement="kz-tj-readmission")
REPLY = "readmission-reply"


def stories(random: Random, year: int) -> Iterator[Story]:
    """Tell of cases that begin in this year."""
    number = 0
    while True:
        number += 1
        case = f"KZ-{year}-{number}"
        begun = date(year, 1, 1) + timedelta(days=random.randrange(365))
        told = random.choice((_readmission, _readmission, _readmission, _transit, _check))
        yield told(_Telling(case, begun, random))


class _Telling:
    """A case in the telling; each step is some days after the one before."""

    def __init__(self, case: str, begun: date, random: Random) -> None:
        self.case, self.day, self.random = case, begun, random
        self.steps: list[Step] = []

    def tell(
        self,
        kind: str,
        sender: str,
        *,
        answers: int | None = None,
        whole: Callable[..., Any] | None = None,
        **changes: Any,
    ) -> int:
        """Add a step; return its place."""
        self.day += timedelta(days=self.random.randrange(1, 6))
        record: Any = whole or record_of(kind, self.case, sender, self.noon, **changes)
        to = [TJ if sender == KZ else KZ]
        step = BASIS.step(self.day, sender, to, kind, record, subject=self.case, answers=answers)
        self.steps.append(step)
        return len(self.steps) - 1

    @property
    def noon(self) -> datetime:
        """The moment at which the day's records are made."""
        return datetime.combine(self.day, time(9, tzinfo=UTC))

    def chance(self, share: float) -> bool:
        """Say yes so often."""
        return self.random.random() < share


def _readmission(telling: _Telling) -> Story:
    asked = telling.tell("readmission-request", KZ)
    if telling.chance(0.1):
        telling.tell("readmission-return", TJ, requesting_authority=KZ, defects=[{"code": "evidence_missing"}])
        asked = telling.tell("readmission-request", KZ)
    _review(telling, asked)
    if telling.chance(0.1):
        telling.tell("readmission-withdrawal", KZ)
    elif telling.chance(0.2):
        telling.tell(REPLY, TJ, answers=asked, decision="refused", reasons=[{"code": "R10"}])
    else:
        telling.tell(REPLY, TJ, answers=asked, decision="accepted")
        _transfer(telling)
    return telling.steps


def _review(telling: _Telling, asked: int) -> None:
    if telling.chance(0.3):
        question = telling.tell("readmission-information-request", TJ)
        telling.tell("readmission-information", KZ, answers=question)
    if telling.chance(0.2):
        question = telling.tell("interview-request", TJ, requesting_authority=KZ, form="video")
        held = {"requesting_authority": KZ, "form": "video", "outcome": "confirmed"}
        telling.tell("interview-minutes", TJ, answers=question, **held)
    if telling.chance(0.2):
        telling.tell("readmission-extension", TJ, until=f"{telling.day + timedelta(days=40)}")


def _transfer(telling: _Telling) -> None:
    telling.tell("travel-document", TJ)
    notice = telling.tell("transfer-notice", KZ)
    if telling.chance(0.2):
        counter = {"answer": "counter_proposal", "reasons": [{"code": "no_transport"}]}
        plan = {"crossing_point": "пункт пропуска «Образцовый»", "transport": "road"}
        telling.tell("transfer-response", TJ, answers=notice, proposal=plan, **counter)
        notice = telling.tell("transfer-notice", KZ)
    telling.tell("transfer-response", TJ, answers=notice)
    act = telling.tell("handover-act", KZ)
    signed = telling.noon + timedelta(days=1)

    def countersigned(told: Any) -> Mapping[str, Any]:
        return countersignature(telling.case, TJ, signed, {"id": told[act], "sha256": told[act].sha256})

    telling.tell("handover-act", TJ, whole=countersigned)
    if telling.chance(0.05):
        grounds = {"requesting_authority": KZ, "arrived_on": f"{signed.date()}", "grounds": [{"code": "not_citizen"}]}
        claim = telling.tell("take-back-claim", TJ, **grounds)
        refusal = {"requesting_authority": KZ, "decision": "refused", "reasons": [{"code": "not_proved"}]}
        telling.tell("take-back-answer", KZ, answers=claim, **refusal)


def _transit(telling: _Telling) -> Story:
    asked = telling.tell("transit-request", KZ, requested_authority=TJ)
    if telling.chance(0.3):
        telling.tell("transit-reply", TJ, answers=asked)
        return telling.steps
    if telling.chance(0.1):
        telling.tell("transit-withdrawal", KZ)
        return telling.steps
    for decision in ("consented", "executed"):
        own = {"case_id": telling.case, "requesting_authority": KZ, "authority": AUTHORITIES[TJ], "decision": decision}
        telling.tell("transit-reply", TJ, answers=asked, whole=_dated(telling, own))
    return telling.steps


def _dated(telling: _Telling, record: dict[str, Any]) -> Callable[..., Any]:
    """Return a record with the day before its step as the day of the decision."""
    return lambda _told, day=telling.day: {**record, "decided_on": f"{day}"}


def _check(telling: _Telling) -> Story:
    asked = telling.tell("citizenship-check-request", KZ)
    telling.tell("citizenship-check-reply", TJ, answers=asked)
    if telling.chance(0.1):
        telling.tell("citizenship-check-withdrawal", KZ)
    return telling.steps
