"""One document that no answer can hold: told and passed over, and nothing behind it is lost."""

import contextlib
import importlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters._parts import bounded_page
from adapters._parts.bounded_page import PASSED_AT_ONCE
from hub.sdk.ports import SourceUnavailableError
from hub.sdk.testing import drain
from tests.adapters.simulated import Simulator, simulator

LIMIT = 30_000
_XML = b"<x>" + b"x" * LIMIT + b"</x>"
_JSON = b'{"x":"' + b"x" * LIMIT + b'"}'
LARGE = {"am_gip": _JSON, "az_ehis": _XML, "kg_tunduk": _JSON, "uz_mip": _JSON}
FEEDS = tuple(LARGE)


class TooLargeError(Exception):
    pass


def feed(sizes: Sequence[int], most: int) -> Any:
    """Return a feed of documents 1, 2, … of these sizes, whose answers hold so much."""

    def ask(after: int, limit: int) -> list[int]:
        page = list(range(after + 1, len(sizes) + 1))[:limit]
        if sum(sizes[number - 1] for number in page) > most:
            raise TooLargeError
        return page

    return ask


@given(sizes=st.lists(st.integers(1, 12), max_size=30), limit=st.integers(1, 10))
def test_every_document_is_read_or_passed_over_once_and_in_order(sizes: list[int], limit: int) -> None:
    ask = feed(sizes, 10)
    seen: list[int] = []
    passed: list[int] = []
    with contextlib.suppress(TooLargeError):
        while len(seen) < len(sizes):
            found = bounded_page.read(ask, len(seen), limit, TooLargeError)
            passed += found.passed
            seen += [*found.passed, *found.page]
    assert seen == list(range(1, len(seen) + 1))
    assert passed == [number for number in seen if sizes[number - 1] > 10]
    rest = sizes[len(seen) :]
    assert len(rest) == 0 or all(size > 10 for size in rest[: PASSED_AT_ONCE + 1])


def test_endless_rubbish_is_no_reason_to_pass_over_documents() -> None:
    asked: list[int] = []

    def ask(after: int, limit: int) -> list[int]:
        asked.append(after * 1000 + limit)
        raise TooLargeError

    with pytest.raises(TooLargeError):
        bounded_page.read(ask, 7, 4, TooLargeError)
    assert len(asked) == 3 + PASSED_AT_ONCE  # and no document is asked for again


def test_rubbish_that_ends_between_two_questions_refuses_no_document() -> None:
    """The answer behind a document may be proper only because the address has come to itself meanwhile."""
    answers = iter([True, False])

    def ask(after: int, limit: int) -> list[int]:
        if next(answers, False):
            raise TooLargeError
        return [after + 1]

    found = bounded_page.read(ask, 7, 1, TooLargeError)
    assert (list(found.page), list(found.passed)) == ([8], [])


def test_what_no_number_can_be_told_of_asks_for_a_person() -> None:
    """The next number is far away: nothing between is refused for it."""

    def ask(after: int, limit: int) -> list[int]:
        if after < 40:
            raise TooLargeError
        return []

    with pytest.raises(TooLargeError):
        bounded_page.read(ask, 7, 1, TooLargeError)


def system_of(name: str) -> Simulator:
    running = importlib.import_module(f"tests.adapters.{name}.running")
    start = getattr(running, "running", None) or getattr(running, "register", None)
    return start() if start else simulator(f"adapters.{name}.simulator")


def adapter_of(name: str, system: Simulator, folder: Path, **bound: int) -> Any:
    values = importlib.import_module(f"tests.adapters.{name}.running").settings(system, folder, **bound)
    return importlib.import_module(f"adapters.{name}").make_adapter(values)


def insist(made: Any) -> None:
    """Ask again and again: what was taken and not read comes again after a while."""
    for _ in range(40):
        made.source.changes(None, 10)
        time.sleep(0.06)


@pytest.mark.parametrize("name", FEEDS)
def test_a_document_too_large_for_any_answer_is_told_and_those_behind_it_come(name: str, tmp_path: Path) -> None:
    system = system_of(name)
    system.put("entry-ban", count=2)
    system.raw(LARGE[name], kind="entry-ban", type="entry-ban")
    system.put("entry-ban", count=2, seed=7)
    with contextlib.closing(adapter_of(name, system, tmp_path, max_answer_bytes=LIMIT)) as made:
        changes, _ = drain(made)

    assert len({change.subject for change in changes}) == len(changes) == 4
    told = [each for each in system.ask("told")["told"] if not each["accepted"]]
    assert [each["problems"] for each in told] == [["document-too-large"]]


@pytest.mark.parametrize(("name", "bound"), [("kz_shep", "max_answer_bytes"), ("ru_smev", "max_message_bytes")])
def test_a_queue_whose_next_message_is_too_large_asks_for_a_person(name: str, bound: str, tmp_path: Path) -> None:
    system = system_of(name)
    system.put("entry-ban")
    with contextlib.closing(adapter_of(name, system, tmp_path, **{bound: 3_000})) as made:
        with pytest.raises(SourceUnavailableError) as caught:
            insist(made)
        assert caught.value.person


def test_messages_of_a_queue_that_are_too_large_together_come_in_smaller_pages(tmp_path: Path) -> None:
    system = system_of("kz_shep")
    system.put("entry-ban", count=6)
    with contextlib.closing(adapter_of("kz_shep", system, tmp_path, max_answer_bytes=12_000)) as made:
        found: set[str] = set()
        cursor = None
        ends = time.monotonic() + 10
        while len(found) < 6 and time.monotonic() < ends:
            batch = made.source.changes(cursor, 10)
            found |= {str(change.subject) for change in batch.changes}
            cursor = batch.cursor
    assert len(found) == 6
