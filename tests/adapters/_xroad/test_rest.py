"""The message protocol for REST: identifiers, request hash, errors, and what of an answer is believed."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters._parts.http_exchange import HttpAnswer, HttpUnavailableError
from adapters._xroad import request_hash
from adapters._xroad.errors import ACTIONS, Action, XRoadFaultError, XRoadUnavailableError
from adapters._xroad.identifiers import Client, IdentifierError, Service, parse_client, parse_service
from adapters._xroad.register import Result
from adapters._xroad.rest_client import HashCheck, Peer, RestClient
from adapters._xroad.rest_register import LINES, RestRegister
from hub.sdk.ports import Problem

CLIENT = Client(instance="TEST", member_class="GOV", member="1", subsystem="asking")
SERVICE = Service(client=Client(instance="TEST", member_class="GOV", member="2", subsystem="register"), code="exchange")
HASH = base64.b64encode(bytes(64)).decode()


# Identifiers


@given(
    st.lists(st.text("abcАЯ09.-_ӨçəՀ", min_size=1).filter(lambda part: part not in {".", ".."}), min_size=5, max_size=5)
)
def test_identifiers_written_and_read_again_are_the_same(parts: list[str]) -> None:
    client = Client(instance=parts[0], member_class=parts[1], member=parts[2], subsystem=parts[3])

    assert parse_client(str(client)) == client
    assert parse_service(str(Service(client=client, code=parts[4]))) == Service(client=client, code=parts[4])
    assert str(client).isascii()


@pytest.mark.parametrize(
    "text",
    [
        *("", "A/B/C", "A/B/C/D/E", "/A/B/C", "A//C/D", "A/B/C/", "A/B/../D", "A/B/./D", "A/B/%2E%2E/D"),
        *("A/B/C/D%2FE", "A/B/C/D%5CE", "A/B/C/D:E", "A/B/C/D%3AE", "A/B/C/D;E", "A/B/C/D%25", "A/B/C/D%"),
        *("A/B/C/D%GG", "A/B/C/D%FF", "A/B/C/D E", "A/B/C/D%20", "A/B/C/D%00", "A/B/C/D%0A", "A/B/C/Д"),
        *("A/B/C/D%E2%80%8B", "A/B/C/" + "D" * 256),
    ],
)
def test_what_is_no_identifier_is_refused(text: str) -> None:
    with pytest.raises(IdentifierError):
        parse_client(text)


# The request hash


def test_the_request_hash_is_that_of_the_specification() -> None:
    head = b"POST\r\n/r1/A/B/C/D/E\r\nx-road-client:A/B/C/D\r\nx-road-id:1\r\n"
    whole = hashlib.sha512(hashlib.sha512(head).digest() + hashlib.sha512(b"{}").digest()).digest()
    headers = [("X-Road-Id", "1"), ("X-Road-Client", "A/B/C/D"), ("Host", "server"), ("Content-Length", "2")]

    assert request_hash.calculate("POST", "/r1/A/B/C/D/E", headers, b"{}") == base64.b64encode(whole).decode()


def test_without_a_body_the_head_alone_is_hashed() -> None:
    expected = base64.b64encode(hashlib.sha512(b"GET\r\n/r1/A\r\n").digest()).decode()

    assert request_hash.calculate("GET", "/r1/A", [("User-Agent", "x")], b"") == expected


@pytest.mark.parametrize(
    "value", ["", "x", HASH[:-4], HASH + "AAAA", base64.b64encode(bytes(32)).decode(), HASH + "\n"]
)
def test_what_is_no_hash_is_seen(value: str) -> None:
    assert request_hash.is_well_formed(HASH)
    assert not request_hash.is_well_formed(value)


# Errors


@pytest.mark.parametrize(
    ("type_", "action"),
    [
        ("Server.ServerProxy.AccessDenied", Action.PERSON),
        ("Server.ClientProxy.SslAuthenticationFailed", Action.PERSON),
        ("Client.BadRequest", Action.PERSON),
        ("Client.SomethingNew", Action.PERSON),
        ("Server.ServerProxy.NetworkError", Action.RETRY),
        ("Server.ServerProxy.ServiceFailed.HttpError", Action.RETRY),
        ("Server.SomethingNew", Action.RETRY),
        ("<script>", Action.RETRY),
    ],
)
def test_each_error_says_what_it_asks_for(type_: str, action: Action) -> None:
    error = XRoadFaultError(type_, "not a number")

    assert error.action is action
    assert ("a person has to look" in str(error)) == (action is Action.PERSON)
    assert "<script>" not in str(error)
    assert error.detail == ""
    assert all(remedy for _, remedy in ACTIONS.values())


# Answers


class Wire:
    """A connection that gives prepared answers, with the headers of a security server unless changed."""

    path = "/node"
    max_bytes = 1000

    def __init__(self, status: int = 200, body: bytes = b"{}", media: str = "application/json", **changed: Any) -> None:
        self.answer = (status, body, media, {name.replace("_", "-"): value for name, value in changed.items()})
        self.sent: list[tuple[str, str, Mapping[str, str], bytes]] = []

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> HttpAnswer:
        self.sent.append((method, target, headers, body))
        status, content, media, changed = self.answer
        inside = target.removeprefix(self.path)
        passed_on = [*headers.items(), ("X-Road-Request-Id", "7")]
        found = {
            "content-type": media,
            "x-road-id": headers["X-Road-Id"],
            "x-road-client": headers["X-Road-Client"],
            "x-road-service": str(SERVICE),
            "x-road-request-id": "7",
            "x-road-request-hash": request_hash.calculate(method, inside, passed_on, body),
            **changed,
        }
        return HttpAnswer(
            status=status, body=content, headers={name: value for name, value in found.items() if value is not None}
        )

    def close(self) -> None:
        """Nothing is open."""


def client(wire: Any, **peer: Any) -> RestClient:
    return RestClient(wire, Peer(**{"client": CLIENT, "service": SERVICE, **peer}))


def test_a_call_says_who_asks_whom_and_in_which_matter() -> None:
    wire = Wire()
    client(wire, user_id="KG1").call("PUT", "v1", "a/b", query={"q": "Ж 1"}, body=b"{}", issue="RU-2026-1")
    ((method, target, headers, _),) = wire.sent

    assert (method, target) == ("PUT", "/node/r1/TEST/GOV/2/register/exchange/v1/a%2Fb?q=%D0%96+1")
    assert headers["X-Road-Client"] == "TEST/GOV/1/asking"
    assert (headers["X-Road-UserId"], headers["X-Road-Issue"]) == ("KG1", "RU-2026-1")


def test_each_message_has_a_number_of_its_own() -> None:
    wire = Wire()
    found = client(wire)
    found.call("GET", "a")
    found.call("GET", "a")

    assert len({headers["X-Road-Id"] for _, _, headers, _ in wire.sent}) == 2


def test_a_matter_that_no_header_can_hold_is_left_out() -> None:
    wire = Wire()
    client(wire).call("GET", "a", issue="RU\r\nX-Road-Client: other")

    assert "X-Road-Issue" not in wire.sent[0][2]


@pytest.mark.parametrize(
    "changed",
    [
        {"x_road_id": "other"},
        {"x_road_id": None},
        {"x_road_client": "TEST/GOV/1/other"},
        {"x_road_service": None},
        {"x_road_request_hash": None},
        {"x_road_request_hash": "short"},
        {"x_road_request_hash": HASH},
        {"x_road_request_id": "other"},
    ],
)
def test_an_answer_that_is_not_to_this_request_is_not_believed(changed: dict[str, Any]) -> None:
    with pytest.raises(XRoadUnavailableError):
        client(Wire(**changed)).call("POST", "a", body=b"{}")


def test_comparing_the_hash_may_be_left_to_the_security_server() -> None:
    loose = client(Wire(x_road_request_hash=HASH), hash_check=HashCheck.PRESENT)

    assert loose.call("GET", "a").status == 200
    with pytest.raises(XRoadUnavailableError):
        client(Wire(x_road_request_hash="short"), hash_check=HashCheck.PRESENT).call("GET", "a")


@pytest.mark.parametrize(
    ("body", "type_", "detail"),
    [
        (b'{"type": "Client.BadRequest", "detail": "018cbcae-537e"}', "Client.BadRequest", "018cbcae-537e"),
        (b"<html>", "Server.X", ""),
        (b'{"type": 5, "detail": ["x"]}', "Server.X", ""),
    ],
)
def test_an_error_of_x_road_is_one_whatever_its_body(body: bytes, type_: str, detail: str) -> None:
    with pytest.raises(XRoadFaultError) as caught:
        client(Wire(500, body, x_road_error="Server.X", x_road_id=None)).call("GET", "a")

    assert (caught.value.type, caught.value.detail) == (type_, detail)


def test_a_silent_security_server_is_told() -> None:
    class Silent(Wire):
        def send(self, *_: Any, **__: Any) -> HttpAnswer:
            raise HttpUnavailableError("the security server does not answer (OSError)")

    with pytest.raises(XRoadUnavailableError, match="does not answer"):
        client(Silent()).call("GET", "a")


# Pages of the register


def feed(body: bytes, *, after: int = 5, limit: int = 10, media: str = LINES, status: int = 200) -> Any:
    return RestRegister(client(Wire(status, body, media))).feed(after, limit)


LINE = b'{"kind": "k", "document": {}}\n'


@pytest.mark.parametrize(
    ("body", "numbers", "more"),
    [
        (b'{"end": {"numbers": [], "next": 5, "more": false}}\n', [], False),
        (b'{"end": {"numbers": [], "next": 9, "more": true}}', [], True),
        (LINE + b'{"end": {"numbers": [6], "next": 6}}\n', [6], False),
        (LINE + LINE + b'{"end": {"numbers": [6, 9], "next": 12, "more": true}}\n', [6, 9], True),
    ],
)
def test_a_whole_page_is_taken(body: bytes, numbers: list[int], more: bool) -> None:
    page = feed(body)

    assert ([entry.number for entry in page.entries], page.more) == (numbers, more)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        LINE,
        LINE + LINE,
        LINE + b'{"end": {"numbers": [6, 7], "next": 7}}',
        LINE + b'{"end": {"numbers": [], "next": 5}}',
        LINE + b'{"end": {"numbers": [5], "next": 5}}',
        LINE + b'{"end": {"numbers": [4], "next": 5}}',
        LINE + b'{"end": {"numbers": [7], "next": 6}}',
        LINE + b'{"end": {"numbers": ["6"], "next": 6}}',
        LINE + b'{"end": {"numbers": [true], "next": 6}}',
        LINE + LINE + b'{"end": {"numbers": [6, 6], "next": 6}}',
        LINE + LINE + b'{"end": {"numbers": [7, 6], "next": 7}}',
        b'{"end": {"numbers": [], "next": 4}}',
        b'{"end": {"numbers": [], "next": null}}',
        b'{"end": {"numbers": 5, "next": 5}}',
        b'{"end": []}',
        b"[]",
        LINE * 11 + b'{"end": {"numbers": [6,7,8,9,10,11,12,13,14,15,16], "next": 16}}',
    ],
)
def test_a_page_that_is_not_whole_or_not_asked_for_is_none(body: bytes) -> None:
    with pytest.raises(XRoadUnavailableError, match="no proper end"):
        feed(body)


@pytest.mark.parametrize(("status", "media"), [(200, "text/html"), (204, LINES), (404, LINES), (302, LINES)])
def test_what_is_no_page_is_not_taken(status: int, media: str) -> None:
    with pytest.raises(XRoadUnavailableError, match="documents"):
        feed(LINE, status=status, media=media)


def test_results_are_told_with_place_and_both_languages() -> None:
    wire = Wire()
    problem = Problem(code="c", pointer="/a", ru="р", en="e")
    RestRegister(client(wire)).report([Result(number=7, accepted=False, message_id="", problems=[problem])])

    assert b'"problems":[{"code":"c","place":"/a","ru":"\xd1\x80","en":"e"}]' in wire.sent[0][3]


@pytest.mark.parametrize(
    ("status", "media"), [(200, "text/html"), (500, "application/json"), (401, "application/json")]
)
def test_what_the_register_did_not_confirm_is_not_done(status: int, media: str) -> None:
    register = RestRegister(client(Wire(status, b"", media)))

    with pytest.raises(XRoadUnavailableError):
        register.erase(["RU-1"])
