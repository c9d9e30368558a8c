"""How a program ends that met what nobody foresaw: an id and a class, never a traceback, never the error's words."""

import json
import logging

import asyncpg
import pytest

from hub.cli import ending
from hub.cli.command import Exit
from hub.client.answers import Problem
from hub.client.errors import BadAnswerError, RefusedError, RetryLaterError
from hub.core.errors import Fault, IntegrityError, MissingError, SchemaViolationError
from hub.sdk.errors import LogForkError
from hub.settings import StartError
from keys.errors import KeyFileExistsError, SignatureError, TrustListAnchorError, TrustListExpiredError


@pytest.fixture
def broken(monkeypatch):
    """Let `hub keys show` fail in a way that nobody foresaw; its words quote a person."""

    def fail(*_arguments):
        raise LookupError("Тестов-Пробный 400123456")

    monkeypatch.setattr("keys.signer.open", fail)


def test_an_unforeseen_error_shows_an_id_and_its_class_alone(hub, broken):
    ended = hub("keys", "show", "signing.pem")
    again = hub("keys", "show", "signing.pem")

    assert ended.status == 70
    assert ended.complaint.startswith("hub: Internal error ")
    assert "(LookupError)" in ended.complaint
    assert "Тестов" not in ended.err
    assert ended.complaint != again.complaint, "each has an id of its own"


def test_where_it_happened_is_logged_on_request_and_still_without_its_words(hub, broken):
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        ended = hub("keys", "show", "signing.pem", HUB_LOG_LEVEL="debug")
    finally:
        root.handlers[:], root.level = before
    logged, said = ended.err.splitlines()
    line = json.loads(logged)

    assert line["error"] == "LookupError"
    assert line["place"].startswith("test_last_door.py:")
    assert line["instance"] in said
    assert "Тестов" not in ended.err


def test_an_interruption_ends_quietly(hub, monkeypatch):
    def interrupt(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("keys.signer.open", interrupt)
    ended = hub("keys", "show", "signing.pem")

    assert (ended.status, ended.out, ended.err) == (130, "", "")


TEXTS = {"ru": "Нельзя.", "en": "You may not."}
REFUSAL = Problem(status=403, code="forbidden", detail="You may not.\nReally.", texts=TEXTS)


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (StartError("setting-wrong", "нет", "no"), Exit.WRONG_USE, "hub: no [setting-wrong]"),
        (StartError("database-unreachable", "нет", "no"), Exit.LATER, "hub: no [database-unreachable]"),
        (KeyFileExistsError(path="a\nb"), Exit.WRONG_USE, "[key-file-exists]"),
        (TrustListAnchorError(), Exit.WRONG_USE, "[trust-list-not-anchored]"),
        (TrustListExpiredError(document="status"), Exit.REFUSED, "[trust-list-expired]"),
        (SignatureError(), Exit.REFUSED, "[signature-invalid]"),
        (MissingError(), Exit.REFUSED, "[not-found]"),
        (IntegrityError(), Exit.ALARM, "[integrity]"),
        (LogForkError(seen=2, shown=3), Exit.ALARM, "[log-fork]"),
        (RetryLaterError("status 503"), Exit.LATER, "(status 503)"),
        (RefusedError(REFUSAL), Exit.REFUSED, "hub: You may not. Really. [forbidden]"),
        (RefusedError(Problem(status=403, code="x", detail="", texts=TEXTS)), Exit.REFUSED, "[x]"),
        (BadAnswerError("redirect 302"), Exit.REFUSED, "(redirect 302)"),
        (PermissionError(13, "Permission denied", "/a/b"), Exit.WRONG_USE, "hub: /a/b: no access (Permission denied)."),
        (OSError(28, "No space left on device"), Exit.OUTPUT_LOST, "[output-lost]"),
        (OSError(24, "Too many open files"), Exit.INTERNAL, "(OSError)"),
        (ExceptionGroup("several", [ValueError("secret")]), Exit.INTERNAL, "(ExceptionGroup)"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_each_kind_of_error_has_its_exit_status(error, status, said):
    ended = ending.explain(error, "en")

    assert ended.status == status
    assert len(ended.lines) == 1
    assert said in ended.lines[0]
    assert ended.lines[0].isprintable()


@pytest.mark.parametrize(
    ("sqlstate", "status"), [("42501", Exit.WRONG_USE), ("57P01", Exit.LATER), ("53300", Exit.LATER)]
)
def test_what_postgresql_refuses_is_told_by_its_code_and_never_in_its_words(sqlstate, status):
    error = asyncpg.PostgresError.new({"C": sqlstate, "M": "permission denied for Тестов", "S": "ERROR", "V": "ERROR"})
    ended = ending.explain(error, "en")

    assert (ended.status, ended.lines) == (
        status,
        (
            f"hub: PostgreSQL refused ({sqlstate}). Check the role's rights and the state of the database. [database-refused]",
        ),
    )


def test_a_lost_reader_is_not_talked_to():
    assert ending.explain(BrokenPipeError(32, "Broken pipe"), "en") == ending.Ending(status=Exit.OUTPUT_LOST)


def test_every_place_that_is_wrong_gets_a_line_in_the_callers_language():
    fault = Fault(pointer="/a", code="wrong", ru="Неверно.", en="Wrong.")

    assert ending.explain(SchemaViolationError([fault]), "ru").lines[1:] == ("  /a: Неверно. [wrong]",)
