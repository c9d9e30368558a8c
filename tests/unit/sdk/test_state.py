"""The gateway's memory: whole steps or nothing, also on a full disk; what is finished is forgotten in time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.sdk.books.inbox import Inbox, Lane, PageResult, Quarantined
from hub.sdk.books.outbox import Acknowledged, Answer, Declined, Outbox, Settled, Signed
from hub.sdk.errors import DamagedStateError, StateUnwritableError
from hub.sdk.ports import Problem, Verdict
from hub.sdk.state import FILE, Disk, State

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
OWNER = "tj-molme @ mig.example/training"


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """A new state directory."""
    opened = State.open(tmp_path / "state", owner=OWNER)
    yield opened
    opened.close()


def make_signed(number: int, size: int = 100, **members: object) -> Signed:
    """Return an envelope to be sent."""
    given = {"recipients": ("ru-guvm",), "origin": {"row": number}, "sha256": f"{number:064x}"}
    return Signed(message_id=f"m{number}", envelope=b"x" * size, **{**given, **members})  # type: ignore[arg-type]


def test_a_batch_and_its_cursor_are_stored_together(state: State) -> None:
    outbox = Outbox(state)

    with pytest.raises(Exception, match="UNIQUE"):
        outbox.store_batch([make_signed(1), make_signed(1)], "c1", NOW)

    assert outbox.cursor() is None
    assert outbox.waiting() == 0


def test_what_waits_is_given_in_order_and_within_bounds(state: State) -> None:
    outbox = Outbox(state)
    outbox.store_batch([make_signed(n, size=1000 * (4 - n)) for n in range(4)], "c1", NOW)

    assert [signed.message_id for signed in outbox.ready(10, 10**6)] == ["m0", "m1", "m2", "m3"]
    assert [signed.message_id for signed in outbox.ready(2, 10**6)] == ["m0", "m1"]
    assert [signed.message_id for signed in outbox.ready(10, 7500)] == ["m0", "m1"]
    assert [signed.message_id for signed in outbox.ready(10, 1)] == ["m0"]


def test_what_is_settled_stays_so(state: State) -> None:
    outbox = Outbox(state)
    outbox.store_batch([make_signed(1)], "c1", NOW)
    problem = Problem(code="no", pointer="", ru="нет", en="no")

    outbox.settle([Settled(message_id="m1", receipt=b"receipt")], NOW)
    outbox.settle([Settled(message_id="m1", problems=[problem])], NOW)

    (sent,) = outbox.untold(10)
    assert (sent.verdict, sent.problems, sent.origin) == (Verdict.ACCEPTED, (), {"row": 1})


def test_the_source_is_told_in_its_order_and_not_about_receipts(state: State) -> None:
    outbox = Outbox(state)
    problem = Problem(code="no", pointer="/a", ru="нет", en="no")
    declined = Declined(message_id="m2", recipients=("kz-mvd",), origin={"row": 2}, problems=[problem])
    outbox.store_batch([make_signed(1), declined, make_signed(3, origin=None)], "c1", NOW)
    outbox.settle([Settled(message_id=f"m{n}", receipt=b"r") for n in (1, 3)], NOW)

    assert [(sent.message_id, sent.problems) for sent in outbox.untold(10)] == [("m1", ()), ("m2", (problem,))]
    outbox.mark_told(["m1", "m2"])
    assert outbox.untold(10) == []


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({}, True),
        ({"recipient": "hub", "status": Answer.EXPIRED}, True),
        ({"recipient": "kz-mvd"}, False),
        ({"sha256": "0" * 64}, False),
        ({"message_id": "m9"}, False),
    ],
)
def test_only_a_recipient_s_word_about_our_own_bytes_counts(state: State, said: dict[str, str], counts: bool) -> None:
    outbox, inbox = Outbox(state), Inbox(state)
    outbox.store_batch([make_signed(1)], "c1", NOW)
    given = {"message_id": "m1", "sha256": f"{1:064x}", "recipient": "ru-guvm", "status": Answer.PROCESSED}
    word = Acknowledged(**{**given, **said})  # type: ignore[arg-type]

    foreign = inbox.store_page(PageResult(lane=Lane.ORDINARY, number=1, acknowledged=[word, word]), NOW)

    assert foreign == (0 if counts else 2)
    assert outbox.counts().get(str(word.status), 0) == int(counts)


def test_a_group_s_members_may_all_answer(state: State) -> None:
    outbox, inbox = Outbox(state), Inbox(state)
    outbox.store_batch([make_signed(1, recipients=("@council",))], "c1", NOW)
    words = [
        Acknowledged(message_id="m1", sha256=f"{1:064x}", recipient=name, status=Answer.PROCESSED)
        for name in ("kz-mvd", "by-mvd")
    ]

    assert inbox.store_page(PageResult(lane=Lane.ORDINARY, number=1, acknowledged=words), NOW) == 0
    assert outbox.counts()["processed"] == 2


def test_a_cursor_never_goes_back(state: State) -> None:
    inbox = Inbox(state)
    inbox.store_page(PageResult(lane=Lane.URGENT, number=7), NOW)
    inbox.store_page(PageResult(lane=Lane.URGENT, number=3), NOW)

    assert (inbox.cursor(Lane.URGENT), inbox.cursor(Lane.ORDINARY)) == (7, 0)


def test_what_is_finished_is_forgotten_and_what_is_not_stays(state: State) -> None:
    outbox, inbox = Outbox(state), Inbox(state)
    outbox.store_batch([make_signed(n) for n in range(4)], "c1", NOW)
    outbox.settle([Settled(message_id=f"m{n}", receipt=b"r") for n in (0, 1)], NOW)
    outbox.settle([Settled(message_id="m2", receipt=b"r")], NOW + timedelta(days=2))
    outbox.mark_told(["m0", "m2"])
    aside = Quarantined(message_id="q", sender="ru-guvm", number=1, code="no", envelope=b"x")
    inbox.store_page(PageResult(lane=Lane.URGENT, number=1, applied=[("a", "ru-guvm")], quarantined=[aside]), NOW)

    assert outbox.forget(NOW + timedelta(days=1)) == 1
    inbox.forget(NOW + timedelta(days=1))

    assert outbox.counts() == {"ready": 1, "accepted": 2, "refused": 0}
    assert inbox.counts() == {"applied": 0, "quarantine": 1}
    assert inbox.quarantined() == [aside]
    assert inbox.known([("q", "ru-guvm"), ("a", "ru-guvm"), ("q", "kz-mvd")]) == {("q", "ru-guvm")}


async def test_a_full_disk_costs_the_step_and_nothing_else(state: State) -> None:
    outbox, disk = Outbox(state), Disk()
    outbox.store_batch([make_signed(1)], "c1", NOW)
    pages = state.connection.execute("PRAGMA page_count").fetchone()[0]
    state.connection.execute(f"PRAGMA max_page_count = {pages}")
    large = [make_signed(n, size=100_000) for n in range(2, 5)]

    with pytest.raises(StateUnwritableError):
        await disk.do(outbox.store_batch, large, "c2", NOW)
    assert (outbox.cursor(), outbox.waiting()) == ("c1", 1)

    state.connection.execute("PRAGMA max_page_count = 100000")
    await disk.do(outbox.store_batch, large, "c2", NOW)
    disk.close()
    assert (outbox.cursor(), outbox.waiting()) == ("c2", 4)


def test_a_damaged_database_is_said_so_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)

    with pytest.raises(DamagedStateError):
        State.open(tmp_path, owner=OWNER)

    assert (tmp_path / FILE).read_bytes() == b"no database at all" * 100


def test_what_was_kept_is_there_after_reopening(tmp_path: Path) -> None:
    first = State.open(tmp_path, owner=OWNER)
    first.keep("x", b"1")
    first.keep("x", b"2")
    first.close()

    second = State.open(tmp_path, owner=OWNER)

    assert (second.kept("x"), second.kept("y")) == (b"2", None)
    second.close()
