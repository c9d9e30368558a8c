"""Cases for the tests of clocks: Russia asks Tajikistan; days are days of 2026 at nine in the morning in Dushanbe."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from hub.core.deadline import calendar
from hub.core.deadline import profile as profiles
from hub.core.deadline.case_clock import Clock
from hub.core.deadline.case_clocks import clocks
from hub.core.deadline.case_event import CaseEvent
from hub.core.deadline.profile import Profile
from schemas import calendars, catalogue, deadline_profiles

RU, TJ = "ru-guvm", "tj-mvd"
ZONES = {RU: ZoneInfo("Europe/Moscow"), TJ: ZoneInfo("Asia/Dushanbe")}
CALENDARS = {
    RU: calendar.from_json(calendars.load()["RU"]),
    TJ: calendar.from_json(calendars.load()["TJ"]),
}
TITLES = {entry.code: (entry.ru, entry.en) for entry in catalogue.load().code_list("deadline-parameters").entries}


def read(name: str, **changes: Any) -> Profile:
    """Return a profile of the release; `changes` change each of its terms."""
    document = deadline_profiles.load()[name]
    altered = [{**each, **changes} for each in document["parameters"]]
    verified = all(each["verified"] for each in altered)
    return profiles.from_json({**document, "verified": verified, "parameters": altered}, TITLES)


SWISS = read("ru-ch-2009")
OURS = read("cis-bilateral-default")


def at(day: str, hour: int = 9) -> datetime:
    """Return an hour of a day `MM-DD` in Dushanbe."""
    return datetime.combine(date.fromisoformat(f"2026-{day}"), time(hour), ZONES[TJ]).astimezone(UTC)


class Case:
    """A case in the making: every record gets the next place in the log."""

    def __init__(self) -> None:
        self.events: list[CaseEvent] = []

    def add(
        self, kind: str, sender: str, day: str, *, delivered: str | None = None, hour: int = 9, **facts: Any
    ) -> CaseEvent:
        """Add a record accepted on a day, and delivered on another or never."""
        came = None if delivered is None else at(delivered, hour + 1)
        event = CaseEvent(
            type=kind, sender=sender, index=len(self.events) * 10, at=at(day, hour), delivered_at=came, facts=facts
        )
        self.events.append(event)
        return event

    def request(self, day: str, delivered: str | None = None, **facts: Any) -> CaseEvent:
        """Add Russia's request for a national of Tajikistan."""
        said = {"requested_authority": TJ, "procedure": "ordinary", "subject_class": "own_national", **facts}
        return self.add("readmission-request", RU, day, delivered=delivered, **said)

    def register(self, day: str) -> CaseEvent:
        """Add a record by which a contact person of Tajikistan shows that a human has the case."""
        return self.add("readmission-information-request", TJ, day, delivered=day, registered=True)

    def clocks(
        self,
        now: str,
        profile: Profile = SWISS,
        *,
        protected: bool = False,
        calendars: Mapping[str, Any] = CALENDARS,
    ) -> dict[str, Clock]:
        """Return the clocks at a day's noon; the last one of each term."""
        found = self.all_clocks(now, profile, protected=protected, calendars=calendars)
        return {each.parameter.name: each for each in found}

    def all_clocks(
        self,
        now: str,
        profile: Profile = SWISS,
        *,
        protected: bool = False,
        calendars: Mapping[str, Any] = CALENDARS,
    ) -> Sequence[Clock]:
        """Return the clocks at a day's noon."""
        return clocks(self.events, profile, calendars, ZONES, at(now, 12), protected=protected)
