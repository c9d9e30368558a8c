"""The Council's calendar, and its form."""

import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from hub.core.council import calendar_file, timetable, work_plan
from hub.core.council.calendar_file import Event, Status
from hub.core.council.timetable import Reader, Source
from tests.support.records import example

AT = datetime(2021, 2, 19, 9, tzinfo=UTC)
READER = Reader(lang="en", bodies={"council": "Council"}, hub="mig.example/test")


def source(kind, name, **changes):
    record = example(kind, name, **changes)
    return Source(type=kind, owner="cis-ec", subject="X", at=AT, record=record)


def entries(*sources, plans=(), reader=READER):
    return list(timetable.entries(sources, plans, reader))


def test_a_meeting_held_stands_at_its_days():
    (event,) = entries(source("meeting", "council-25", until="2021-02-19"))

    assert (event.first, event.last, event.status) == (date(2021, 2, 18), date(2021, 2, 19), Status.CONFIRMED)
    assert event.summary == "Meeting No. 25: Council"
    assert event.uid == "meeting/cis-ec/X@mig.example/test"


def test_a_meeting_without_a_date_is_tentative_at_the_end_of_its_term():
    (event,) = entries(source("meeting", "council-26-planned"))

    assert (event.first, event.status) == (date(2021, 12, 31), Status.TENTATIVE)
    assert entries(source("meeting", "council-26-planned", planned=None)) == []


def test_a_postponed_meeting_is_taken_out_of_calendars():
    (event,) = entries(source("meeting", "council-26-planned", status="postponed", date="2021-10-01"))

    assert event.status is Status.CANCELLED


def test_a_place_is_told_in_the_reader_s_language_or_the_other():
    both, russian = (
        source("meeting", "council-2024-dushanbe"),
        source("meeting", "council-2024-dushanbe", place={"ru": "Душанбе"}),
    )

    assert [each.description for each in entries(both, russian)] == ["Dushanbe", "Душанбе"]
    assert entries(both)[0].summary == "Meeting: Council"
    assert entries(both, reader=Reader(lang="ru", bodies={}, hub="h"))[0].summary == "Заседание: council"


def test_a_meeting_of_the_schedule_gives_way_to_its_own_record():
    schedule = source("meeting-schedule", "adopted-2021-2023")

    alone, beside = entries(schedule), entries(source("meeting", "council-25"), schedule)

    assert len(alone) == len(beside) == 6
    assert (alone[0].summary, alone[0].status) == ("Meeting No. 25: Council", Status.CONFIRMED)
    assert [each.category for each in beside].count("meeting") == 1


def test_a_schedule_s_permanent_entry_stands_nowhere():
    schedule = source("meeting-schedule", "draft-2024")
    schedule.record["entries"][0]["planned"] = "permanent"

    assert entries(schedule) == []


def test_terms_of_decisions_and_of_open_items_stand_at_their_last_days():
    plan = source("work-plan", "adopted-2021")
    items = work_plan.items(plan.record, [], owner="cis-ec")

    found = entries(source("decision", "meeting-25-adopted"), plans=[(plan, items)])

    assert [(each.summary, each.last.isoformat()) for each in found] == [
        ("Due: decision, item 5.1", "2021-12-31"),
        ("Due: Work Plan, item 2.1", "2021-09-30"),
        ("Due: Work Plan, item 2.2", "2021-03-31"),
        ("Due: Work Plan, item 4.1", "2021-12-31"),
    ]


EVENT = Event(
    uid="work-plan/cis-ec/X#1@h",
    first=date(2021, 2, 18),
    last=date(2021, 2, 18),
    summary="Заседание; первое, \\ второе\nи третье",
    description="",
    category="meeting",
    status=Status.TENTATIVE,
    sequence=2,
    stamp=AT,
)


def test_a_calendar_has_the_form_of_its_standard():
    raw = calendar_file.format_calendar([EVENT], name="A, B")

    assert raw.replace(b"\r\n ", b"").decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//CIS migration exchange//hub//RU",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:A\\, B",
        "BEGIN:VEVENT",
        "UID:work-plan/cis-ec/X#1@h",
        "DTSTAMP:20210219T090000Z",
        "SEQUENCE:2",
        "DTSTART;VALUE=DATE:20210218",
        "DTEND;VALUE=DATE:20210219",
        "SUMMARY:Заседание\\; первое\\, \\\\ второе\\nи третье",
        "CATEGORIES:meeting",
        "STATUS:TENTATIVE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@given(st.text(max_size=300))
def test_any_text_stays_in_its_line_and_comes_back_when_unfolded(text):
    event = Event(**{**{name: getattr(EVENT, name) for name in EVENT.__slots__}, "description": text})

    raw = calendar_file.format_calendar([event], name=text)

    lines = raw.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)
    unfolded = raw.replace(b"\r\n ", b"").decode().split("\r\n")
    told = [line.removeprefix("DESCRIPTION:") for line in unfolded if line.startswith("DESCRIPTION:")]
    plain = "\n".join("".join(filter(str.isprintable, line)) for line in text.splitlines())
    assert [re.sub(r"\\(.)", _unescape, each) for each in told] == ([plain] if text else [])
    assert unfolded.count("BEGIN:VEVENT") == 1


def _unescape(found):
    return "\n" if found[1] == "n" else found[1]
