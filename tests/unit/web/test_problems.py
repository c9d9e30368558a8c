"""Errors as problems: each kind of error has its status, and nothing is shown that is not meant to be."""

import pytest

from hub.core import errors
from hub.core.errors import Fault, HubError
from hub.web import problems
from keys import errors as keys_errors
from keys.errors import KeysError


def below(kind: type[Exception]) -> list[type[Exception]]:
    return [kind, *(each for child in kind.__subclasses__() for each in below(child))]


GROUPS = {
    errors.MalformedError: 400,
    errors.UnauthenticatedError: 401,
    errors.ForbiddenError: 403,
    errors.MissingError: 404,
    errors.MethodError: 405,
    errors.ConflictError: 409,
    errors.GoneError: 410,
    errors.TooLargeError: 413,
    errors.MediaTypeError: 415,
    errors.SlowBodyError: 408,
    errors.UnprocessableError: 422,
    errors.OverloadedError: 429,
    errors.UnavailableError: 503,
    errors.IntegrityError: 503,
    keys_errors.StrictJsonError: 400,
    keys_errors.KeyTrustError: 403,
    keys_errors.AccessError: 401,
    keys_errors.TrustListError: 503,
}


@pytest.mark.parametrize("group", GROUPS, ids=lambda kind: kind.__name__)
def test_every_error_of_a_group_has_its_status(group):
    assert {problems.status_of(kind()) for kind in below(group)} == {GROUPS[group]}


def test_every_error_of_the_hub_is_in_a_group_or_its_own_fault():
    grouped = {kind for group in GROUPS for kind in below(group)}
    left = set(below(HubError)) - grouped

    assert {problems.status_of(kind()) for kind in left} == {500}
    assert problems.status_of(ValueError()) == 500
    assert problems.status_of(KeysError()) == 400


def test_a_problem_has_what_rfc_9457_and_our_clients_ask_for():
    error = errors.UnprocessableError([Fault(pointer="/record/period", code="x-y", ru="Срок неверен.", en="Wrong.")])

    assert problems.to_json(error, "en", "urn:1") == {
        "type": "urn:cis-migration:problem:record-invalid",
        "title": "The record breaks the rules of its type.",
        "status": 422,
        "detail": "The record breaks the rules of its type. Mend the places named and sign it again.",
        "code": "record-invalid",
        "texts": {
            "ru": "Запись противоречит правилам своего вида. Исправьте указанные места и подпишите её заново.",
            "en": "The record breaks the rules of its type. Mend the places named and sign it again.",
        },
        "errors": [
            {
                "pointer": "/record/period",
                "code": "x-y",
                "message": "Wrong.",
                "texts": {"ru": "Срок неверен.", "en": "Wrong."},
            }
        ],
        "instance": "urn:1",
    }
    assert problems.to_json(error, "ru")["errors"][0]["message"] == "Срок неверен."


def test_a_refusal_of_the_keys_is_a_problem_too():
    problem = problems.to_json(keys_errors.KeySuspendedError(kid="abc"), "ru")

    assert (problem["code"], problem["status"], problem["errors"]) == ("key-suspended", 403, [])
    assert "abc" in problem["detail"]


def test_who_shall_wait_is_told_how_long():
    response = problems.response_of(errors.OverloadedError(retry_after=7), "en")

    assert (response.status, response.headers["Retry-After"]) == (429, "7")
    assert "WWW-Authenticate" not in response.headers
    assert problems.response_of(errors.UnauthenticatedError(), "en").headers["WWW-Authenticate"] == "Bearer"
