"""A ban that is told to be wrong, whose use is asked about, and whose subject asks for its erasure."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.simulation.story import Basis, Sent, Step, Story
from tests.support.hub import make_ban
from tests.support.records import example

ISSUER, FIRST, SECOND = "ru-guvm", "tj-mvd", "kz-mvd"
BASIS = Basis(purpose="entry-control", agreement="cis-2000")


def stories(random: Random, year: int) -> Iterator[Story]:
    """Tell of bans that begin in this year, and of what those did who look after the data in them."""
    number = year * 100_000 + 90_000
    while True:
        number += 1
        begun = date(year, 1, 1) + timedelta(days=random.randrange(300))
        yield _story(number, [begun + timedelta(days=place * random.randrange(1, 8)) for place in range(5)])


def _story(number: int, days: list[date]) -> Story:
    first, *later = sorted(days)
    ban = make_ban(number, issuer=ISSUER, as_of=f"{first}T06:00:00Z")
    use, subject, notice = f"RU-U-{number}", f"TJ-D-{number}", f"RU-C-{number}"
    return [
        BASIS.step(first, ISSUER, [FIRST, SECOND], "entry-ban", ban),
        _about(later[0], ISSUER, [FIRST], "usage-report-request", use, like=None, asked_on=f"{later[0]}"),
        _about(later[1], FIRST, [ISSUER], "usage-report", use, like=None, answers=1, reported_on=f"{later[1]}"),
        _about(later[1], FIRST, [ISSUER], "data-subject-request", subject, like="erasure"),
        _about(later[2], ISSUER, [FIRST], "data-subject-answer", subject, like="not-held", answers=3),
        _about(later[3], ISSUER, [FIRST, SECOND], "correction-notice", notice, like="erase"),
    ]


def _about(
    day: date,
    sender: str,
    to: Sequence[str],
    kind: str,
    own: str,
    *,
    like: str | None,
    answers: int | None = None,
    **members: Any,
) -> Step:
    def record(sent: Sequence[Sent]) -> dict[str, Any]:
        ban = {"sender": ISSUER, "id": str(sent[0]), "sha256": sent[0].sha256}
        return _fill(kind, like, {"own": own, "ban": ban, "asker": to[0] if answers else sender, **members})

    return BASIS.step(day, sender, to, kind, record, subject=own, answers=answers)


def _fill(kind: str, name: str | None, facts: dict[str, Any]) -> dict[str, Any]:
    """Return an example of a type, about this story's ban."""
    own, ban, asker = facts.pop("own"), facts.pop("ban"), facts.pop("asker")
    member = "notice_id" if kind == "correction-notice" else "request_id"
    value: dict[str, Any] = {**(example(kind, name) if name else {}), member: own, **facts}
    if kind != "correction-notice":
        value["requesting_authority"] = asker
    if kind == "usage-report":
        value["uses"] = [{"record": ban, "use": "entry_decision", "used_on": value["reported_on"], "result": "decided"}]
    elif kind != "data-subject-answer":
        value["records"] = [ban]
    return value
