"""From an answer's bytes to what it says: JSON of the hub, within bounds, or one of the client's own errors."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from hub.client import answers
from hub.client.answers import Problem
from hub.client.errors import BadAnswerError, RefusedError, StoppedOnTheWayError
from hub.client.members import ShapeError
from hub.client.transport import Answer
from keys import strict_json

MAX_PAGE_BYTES = 32 * 1024 * 1024
T = TypeVar("T")


def read(answer: Answer, expected: int) -> object:
    """Return the JSON of an answer.

    Raises:
        RefusedError: the answer is a problem of the hub, or of what stands before it and lets nothing so large pass.
        BadAnswerError: it is no answer of the hub.
    """
    if answer.status == expected and answer.media_type == "application/json":
        return _json(answer.body)
    if 400 <= answer.status < 500 and answer.media_type == "application/problem+json":
        problem: Problem = shape(answers.parse_problem, _json(answer.body))
        if problem.status == answer.status:
            raise RefusedError(problem)
    if answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise StoppedOnTheWayError
    raise BadAnswerError(f"status {answer.status}, {answer.media_type}")


def _json(body: bytes) -> object:
    try:
        return strict_json.loads(body, limit=MAX_PAGE_BYTES)
    except strict_json.StrictJsonError as error:
        raise BadAnswerError(f"JSON ({error.code})") from None


def shape(parse: Callable[[object], T], value: object) -> T:
    """Return JSON as `parse` reads it.

    Raises:
        BadAnswerError: it is not of that shape.
    """
    try:
        return parse(value)
    except ShapeError as error:
        raise BadAnswerError(str(error)) from None
