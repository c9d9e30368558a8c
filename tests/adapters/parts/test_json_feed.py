"""The simplest national system: what it may answer, and what is made of it."""

import json

import pytest

from adapters._parts.http_exchange import HttpAnswer, HttpUnavailableError
from adapters._parts.json_feed import FeedUnavailableError, JsonFeed, Refused

JSON = {"content-type": "application/json"}


class Answers:
    """Stands for the connection: answers as told, and remembers what was sent."""

    path = "/api"

    def __init__(self, *answers):
        self.answers, self.sent = list(answers), []

    def send(self, method, target, _headers, body=b""):
        self.sent.append((method, target, body))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self):
        self.sent.append("closed")


def feed(*answers):
    made = JsonFeed("http://127.0.0.1:9/api", timeout=1, max_bytes=1000)
    made._http = Answers(*answers)
    return made


def answer(status=200, body=b"{}", headers=JSON):
    return HttpAnswer(status=status, headers=headers, body=body)


def documents(*numbers):
    listed = [{"number": number, "kind": "ban", "document": {"n": number}} for number in numbers]
    return answer(body=json.dumps({"documents": listed}).encode())


def test_documents_come_once_and_in_order_whatever_the_feed_gives():
    made = feed(documents(5, 3, 4, 3, 1, 2))

    assert [each.number for each in made.after(2, 2)] == [3, 4]
    assert made._http.sent == [("GET", "/api/documents?after=2&limit=2", b"")]


@pytest.mark.parametrize(
    "wrong",
    [
        answer(status=500),
        answer(status=302),
        answer(body=b"<html>"),
        answer(body=b'{"documents": 1}'),
        answer(body=b'{"documents": [{"number": 0, "kind": "ban", "document": {}}]}'),
        answer(body=b'{"documents": [{"number": "1", "kind": "ban", "document": {}}]}'),
        HttpUnavailableError("silent"),
    ],
)
def test_what_is_no_page_of_documents_is_asked_for_later(wrong):
    with pytest.raises(FeedUnavailableError):
        feed(wrong).after(0, 10)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b'{"code": "number_taken"}', "number_taken"),
        (b'{"code": "<script>"}', "409"),
        (b'{"code": 7}', "409"),
        (b"[]", "409"),
        (b"Conflict", "409"),
    ],
)
def test_a_refusal_has_a_code_that_may_be_shown(said, code):
    assert feed(answer(status=409, body=said)).put({}) == Refused(code=code)


def test_a_record_that_was_taken_is_not_refused():
    made = feed(answer())

    assert made.put({"message_id": "1"}) is None
    assert made._http.sent == [("POST", "/api/records", b'{"message_id":"1"}')]


@pytest.mark.parametrize(
    "wrong", [answer(status=503), answer(headers={"content-type": "text/html"}), answer(headers={})]
)
def test_what_is_neither_taken_nor_refused_is_sent_again(wrong):
    with pytest.raises(FeedUnavailableError):
        feed(wrong).put({})
    with pytest.raises(FeedUnavailableError):
        feed(wrong).erase(["1"])
    with pytest.raises(FeedUnavailableError):
        feed(wrong).tell([{"number": 1}])


def test_nothing_is_told_where_there_is_nothing_to_tell():
    made = feed()
    made.tell([])
    made.close()

    assert made._http.sent == ["closed"]
