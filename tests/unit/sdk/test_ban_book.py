"""Lists of bans at the member's site: the newest revision of each recipient, and nothing that was not yet said."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from hub.core.entry_ban.listing import Listed
from hub.sdk.books import ban_book
from hub.sdk.books.ban_book import BanBook, BanSeen, Way
from hub.sdk.books.outbox import Outbox
from hub.sdk.books.waiting_room import Held
from hub.sdk.ports import Change
from hub.sdk.state import State

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
TODAY = NOW.date()
RU, TJ, KZ = "ru-guvm", "tj-molme", "kz-mvd"


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """A new state directory."""
    opened = State.open(tmp_path / "state", owner="ru-guvm @ mig.example/training")
    yield opened
    opened.close()


def ban(ban_id: str, revision: int = 1, status: str = "active", **members: Any) -> BanSeen:
    """Return a revision that the source gave."""
    about: dict[str, Any] = {"issuer": RU, "recipients": (TJ,), "ends_on": None, "message_id": f"{ban_id}/{revision}"}
    about |= {"place": None, "agreement": "cis-2000", "purpose": "entry-control"}
    return BanSeen(ban_id=ban_id, revision=revision, status=status, **{**about, **members})


def note(state: State, *bans: BanSeen) -> None:
    with state.transaction() as connection:
        ban_book.note_in(connection, bans, NOW)


def test_a_recipients_list_has_the_newest_revision_that_went_to_it(state: State) -> None:
    note(state, ban("A"), ban("A", 2, "suspended"), ban("B", recipients=(TJ, KZ)), ban("B", 2, "lifted"))
    book = BanBook(state)

    assert book.read(RU, TJ, TODAY) == [Listed("A", 2, "suspended")]
    assert book.read(RU, KZ, TODAY) == [Listed("B", 1, "active")]
    assert book.is_whole()


def test_a_ban_is_on_the_list_until_its_last_day(state: State) -> None:
    note(state, ban("A", ends_on=TODAY), ban("B", ends_on=date(2026, 11, 20)))

    assert [each.ban_id for each in BanBook(state).read(RU, TJ, TODAY)] == ["A"]


def test_before_a_place_only_what_stands_before_it_counts(state: State) -> None:
    note(state, ban("A", place=5), ban("A", 2, "lifted", place=9), ban("B", place=9))

    assert BanBook(state).read(RU, TJ, TODAY, before=9) == [Listed("A", 1, "active")]


def test_what_waits_for_an_approval_has_not_been_said(state: State) -> None:
    held = Held(message_id="A/2", payload=b"{}", recipients=(TJ,), origin={})
    note(state, ban("A"), ban("A", 2, "lifted"))
    Outbox(state).store_batch([held], "c1", NOW)

    assert BanBook(state).read(RU, TJ, TODAY) == [Listed("A", 1, "active")]


def test_a_state_goes_the_way_of_the_newest_ban(state: State) -> None:
    note(state, ban("A"), ban("B", agreement="ru-tj-interior", purpose="interior-cooperation"))

    assert BanBook(state).way(RU, TJ) == Way(agreement="ru-tj-interior", purpose="interior-cooperation")
    assert BanBook(state).way(RU, KZ) is None


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"ban_id": "A", "revision": True, "status": "active"},
        {"ban_id": "А", "revision": 1, "status": "active"},
        {"ban_id": "A", "revision": 1, "status": None},
    ],
)
def test_what_no_list_could_hold_is_on_none(record: dict[str, Any]) -> None:
    assert ban_book.given(change(record), "m", RU) is None


@pytest.mark.parametrize("period", [7, [], {"kind": "duration", "duration": "P3Y", "start_on": "2026-13-41"}])
def test_a_malformed_period_is_no_reason_to_forget_the_ban(period: Any) -> None:
    found = ban_book.given(change({"ban_id": "A", "revision": 1, "status": "active", "period": period}), "m", RU)

    assert found is not None
    assert found.ends_on is None


def change(record: dict[str, Any]) -> Change:
    return Change(
        type="entry-ban", version="1.0", subject=None, to=(TJ,), agreement=None, purpose="entry-control", record=record
    )
