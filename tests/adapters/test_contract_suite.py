"""The contract suite itself: an adapter in memory passes it, and each broken promise is caught by the test for it."""

import inspect
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from hub.sdk.ports import (
    Batch,
    Change,
    Delivery,
    Outcome,
    Problem,
    Sent,
    SinkUnavailableError,
    SourceUnavailableError,
)
from hub.sdk.testing import ContractBrokenError, contract_suite
from schemas import catalogue
from tests.adapters.records import ban

SECRET = "secret-of-the-memory"


@dataclass
class System:
    """A national system in memory."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    held: dict[str, int] = field(default_factory=dict)
    refusals: int = 0
    down: bool = False
    html: bool = False
    calls: int = 0
    told: int = 0


class Memory:
    """Source, sink and adapter in one; `defect` breaks one promise."""

    def __init__(self, system: System, defect: str) -> None:
        self.system = system
        self.defect = defect
        self.source = self.sink = self

    def __repr__(self) -> str:
        return f"Memory({SECRET if self.defect == 'shows-secret' else ''})"

    def changes(self, cursor: str | None, limit: int) -> Batch:
        system, defect = self.system, self.defect
        system.calls += 1
        if system.down and defect != "hides-silence":
            raise SourceUnavailableError(SECRET if defect == "secret-in-error" else "silent")
        if system.html and defect != "html-is-data":
            raise SourceUnavailableError("html")
        if system.html or (defect == "invents" and cursor is None):
            return Batch(changes=[_change(ban())], cursor="1")
        done = int(cursor or 0)
        if defect == "forgets" and cursor is None:
            rows, system.rows = system.rows, []
        else:
            rows = system.rows
        taken = rows[done : done + limit + (1 if defect == "too-many" else 0)]
        if defect == "unstable":
            taken = taken[system.calls % 2 :]
        reached = done if defect == "doubles" and done < 20 and taken else min(done + limit, len(system.rows))
        changes = [_change(row) for row in taken if not self._refuse(row)]
        if defect == "again-after-outcome" and system.told == 2:
            changes = [_change(ban())]
        return Batch(changes=changes, cursor=str(max(reached, done)))

    def _refuse(self, row: dict[str, Any]) -> bool:
        if self.defect == "sends-anything":
            return False
        if "novelty" in row and self.defect == "drops-unknown":
            row.pop("novelty")
        if catalogue.load().validate("entry-ban", "1.0", row):
            if not row.get("counted") and self.defect != "refuses-in-silence":
                self.system.refusals += 1
            row["counted"] = True
            return True
        return False

    def sent(self, outcomes: Sequence[Sent]) -> None:  # noqa: ARG002
        self.system.told += 1

    def apply(self, deliveries: Sequence[Delivery]) -> list[Outcome]:
        if self.system.down and self.defect != "hides-silence-of-sink":
            raise SinkUnavailableError("silent")
        return [Outcome(message_id=delivery.message_id, problem=self._apply(delivery)) for delivery in deliveries]

    def _apply(self, delivery: Delivery) -> Problem | None:
        if delivery.type != "entry-ban" and self.defect != "takes-any-type":
            return Problem(code="type-not-supported", pointer="", ru="", en="")
        held, revision = self.system.held, delivery.record["revision"]
        if self.defect == "counts-twice":
            held["applied"] = held.get("applied", 0) + 1
        if self.defect == "last-wins":
            held[str(delivery.subject)] = revision
        held[str(delivery.subject)] = max(held.get(str(delivery.subject), 0), revision)
        return None

    def erase(self, subjects: Sequence[str]) -> None:
        for subject in subjects:
            if self.defect != "keeps-erased":
                self.system.held.pop(subject, None)


def _change(record: dict[str, Any]) -> Change:
    return Change(
        type="entry-ban",
        version="1.0",
        subject=record["ban_id"],
        to=["tj-molme"],
        agreement=None,
        purpose="entry-control",
        record=record,
    )


@dataclass
class MemoryHarness:
    defect: str
    system: System = field(default_factory=System)
    secrets: Sequence[str] = (SECRET,)

    def open_adapter(self) -> Memory:
        return Memory(self.system, self.defect)

    def put(self, count: int) -> None:
        at = len(self.system.rows)
        self.system.rows += [ban(ban_id=f"RU-{at + number}") for number in range(count)]

    def put_text(self, text: str) -> None:
        self.system.rows.append(ban(reason_text={"ru": text}))

    def put_unknown_field(self) -> None:
        self.system.rows.append(ban(novelty=1))

    def refusals(self) -> int:
        return self.system.refusals

    def revisions(self) -> Sequence[Delivery]:
        return [
            Delivery(
                message_id=f"01930000-0000-7000-8000-00000000000{number}",
                index=number,
                sender="ru-guvm",
                type="entry-ban",
                version="1.0",
                subject="RU-1",
                reply_to=None,
                accepted_at="2026-11-21T09:00:00Z",
                record=ban(ban_id="RU-1", revision=number),
            )
            for number in (1, 2, 3)
        ]

    def held(self) -> dict[str, int]:
        return dict(self.system.held)

    @contextmanager
    def down(self) -> Iterator[None]:
        self.system.down = True
        yield
        self.system.down = False

    @contextmanager
    def showing_html(self) -> Iterator[None]:
        self.system.html = True
        yield
        self.system.html = False


def suite(defect: str) -> type:
    @contextmanager
    def open_harness(folder: Path) -> Iterator[MemoryHarness]:
        yield MemoryHarness(defect)

    return contract_suite(open_harness)


TestMemory = suite("")


@pytest.mark.parametrize(
    ("defect", "test"),
    [
        ("invents", "test_an_empty_source_gives_an_empty_batch"),
        ("unstable", "test_the_same_cursor_twice_gives_the_same_records"),
        ("too-many", "test_small_batches_give_everything_once_and_in_order"),
        ("doubles", "test_small_batches_give_everything_once_and_in_order"),
        ("forgets", "test_a_crash_before_the_cursor_is_saved_loses_nothing"),
        ("doubles", "test_a_crash_after_the_cursor_is_saved_doubles_nothing"),
        ("again-after-outcome", "test_outcomes_may_be_told_twice"),
        ("drops-unknown", "test_an_unknown_field_is_told_and_not_dropped_in_silence"),
        ("refuses-in-silence", "test_an_unknown_field_is_told_and_not_dropped_in_silence"),
        ("refuses-in-silence", "test_odd_and_long_texts_are_sent_well_or_refused"),
        ("sends-anything", "test_odd_and_long_texts_are_sent_well_or_refused"),
        ("hides-silence", "test_a_silent_system_is_said_so_and_loses_nothing"),
        ("hides-silence-of-sink", "test_a_silent_system_is_said_so_and_loses_nothing"),
        ("secret-in-error", "test_a_silent_system_is_said_so_and_loses_nothing"),
        ("html-is-data", "test_an_html_page_is_not_taken_for_data"),
        ("counts-twice", "test_a_record_applied_again_changes_nothing"),
        ("last-wins", "test_revisions_out_of_order_end_right"),
        ("takes-any-type", "test_a_record_of_an_unknown_type_is_refused_alone"),
        ("keeps-erased", "test_erasing_forgets_the_subject"),
        ("shows-secret", "test_secrets_are_never_seen"),
    ],
)
def test_each_broken_promise_is_caught(
    defect: str, test: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    method = getattr(suite(defect)(), test)
    wanted = {"tmp_path": tmp_path, "caplog": caplog}

    with pytest.raises(ContractBrokenError):
        method(**{name: wanted[name] for name in inspect.signature(method).parameters})


def test_records_that_do_not_fit_are_caught(tmp_path: Path) -> None:
    harness = MemoryHarness("sends-anything")
    harness.system.rows.append(ban(status="no-such-status"))

    @contextmanager
    def open_harness(folder: Path) -> Iterator[MemoryHarness]:
        yield harness

    with pytest.raises(ContractBrokenError, match="/status"):
        contract_suite(open_harness)().test_records_fit_their_schemas(tmp_path)
