"""The reading side over a queue: what is told when, what holds up what, and what a crash repeats."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from adapters._parts.quarantine import Quarantine
from adapters._parts.queue_source import FAILURES, GROUP, Message, QueueError, QueueSource, Taken
from adapters._parts.spool import Spool, Unit, Verdicted
from hub.sdk.ports import Change, Sent, SourceUnavailableError, Verdict


class Queue:
    """A queue in memory; `deaf` are ids it refuses to hear of."""

    def __init__(self) -> None:
        self.waiting: list[str] = []
        self.acknowledged: list[str] = []
        self.answered: list[str] = []
        self.deaf: set[str] = set()
        self.asked = 0

    def take(self, most: int) -> Sequence[Message]:
        return [Message(id=name, info={}, content=None, raw=b"") for name in self.waiting[:most]]

    def acknowledge(self, message_id: str) -> None:
        self.asked += 1
        if message_id in self.deaf:
            raise QueueError("the queue does not know this message")
        self.acknowledged.append(message_id)
        self.waiting.remove(message_id)

    def answer(self, unit: Unit, verdicts: Sequence[Verdicted]) -> None:  # noqa: ARG002 - the form of the port
        if unit.name in self.deaf:
            raise QueueError("the queue does not know this message")
        self.answered.append(unit.name)


@pytest.fixture
def queue() -> Queue:
    return Queue()


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    made = Spool(tmp_path / "spool.sqlite")
    yield made
    made.close()


def source(queue: Queue, spool: Spool, tmp_path: Path, patience: float = 15.0) -> QueueSource:
    return QueueSource(
        queue=queue,
        spool=spool,
        intake=lambda message: Taken(changes=[change(message.id)]),
        quarantine=Quarantine(tmp_path / "quarantine"),
        calls=1,
        patience=patience,
    )


def change(name: str) -> Change:
    return Change(
        type="entry-ban",
        version="1.0",
        subject=name,
        to=["ru-guvm"],
        agreement=None,
        purpose="entry-control",
        record={"ban_id": name},
        origin={"place": "/"},
    )


def accepted(changes: Sequence[Change]) -> list[Sent]:
    return [Sent(origin=one.origin, message_id="hub-1", verdict=Verdict.ACCEPTED) for one in changes]


def test_a_message_the_queue_will_not_hear_of_holds_up_no_other(queue: Queue, spool: Spool, tmp_path: Path) -> None:
    queue.waiting, queue.deaf = ["m1", "m2"], {"m1"}
    tried = source(queue, spool, tmp_path)
    first = tried.changes(None, 10)
    tried.sent(accepted(first.changes))
    queue.waiting.append("m3")
    second = tried.changes(first.cursor, 10)

    assert (queue.acknowledged, queue.answered) == (["m2"], ["m2"])
    assert [one.subject for one in second.changes] == ["m3"]
    with pytest.raises(SourceUnavailableError, match="does not know"):
        tried.changes(second.cursor, 10)


def test_a_queue_that_hears_of_nothing_is_left_in_peace(queue: Queue, spool: Spool, tmp_path: Path) -> None:
    queue.waiting = [f"m{number}" for number in range(30)]
    queue.deaf = set(queue.waiting)
    tried = source(queue, spool, tmp_path)
    batch = tried.changes(None, 30)
    with pytest.raises(SourceUnavailableError):
        tried.changes(batch.cursor, 30)

    assert queue.asked == FAILURES


def test_that_a_person_has_to_look_is_said_whatever_failed_before(
    queue: Queue, spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class TooLargeError(QueueError):
        person = True

    def refuse(most: int) -> Sequence[Message]:
        raise TooLargeError(f"none of {most} fits")

    queue.waiting, queue.deaf = ["m1"], {"m1"}
    tried = source(queue, spool, tmp_path)
    first = tried.changes(None, 10)
    monkeypatch.setattr(queue, "take", refuse)
    with pytest.raises(SourceUnavailableError, match="fits") as caught:
        tried.changes(first.cursor, 10)

    assert caught.value.person


def test_a_slow_queue_is_told_the_rest_next_time(
    queue: Queue, spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue.waiting = [f"m{number}" for number in range(10)]
    tried = source(queue, spool, tmp_path)
    batch = tried.changes(None, 10)
    moments = iter(float(number * 4) for number in range(10_000))
    monkeypatch.setattr("adapters._parts.queue_source.time.monotonic", lambda: next(moments))
    tried.changes(batch.cursor, 10)
    told = len(queue.acknowledged)
    while queue.waiting:
        tried.changes(batch.cursor, 10)

    assert 0 < told < 10
    assert queue.acknowledged == [f"m{number}" for number in range(10)]


def test_after_a_crash_at_most_one_group_is_told_again(queue: Queue, spool: Spool, tmp_path: Path) -> None:
    names = [f"m{number:03d}" for number in range(GROUP * 2 + 5)]
    queue.waiting = list(names)
    tried = source(queue, spool, tmp_path)
    batch = tried.changes(None, 100)
    noted: list[int] = []
    hear = queue.acknowledge

    def acknowledge(message_id: str) -> None:
        with_others = Spool(tmp_path / "spool.sqlite")
        noted.append(len(names) - len(with_others.settled(10_000)))
        with_others.close()
        hear(message_id)

    queue.acknowledge = acknowledge  # type: ignore[method-assign]
    tried.changes(batch.cursor, 100)

    assert max(told - on_disk for told, on_disk in enumerate(noted)) < GROUP
    assert noted[-1] == GROUP * 2


def test_a_page_is_kept_whole_or_not_at_all(queue: Queue, spool: Spool, tmp_path: Path) -> None:
    queue.waiting = ["m1", "m2"]
    broken = QueueSource(
        queue=queue,
        spool=spool,
        intake=lambda message: Taken(changes=[change(message.id)]) if message.id == "m1" else Taken(changes=[None]),  # type: ignore[list-item]
        quarantine=Quarantine(tmp_path / "quarantine"),
        calls=1,
    )
    with pytest.raises(AttributeError):
        broken.changes(None, 10)
    assert spool.find("m1") is None

    assert [one.subject for one in source(queue, spool, tmp_path).changes(None, 10).changes] == ["m1", "m2"]
