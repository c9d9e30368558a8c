"""Documents of the Council and of bilateral bodies, meetings, notices on legislation, directories of contacts."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.simulation.story import Basis, Step, Story
from tests.support.records import example

SECRETARIAT, OTHERS = "cis-ec", ("ru-guvm", "tj-molme", "kz-mvd", "by-mvd")
BASIS = Basis(purpose="council-work", agreement="cis-2007")
PUBLISHERS = (*OTHERS, "tj-mvd", "kg-migration", SECRETARIAT, "tm-sms")
DOCUMENTS = (
    ("work-plan", "draft-2021", "comments-2021", "adopted-2021"),
    ("agenda", "meeting-26-draft", "meeting-26-comments", "meeting-25-adopted"),
    ("meeting-schedule", "draft-2024", "comments-2024", "adopted-2021-2023"),
    ("programme-report", "programme-2019-2023-draft", "comments", "programme-2019-2023-adopted"),
    ("experience-note", "az-call-centre", "az-comments", "am-migration-profile"),
    ("decision", "memorandum-draft", "collegium-comments", "meeting-25-adopted"),
)


def stories(random: Random, year: int) -> Iterator[Story]:
    """Tell of documents that are drafted in this year, and of the meeting at which they are adopted."""
    if year % (2 * len(PUBLISHERS)) < len(PUBLISHERS):  # each once: a directory goes on from the revision before
        yield [_directory(PUBLISHERS[year % len(PUBLISHERS)], date(year, 12, 1))]
    number = year * 100_000
    while True:
        number += 1
        begun = date(year, 1, 1) + timedelta(days=random.randrange(365))
        days = sorted(begun + timedelta(days=random.randrange(150)) for _ in range(6))
        yield _document(random, number, days)
        yield _meeting(number, days)
        yield [_notice(number, days[0])]
        yield _bilateral(number, days)


def _document(random: Random, number: int, days: list[date]) -> Story:
    kind, draft, comments, adopted = random.choice(DOCUMENTS)
    commenter = random.choice(OTHERS)

    def step(at: int, sender: str, name: str, stage: str, revision: int) -> Step:
        to = [SECRETARIAT] if sender != SECRETARIAT else ["@council"]
        same = {"document_id": f"council/{number}", "owner": SECRETARIAT, "body": "council"}
        record = example(kind, name, stage=stage, revision=revision, **same)
        return BASIS.step(days[at], sender, to, kind, record)

    story = [
        step(0, SECRETARIAT, draft, "draft", 1),
        step(1, commenter, comments, "comments", 1),
        step(2, SECRETARIAT, draft, "draft", 2),
        step(3, SECRETARIAT, adopted, "adopted", 2),
    ]
    return [*story, step(4, commenter, "progress-2021", "progress", 2)] if kind == "work-plan" else story


def _meeting(number: int, days: list[date]) -> Story:
    def step(at: int, name: str, revision: int, **changes: Any) -> Step:
        record = example("meeting", name, meeting_id=f"council/{number}", revision=revision, **changes)
        return BASIS.step(days[at], SECRETARIAT, ["@council", "@observers"], "meeting", record)

    return [step(0, "council-26-planned", 1), step(5, "council-25", 2, date=f"{days[5]}")]


def _notice(number: int, day: date) -> Step:
    record = example("legislation-notice", "tj-joint-order", notice_id=f"TJ/{number}")
    return BASIS.step(day, "tj-mvd", ["@council"], "legislation-notice", record)


def _directory(participant: str, day: date) -> Step:
    record = example("contact-directory", "tj-missing-migrants", participant=participant, as_of=f"{day}")
    return BASIS.step(day, participant, [name for name in OTHERS if name != participant], "contact-directory", record)


def _bilateral(number: int, days: list[date]) -> Story:
    def step(at: int, sender: str, stage: str, name: str) -> Step:
        record = example("decision", name, stage=stage, document_id=f"jc/{number}")
        other = "tj-mvd" if sender == "ru-guvm" else "ru-guvm"
        return BASIS.step(days[at], sender, [other], "decision", record, agreement="ru-tj-interior")

    return [step(0, "tj-mvd", "draft", "collegium-draft"), step(1, "ru-guvm", "comments", "collegium-comments")]
