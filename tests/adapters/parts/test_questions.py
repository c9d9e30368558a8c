"""Two authorities ask under one number: a reply goes to the one that it is for, or to nobody."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters._files.holdings import Holdings
from adapters._parts.faults import FormError
from adapters._parts.questions import Question, Questions, answered

RU, KG = Question(message_id="m-ru", sender="ru-guvm"), Question(message_id="m-kg", sender="kg-migration")
TYPE = "citizenship-check-request"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Questions]:
    made = Questions(tmp_path / "questions.sqlite")
    made.put(TYPE, "C-1", RU, 1)
    made.put(TYPE, "C-1", KG, 2)
    yield made
    made.close()


def test_a_reply_goes_to_the_authority_that_it_names(book: Questions) -> None:
    assert answered(book.find(TYPE, "C-1"), "ru-guvm") == RU
    assert answered(book.find(TYPE, "C-1"), "kg-migration") == KG


@pytest.mark.parametrize(("asker", "code"), [(None, "case-ambiguous"), ("by-mvd", "case-unknown")])
def test_a_reply_that_may_be_for_two_goes_to_nobody(book: Questions, asker: str | None, code: str) -> None:
    with pytest.raises(FormError) as caught:
        answered(book.find(TYPE, "C-1"), asker)

    assert caught.value.code == code


def test_a_request_sent_again_replaces_the_one_before_and_never_the_one_after(book: Questions) -> None:
    later = Question(message_id="m-ru-2", sender="ru-guvm")
    book.put(TYPE, "C-1", later, 5)
    book.put(TYPE, "C-1", RU, 1)

    assert answered(book.find(TYPE, "C-1"), "ru-guvm") == later


def test_what_is_erased_is_forgotten_of_everybody(book: Questions) -> None:
    book.forget("C-1")

    assert book.find(TYPE, "C-1") == []


def test_a_book_kept_the_former_way_is_read(tmp_path: Path) -> None:
    for name, table, kind in (("q.sqlite", "question", "type"), ("h.sqlite", "asked", "kind")):
        old = sqlite3.connect(tmp_path / name)
        old.execute(
            f"CREATE TABLE {table} ({kind} TEXT NOT NULL, subject TEXT NOT NULL, message_id TEXT NOT NULL,"
            f" sender TEXT NOT NULL, log_index INTEGER NOT NULL, PRIMARY KEY ({kind}, subject))"
        )
        old.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?)", (TYPE, "C-1", "m-ru", "ru-guvm", 1))
        old.commit()
        old.close()
    for _ in range(2):
        questions, holdings = Questions(tmp_path / "q.sqlite"), Holdings(tmp_path / "h.sqlite")
        assert questions.find(TYPE, "C-1") == holdings.requests.find(TYPE, "C-1") == [RU]
        questions.close()
        holdings.close()
