"""The contract of an adapter, one test per promise.

The source promises: the same cursor gives the same records; nothing is lost or doubled by a crash at any point; what
cannot be sent is told to the national side. The sink promises: a record applied again changes nothing; revisions that
arrive out of order end right. Both promise to say when the national system is silent, and never to show a secret.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from hub.sdk.ports import (
    Adapter,
    Change,
    NationalSystemError,
    Outcome,
    Sent,
    SinkUnavailableError,
    SourceUnavailableError,
    Verdict,
)
from hub.sdk.testing.harness import OpenHarness
from keys import strict_json
from schemas import catalogue

ODD_TEXTS: Mapping[str, str] = {
    "longest": "Ы" * 4000,
    "too-long": "Ы" * 50_000,
    "bidi": "abc\u202e\u2066def",
    "emoji": "👩‍👩‍👧‍👦 \U0001f600",
    "combining": "И\u0306и\u0304у\u0304" * 10,
    "spaces": "а\u00a0б\u2009в\u202fг\u3000д",
    "quotes": "\"';--<>&]]>\\",
    "formula": "=1+1",
    "tajik": "Ғӣқҳҷӯ ғӣқҳҷӯ",
    "beyond-bmp": "\U00020000\U0001f9ff",
    "line-separators": "а\u2028б\u2029в\u0085г",
}


class ContractBrokenError(AssertionError):
    """An adapter does not keep the contract; the text says which promise."""


def expect(kept: bool, promise: str) -> None:
    """Hold a promise against what happened.

    Raises:
        ContractBrokenError: it was not kept.
    """
    if not kept:
        raise ContractBrokenError(promise)


def drain(adapter: Adapter, cursor: str | None = None, limit: int = 100) -> tuple[list[Change], str]:
    """Read a source to its end as the gateway does; returns all changes and the last cursor.

    Raises:
        ContractBrokenError: a batch is larger than asked for, or the source never ends.
    """
    changes: list[Change] = []
    for _ in range(10_000):
        batch = adapter.source.changes(cursor, limit)
        expect(len(batch.changes) <= limit, "a batch holds at most as many changes as asked for")
        changes += batch.changes
        finished = not batch.changes and batch.cursor == cursor and not batch.more
        cursor = batch.cursor
        if finished:
            return changes, cursor
    raise ContractBrokenError("the source comes to an end")


def outcomes(changes: Sequence[Change], verdict: Verdict = Verdict.ACCEPTED) -> list[Sent]:
    """Return final outcomes of changes, as the gateway tells them."""
    return [
        Sent(origin=change.origin, message_id=f"00000000-0000-7000-8000-{number:012d}", verdict=verdict)
        for number, change in enumerate(changes)
    ]


def contents(changes: Sequence[Change]) -> list[bytes]:
    """Return changes as comparable bytes."""
    return [strict_json.dumps([change.type, change.subject, dict(change.record)]) for change in changes]


def _raised(adapter: Adapter, deliveries: Sequence[Any]) -> NationalSystemError | None:
    try:
        adapter.sink.apply(deliveries)
    except SinkUnavailableError as error:
        return error
    return None


def contract_suite(open_harness: OpenHarness) -> type:
    """Return a test class for one adapter; give it a name that begins with `Test`."""
    return type("Contract", (_Contract,), {"harness": staticmethod(open_harness)})


class _Contract:
    harness: OpenHarness

    def test_an_empty_source_gives_an_empty_batch(self, tmp_path: Path) -> None:
        with self.harness(tmp_path) as harness:
            changes, cursor = drain(harness.open_adapter())
            expect(not changes, "an empty source gives no changes")
            expect(len(cursor) <= 4096, "a cursor has at most 4,096 characters")

    def test_the_same_cursor_twice_gives_the_same_records(self, tmp_path: Path) -> None:
        with self.harness(tmp_path) as harness:
            harness.put(7)
            adapter = harness.open_adapter()
            first, second = adapter.source.changes(None, 5), adapter.source.changes(None, 5)
            expect(contents(first.changes) == contents(second.changes), "the same cursor gives the same records")
            expect(first.cursor == second.cursor, "the same cursor gives the same next cursor")
            later = [adapter.source.changes(first.cursor, 5) for _ in range(2)]
            expect(contents(later[0].changes) == contents(later[1].changes), "the same cursor gives the same records")

    def test_small_batches_give_everything_once_and_in_order(self, tmp_path: Path) -> None:
        with self.harness(tmp_path) as harness:
            harness.put(11)
            whole = contents(harness.open_adapter().source.changes(None, 100).changes)
            by_two, _ = drain(harness.open_adapter(), limit=2)
            expect(len(whole) > 1, "the harness puts several records")
            expect(contents(by_two) == whole, "small batches give what one large batch gives")

    def test_a_crash_before_the_cursor_is_saved_loses_nothing(self, tmp_path: Path) -> None:
        with self.harness(tmp_path) as harness:
            harness.put(5)
            before = harness.open_adapter().source.changes(None, 100)
            after = harness.open_adapter().source.changes(None, 100)
            expect(bool(before.changes), "the harness puts records")
            expect(contents(before.changes) == contents(after.changes), "records not known to be safe come again")

    def test_a_crash_after_the_cursor_is_saved_doubles_nothing(self, tmp_path: Path) -> None:
        with self.harness(tmp_path) as harness:
            harness.put(5)
            saved = harness.open_adapter().source.changes(None, 100).cursor
            again, cursor = drain(harness.open_adapter(), saved)
            expect(not again, "records known to be safe do not come again")
            harness.put(3)
            later, _ = drain(harness.open_adapter(), cursor)
            expect(bool(later), "later records come after earlier ones are safe")

    def test_outcomes_may_be_told_twice(self, tmp_path: Path) -> None:
        with self.harness(tmp_path) as harness:
            harness.put(3)
            adapter = harness.open_adapter()
            batch = adapter.source.changes(None, 100)
            adapter.source.sent(outcomes(batch.changes))
            adapter.source.sent(outcomes(batch.changes))
            changes, _ = drain(harness.open_adapter(), batch.cursor)
            expect(not changes, "outcomes told twice bring nothing back")

    def test_records_fit_their_schemas(self, tmp_path: Path) -> None:
        with self.harness(tmp_path) as harness:
            harness.put(9)
            changes, _ = drain(harness.open_adapter())
            for change in changes:
                record = strict_json.loads(strict_json.dumps(dict(change.record)))
                violations = catalogue.load().validate(change.type, change.version, record)
                places = ", ".join(f"{violation.pointer} {violation.code}" for violation in violations)
                expect(not violations, f"a {change.type} fits its schema: {places}")
                expect(bool(change.to and change.purpose), "a change names recipients and purpose")

    def test_an_unknown_field_is_told_and_not_dropped_in_silence(self, tmp_path: Path) -> None:
        with self.harness(tmp_path) as harness:
            harness.put_unknown_field()
            adapter = harness.open_adapter()
            changes, cursor = drain(adapter)
            adapter.source.sent(outcomes(changes))
            drain(adapter, cursor)
            expect(not changes, "a record with an unknown field is not sent without that field")
            expect(harness.refusals() == 1, "the national side is told about the unknown field")

    def test_odd_and_long_texts_are_sent_well_or_refused(self, tmp_path: Path) -> None:
        for name, text in ODD_TEXTS.items():
            folder = tmp_path / name
            folder.mkdir()
            with self.harness(folder) as harness:
                harness.put_text(text)
                changes, _ = drain(harness.open_adapter())
                expect(len(changes) + harness.refusals() == 1, f"the text {name!r} is sent or refused, and not both")
                for change in changes:
                    violations = catalogue.load().validate(change.type, change.version, dict(change.record))
                    expect(not violations, f"the record with the text {name!r} fits its schema")

    def test_a_silent_system_is_said_so_and_loses_nothing(self, tmp_path: Path) -> None:
        with self.harness(tmp_path) as harness:
            harness.put(2)
            adapter = harness.open_adapter()
            with harness.down():
                try:
                    adapter.source.changes(None, 10)
                except SourceUnavailableError as error:
                    detail = error.detail
                else:
                    raise ContractBrokenError("a silent national system raises SourceUnavailableError")
                expect(_raised(adapter, harness.revisions()) is not None, "and SinkUnavailableError")
            expect(not any(secret in detail for secret in harness.secrets), "no secret is in an error")
            changes, _ = drain(adapter)
            expect(bool(changes), "the records come when the national system is back")
            _apply_all(adapter, harness.revisions())

    def test_an_html_page_is_not_taken_for_data(self, tmp_path: Path) -> None:
        with self.harness(tmp_path) as harness:
            adapter = harness.open_adapter()
            with harness.showing_html():
                try:
                    changes = adapter.source.changes(None, 10).changes
                except SourceUnavailableError:
                    changes = []
            expect(not changes, "an HTML page is no record")
            harness.put(2)
            found, _ = drain(adapter)
            expect(bool(found), "records come once the page is gone")

    def test_a_record_applied_again_changes_nothing(self, tmp_path: Path) -> None:
        with self.harness(tmp_path) as harness:
            deliveries = harness.revisions()
            adapter = harness.open_adapter()
            _apply_all(adapter, deliveries)
            held = harness.held()
            _apply_all(adapter, deliveries)
            _apply_all(harness.open_adapter(), deliveries)
            expect(bool(held), "the national system holds what was applied")
            expect(harness.held() == held, "a record applied again changes nothing")

    def test_revisions_out_of_order_end_right(self, tmp_path: Path) -> None:
        ends = []
        for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
            folder = tmp_path / "".join(map(str, order))
            folder.mkdir()
            with self.harness(folder) as harness:
                deliveries = harness.revisions()
                for place in order:
                    _apply_all(harness.open_adapter(), [deliveries[place]])
                ends.append(harness.held())
        expect(ends[0] == ends[1] == ends[2], "revisions end right in whatever order they come")

    def test_a_record_of_an_unknown_type_is_refused_alone(self, tmp_path: Path) -> None:
        with self.harness(tmp_path) as harness:
            known = harness.revisions()[0]
            strange = replace(known, type="no-such-type", message_id="00000000-0000-7000-8000-0000000000ff")
            first, second = harness.open_adapter().sink.apply([strange, known])
            expect(first.problem is not None, "a record of an unknown type is refused")
            expect(second.problem is None, "and those beside it are applied")

    def test_a_record_of_the_newest_version_that_says_no_more_than_before_is_taken(self, tmp_path: Path) -> None:
        with self.harness(tmp_path) as harness:
            first = harness.revisions()[0]
            known = [each.version for each in catalogue.load().record_types() if each.name == first.type]
            newest = max(known, key=lambda version: [int(part) for part in version.split(".")])
            _apply_all(harness.open_adapter(), [replace(first, version=newest)])
            expect(bool(harness.held()), "the console and other members send the newest version")

    def test_erasing_forgets_the_subject(self, tmp_path: Path) -> None:
        with self.harness(tmp_path) as harness:
            deliveries = harness.revisions()
            adapter = harness.open_adapter()
            _apply_all(adapter, deliveries)
            held = harness.held()
            adapter.sink.erase([str(deliveries[0].subject)])
            adapter.sink.erase([str(deliveries[0].subject)])
            expect(harness.held() != held, "an erased subject is gone")

    def test_secrets_are_never_seen(self, tmp_path: Path, caplog: Any) -> None:
        with self.harness(tmp_path) as harness:
            harness.put(1)
            adapter = harness.open_adapter()
            drain(adapter)
            seen = [repr(adapter), repr(adapter.source), repr(adapter.sink), caplog.text]
            with harness.down():
                error = _raised(adapter, harness.revisions())
                seen += [repr(error), str(error)]
            for secret in harness.secrets:
                expect(not any(secret in text for text in seen), "a secret is never shown")


def _apply_all(adapter: Adapter, deliveries: Sequence[Any]) -> None:
    found: Sequence[Outcome] = adapter.sink.apply(deliveries)
    ids = [outcome.message_id for outcome in found]
    expect(ids == [delivery.message_id for delivery in deliveries], "there is one outcome per delivery, in order")
    expect(all(outcome.problem is None for outcome in found), "ordinary records are applied")
