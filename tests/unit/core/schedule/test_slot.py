"""When runs begin and are due, by the sender's clock and working calendar."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.deadline import calendar
from hub.core.schedule import slot
from hub.core.schedule.slot import Local, Slot
from keys.sync_plan import SPANS, Every, Rhythm
from schemas import calendars
from tests.support.syncs import make_rhythm

RU = calendar.from_json(calendars.load()["RU"])
MOSCOW = Local(zone=ZoneInfo("Europe/Moscow"), calendar=RU)
CHISINAU = Local(zone=ZoneInfo("Europe/Chisinau"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def first(rhythm: Rhythm, local: Local, since: str, count: int = 1) -> list[tuple[str, str]]:
    found = islice(slot.slots(rhythm, local, since=at(since)), count)
    return [(f"{each.opens_at:%m-%dT%H:%M}", f"{each.due_at:%m-%dT%H:%M}") for each in found]


def test_a_nightly_sync_begins_and_is_due_by_the_senders_clock():
    assert first(make_rhythm(), MOSCOW, "2026-11-20T00:00", 2) == [
        ("11-20T23:00", "11-21T03:00"),
        ("11-21T23:00", "11-22T03:00"),
    ]


def test_a_sync_of_working_days_leaves_out_weekends_and_holidays():
    found = first(make_rhythm(every=Every.WORKING_DAY), MOSCOW, "2026-11-02T22:00", 3)
    assert [opens for opens, _ in found] == ["11-02T23:00", "11-04T23:00", "11-05T23:00"]


def test_a_weekly_sync_begins_on_its_day():
    weekly = make_rhythm(every=Every.WEEK, weekday=6, due_day=2, due_time="09:00")
    assert first(weekly, MOSCOW, "2026-11-20T00:00") == [("11-20T23:00", "11-23T06:00")]


@pytest.mark.parametrize(
    ("every", "since", "opens"),
    [
        (Every.MONTH, "2026-11-02T00:00", "11-30T23:00"),
        (Every.QUARTER, "2026-11-02T00:00", "12-31T23:00"),
        (Every.HALF, "2026-03-02T00:00", "06-30T23:00"),
        (Every.YEAR, "2026-03-02T00:00", "12-31T23:00"),
        (Every.YEAR, "2025-12-31T23:00", "12-31T23:00"),
    ],
)
def test_a_sync_of_a_period_begins_after_its_end(every: Every, since: str, opens: str):
    assert first(make_rhythm(every=every, due_day=1), MOSCOW, since)[0][0] == opens


def test_what_is_due_on_a_day_off_is_due_on_the_next_working_day():
    summary = make_rhythm(every=Every.QUARTER, due_day=3, due_time="18:00")
    by_working_day = make_rhythm(every=Every.QUARTER, due_day=3, due_time="18:00", due_working=True)
    assert first(summary, MOSCOW, "2026-09-01T00:00") == [("09-30T23:00", "10-04T15:00")]
    assert first(by_working_day, MOSCOW, "2026-09-01T00:00") == [("09-30T23:00", "10-05T15:00")]


def test_beyond_its_calendar_no_run_is_guessed():
    end = datetime.combine(RU.last, datetime.min.time(), UTC) + timedelta(days=2)
    assert slot.next_slot(make_rhythm(every=Every.WORKING_DAY), MOSCOW, since=end) is None
    assert slot.next_slot(make_rhythm(), MOSCOW, since=end) is not None


@pytest.mark.parametrize("every", [Every.DAY, Every.YEAR])
def test_slots_come_to_an_end(every: Every):
    found = list(slot.slots(make_rhythm(every=every, due_day=0), CHISINAU, since=at("2199-12-29T00:00")))
    assert len(found) < 5


def test_runs_begin_on_their_first_day_or_when_they_were_agreed_on():
    agreed = at("2026-11-20T10:00")
    assert slot.begin_of(date(2026, 11, 1), agreed, MOSCOW) == agreed
    assert slot.begin_of(date(2026, 12, 1), agreed, MOSCOW) == at("2026-11-30T21:00")


@st.composite
def rhythms(draw: st.DrawFn) -> Rhythm:
    every = draw(st.sampled_from(Every))
    open_day, open_hour = draw(st.integers(0, min(20, SPANS[every]))), draw(st.integers(0, 23))
    due = open_day * 1440 + open_hour * 60 + draw(st.integers(1, SPANS[every] * 1440))
    return make_rhythm(
        every=every,
        weekday=draw(st.integers(1, 7)) if every is Every.WEEK else None,
        open_day=open_day,
        open_hour=open_hour,
        due_day=due // 1440,
        due_time=f"{due % 1440 // 60:02}:{due % 60:02}",
        due_working=draw(st.booleans()),
    )


INSTANTS = st.integers(0, 480_000).map(lambda minutes: at("2026-01-05T00:00") + timedelta(minutes=minutes))


@given(rhythm=rhythms(), since=INSTANTS)
def test_each_run_begins_once_and_is_due_after_it_began(rhythm: Rhythm, since: datetime):
    """In a zone whose clocks change: a run is neither left out nor doubled by that."""
    local = CHISINAU
    found = list(islice(slot.slots(rhythm, local, since=since), 40))
    opens = [each.opens_at for each in found]
    assert all(since <= each.opens_at < each.due_at + timedelta(hours=1) for each in found)
    assert opens == sorted(set(opens))
    assert {each.opens_at.astimezone(local.zone).hour for each in found} <= {rhythm.open_hour, rhythm.open_hour + 1}


@given(rhythm=rhythms(), since=INSTANTS, place=st.integers(0, 5))
def test_slots_are_the_same_wherever_one_begins_to_look(rhythm: Rhythm, since: datetime, place: int):
    found = list(islice(slot.slots(rhythm, MOSCOW, since=since), 7))
    if place < len(found):
        again: Slot | None = slot.next_slot(rhythm, MOSCOW, since=found[place].opens_at)
        assert again == found[place]
