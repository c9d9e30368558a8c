"""Bad input over real HTTP, to a hub that is a process of its own.

Always a problem with a stable code; nothing stored; nothing of it repeated, neither in the answer nor in the log.
"""

import asyncio
import json
from typing import Any

import pytest

from hub.core import envelope as envelopes
from keys import jws
from tests.integration.api.callers import JOSE, LINES, Answer, Api
from tests.integration.api.conftest import Served
from tests.integration.hubs import connected, count_rows
from tests.support.hub import make_ban, make_message_id, now
from tests.support.trust import Trust

SURNAME, NUMBER = "Тестов-Канарейкин", "K4N4R31K4"
CANARIES = (SURNAME, SURNAME.upper(), NUMBER, json.dumps(SURNAME)[1:-1], "Traceback", "asyncpg", "SELECT ", ".py")
OWN_NAME = "TEST-4711"


def members(trust: Trust, **changes: Any) -> dict[str, Any]:
    """Return the members of a correct envelope with a ban of a canary."""
    record = make_ban(4711)
    record["subject"]["names"][0]["surname"] = SURNAME
    record["subject"]["documents"][0]["number"] = NUMBER
    record["ban_id"] = OWN_NAME
    return {
        "hub": trust.list.hub,
        "id": make_message_id(),
        "from": "ru-guvm",
        "to": ["tj-mvd"],
        "sent_at": now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "type": "entry-ban",
        "version": "1.0",
        "subject": OWN_NAME,
        "reply_to": None,
        "agreement": "cis-2000",
        "purpose": "entry-control",
        "expires_at": None,
        "record": record,
        **changes,
    }


def sign(trust: Trust, payload: bytes | dict[str, Any]) -> bytes:
    """Return the payload as an envelope signed by Russia: these bytes, whatever they are."""
    raw = json.dumps(payload, ensure_ascii=False).encode() if isinstance(payload, dict) else payload
    return jws.sign(raw, trust.keys["ru-guvm"], envelopes.TYP)


def correct(trust: Trust, **changes: Any) -> bytes:
    return json.dumps(members(trust, **changes), ensure_ascii=False).encode()


PAYLOADS: dict[str, tuple[str, Any]] = {
    "a member twice": ("json-duplicate-member", lambda t: correct(t)[:-1] + b',"purpose":"x"}'),
    "a member of the record twice": (
        "json-duplicate-member",
        lambda t: correct(t).replace(b'"revision": 1', b'"revision": 1, "revision": 2'),
    ),
    "a member twice, once escaped": (
        "json-duplicate-member",
        lambda t: correct(t)[:-1] + rb',"purpos\u0065":"x"}',
    ),
    "NaN": ("json-number", lambda t: correct(t).replace(b'"revision": 1', b'"revision": NaN')),
    "Infinity": ("json-number", lambda t: correct(t).replace(b'"revision": 1', b'"revision": -Infinity')),
    "2^53": ("json-number", lambda t: correct(t).replace(b'"revision": 1', b'"revision": 9007199254740992')),
    "a number of 5000 digits": (
        "json-number",
        lambda t: correct(t).replace(b'"revision": 1', b'"revision": 1' + b"0" * 5000),
    ),
    "1e400": ("json-number", lambda t: correct(t).replace(b'"revision": 1', b'"revision": 1e400')),
    "a lone surrogate": ("json-character", lambda t: correct(t).replace(SURNAME.encode(), rb"\ud800")),
    "a lone surrogate in a name": ("json-character", lambda t: correct(t)[:-1] + rb',"\udfff":1}'),
    "an escaped NUL": ("json-character", lambda t: correct(t).replace(SURNAME.encode(), rb"\u0000")),
    "a NUL": ("json-malformed", lambda t: correct(t).replace(SURNAME.encode(), b"\x00")),
    "a line break in a string": ("json-malformed", lambda t: correct(t).replace(SURNAME.encode(), b"\n")),
    "a byte order mark": ("json-encoding", lambda t: b"\xef\xbb\xbf" + correct(t)),
    "UTF-16": ("json-encoding", lambda t: correct(t).decode().encode("utf-16")),
    "cp1251": ("json-encoding", lambda t: correct(t).decode().encode("cp1251")),
    "overlong UTF-8": ("json-encoding", lambda t: correct(t).replace(SURNAME.encode(), b"\xc0\xaf")),
    "33 levels": ("json-too-deep", lambda t: correct(t)[:-1] + b',"x":' + b"[" * 32 + b"]" * 32 + b"}"),
    "100,000 levels": ("json-too-deep", lambda _: b"[" * 100_000 + b"]" * 100_000),
    "nothing": ("json-malformed", lambda _: b""),
    "half of it": ("json-malformed", lambda t: correct(t)[:300]),
    "something after it": ("json-malformed", lambda t: correct(t) + b"x"),
    "a list": ("envelope-malformed", lambda t: b"[" + correct(t) + b"]"),
    "an unknown member": ("envelope-malformed", lambda t: correct(t, **{SURNAME: NUMBER})),
    "no purpose": ("envelope-malformed", lambda t: correct(t).replace(b'"purpose": "entry-control", ', b"")),
    "a number as purpose": ("envelope-malformed", lambda t: correct(t, purpose=5)),
    "a surname as sender": ("envelope-malformed", lambda t: correct(t, **{"from": SURNAME})),
    "a surname as recipient": ("envelope-malformed", lambda t: correct(t, to=[SURNAME])),
    "a surname as id": ("envelope-malformed", lambda t: correct(t, id=SURNAME)),
    "a surname as type": ("type-unknown", lambda t: correct(t, type=SURNAME)),
    "a number as version": ("version-unknown", lambda t: correct(t, version=NUMBER)),
    "a surname as agreement": ("agreement-unknown", lambda t: correct(t, agreement=SURNAME)),
    "a surname as purpose": ("purpose-not-allowed", lambda t: correct(t, purpose=SURNAME)),
    "a surname as hub": ("wrong-hub", lambda t: correct(t, hub=SURNAME)),
    "a surname as subject": ("record-invalid", lambda t: correct(t, subject=SURNAME)),
    "an unknown field": ("schema-violation", lambda t: changed(t, **{SURNAME: NUMBER})),
    "an unknown field deep inside": ("schema-violation", lambda t: changed(t, period={"kind": "fixed", SURNAME: 1})),
    "a surname as status": ("schema-violation", lambda t: changed(t, status=SURNAME)),
    "a surname as ban": ("schema-violation", lambda t: changed(t, ban_id=SURNAME)),
    "a number as text": ("schema-violation", lambda t: changed(t, revision=NUMBER)),
    "a surname as issuer": ("schema-violation", lambda t: changed(t, issuer=SURNAME)),
    "a period that ends before it starts": (
        "record-invalid",
        lambda t: changed(t, period={"kind": "fixed", "start_on": "2026-03-02", "end_on": "2026-03-01"}),
    ),
}
DEEPER_POINTERS = {
    "a number as purpose": "/purpose",
    "a surname as sender": "/from",
    "a surname as recipient": "/to",
    "a surname as id": "/id",
    "no purpose": "/purpose",
    "an unknown member": "",
    "a surname as subject": "/subject",
    "an unknown field": "/record",
    "an unknown field deep inside": "/record/period",
    "a surname as status": "/record/status",
    "a number as text": "/record/revision",
    "a period that ends before it starts": "/record/period/end_on",
}


def changed(trust: Trust, **changes: Any) -> bytes:
    whole = members(trust)
    return correct(trust, record={**whole["record"], **changes})


@pytest.fixture
async def nothing_stored(served: Served):
    """Nothing that the test sends is stored."""
    before = await count_rows(served.dsn)
    yield
    assert await count_rows(served.dsn) == before


def silent(served: Served, answer: Answer) -> None:
    """Assert that nothing sent, and nothing of the hub's inside, is in an answer."""
    text = answer.body.decode() + str(dict(answer.headers))
    assert [canary for canary in CANARIES if canary in text] == []


@pytest.mark.parametrize("case", PAYLOADS)
async def test_a_bad_payload_is_refused_with_its_code(served: Served, nothing_stored: None, case: str):
    code, make = PAYLOADS[case]
    token = sign(served.api.trust, make(served.api.trust))
    for language in ("ru", "en"):
        answer = await served.api.post(token, **{"Accept-Language": language})

        assert 400 <= answer.status < 500
        assert answer.code == code
        assert answer.headers["Content-Language"] == language
        silent(served, answer)
    if case in DEEPER_POINTERS:
        assert DEEPER_POINTERS[case] in [error["pointer"] for error in answer.json["errors"]]


async def test_all_bad_payloads_at_once_are_refused_one_by_one(served: Served, nothing_stored: None):
    tokens = [sign(served.api.trust, make(served.api.trust)) for _, make in PAYLOADS.values()]
    answer = await served.api.post(b"\n".join(tokens), LINES)

    assert [each["problem"]["code"] for each in answer.json["results"]] == [code for code, _ in PAYLOADS.values()]
    silent(served, answer)


BODIES: dict[str, tuple[int, str, bytes, dict[str, str]]] = {
    "nothing": (400, "token-malformed", b"", {}),
    "NUL bytes": (400, "token-malformed", b"\x00" * 100, {}),
    "a surname": (400, "token-malformed", SURNAME.encode(), {}),
    "two dots": (401, "signature-invalid", b"a.b.c", {}),
    "a JSON record": (400, "token-malformed", json.dumps({"surname": SURNAME}).encode(), {}),
    "no media type": (415, "media-type-unsupported", b"x", {"Content-Type": ""}),
    "JSON as media type": (415, "media-type-unsupported", b"x", {"Content-Type": "application/json"}),
    "a form": (415, "media-type-unsupported", b"x", {"Content-Type": "application/x-www-form-urlencoded"}),
    "a surname as media type": (415, "media-type-unsupported", b"x", {"Content-Type": f"text/{NUMBER}"}),
    "gzip": (415, "media-type-unsupported", b"\x1f\x8b\x08", {"Content-Encoding": "gzip"}),
    "identity": (415, "media-type-unsupported", b"x", {"Content-Encoding": "identity"}),
    "an encoding of none": (415, "media-type-unsupported", b"x", {"Content-Encoding": NUMBER}),
    "more than an envelope may have": (413, "body-too-large", b"x" * (1024 * 1024 + 1), {}),
    "more than a body may have": (413, "body-too-large", b"x" * (8 * 1024 * 1024 + 1), {"Content-Type": LINES}),
}


@pytest.mark.parametrize("case", BODIES)
async def test_a_bad_body_is_refused_with_its_code(served: Served, nothing_stored: None, case: str):
    status, code, body, headers = BODIES[case]
    answer = await served.api.post(body, headers.get("Content-Type", JOSE), **without(headers, "Content-Type"))

    assert (answer.status, answer.code) == (status, code)
    silent(served, answer)


def without(headers: dict[str, str], name: str) -> dict[str, str]:
    return {each: value for each, value in headers.items() if each != name}


async def test_a_body_without_an_end_is_cut_off_at_the_limit(served: Served, api: Api, nothing_stored: None):
    async def endless() -> Any:
        for _ in range(200):
            yield b"x" * 65536

    for target in (served.api, api):
        answer = await target.call("POST", "/v1/messages", data=endless(), headers={"Content-Type": LINES})

        assert (answer.status, answer.code) == (413, "body-too-large")


GET = b"GET /v1/participants HTTP/1.1\r\nHost: hub\r\n"
POST = b"POST /v1/messages HTTP/1.1\r\nHost: hub\r\nContent-Type: application/jose\r\n"
REQUESTS = {
    "no HTTP at all": f"{SURNAME}\r\n\r\n".encode(),
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + NUMBER.encode() + b"\r\n\r\n",
    "a surname as path": f"GET /{SURNAME} HTTP/1.1\r\nHost: hub\r\n\r\n".encode(),
    "a surname in the query": f"GET /v1/participants?{SURNAME}=1 HTTP/1.1\r\nHost: hub\r\n\r\n".encode(),
    "a surname as method": f"{NUMBER}\x01 / HTTP/1.1\r\nHost: hub\r\n\r\n".encode(),
    "another version": f"GET /{NUMBER} HTTP/9.9\r\nHost: hub\r\n\r\n".encode(),
    "a surname as header": GET + f"{SURNAME}: 1\r\n\r\n".encode(),
    "a header folded": GET + f"X: a\r\n {NUMBER}\r\n\r\n".encode(),
    "a NUL in a header": GET + f"X: {NUMBER}\x00\r\n\r\n".encode(),
    "a header of 64 KiB": GET + b"X: " + NUMBER.encode() * 7282 + b"\r\n\r\n",
    "two lengths": POST + f"Content-Length: 3\r\nContent-Length: 4\r\n\r\n{NUMBER}".encode(),
    "a length and chunks": POST + f"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n{NUMBER}".encode(),
    "a length of none": POST + f"Content-Length: {NUMBER}\r\n\r\n".encode(),
    "a negative length": POST + b"Content-Length: -1\r\n\r\n",
    "a bad chunk": POST + f"Transfer-Encoding: chunked\r\n\r\n{NUMBER}Z\r\n".encode(),
    "an expectation that nobody meets": POST + f"Expect: {NUMBER}\r\nContent-Length: 1\r\n\r\nx".encode(),
}


@pytest.mark.parametrize("case", REQUESTS)
async def test_what_is_no_request_is_refused_like_everything_else(
    served: Served, api: Api, nothing_stored: None, case: str
):
    for target in (served.api, api):
        answer = await speak(target, REQUESTS[case])

        assert 400 <= answer.status < 500, answer
        assert answer.code in {"malformed", "not-found", "unauthenticated", "token-malformed"}
        silent(served, answer)


async def speak(api: Api, request: bytes) -> Answer:
    """Send bytes to the hub, and read one answer."""
    host, port = api.url.removeprefix("http://").split(":")
    async with asyncio.timeout(10):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(line.split(": ", 1) for line in head[1:] if line)
        body = await reader.readexactly(int(headers["Content-Length"]))
        writer.close()
    return Answer(status=int(head[0].split()[1]), headers=headers, body=body)


async def test_an_expected_continue_is_given(api: Api):
    head = POST + b"Expect: 100-continue\r\nContent-Length: 1\r\nConnection: close\r\n\r\n"
    host, port = api.url.removeprefix("http://").split(":")
    async with asyncio.timeout(10):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(head)
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(b"x")
        assert (await reader.read()).startswith(b"HTTP/1.1 400 ")
        writer.close()


async def test_a_database_that_goes_away_is_in_doubt_and_comes_back(served: Served):
    """Every connection is ended under the hub; the next requests find new ones."""
    record = make_ban(int.from_bytes(make_message_id()[-4:].encode()))
    token = sign(served.api.trust, members(served.api.trust, record=record, subject=record["ban_id"]))
    async with connected(served.dsn) as admin:
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    async with asyncio.timeout(20):
        for ask in (
            lambda: served.api.get("/v1/inbox/urgent", "tj-mvd"),
            lambda: served.api.get("/readyz"),
            lambda: served.api.post(token),
        ):
            while (answer := await ask()).status == 503:
                assert answer.code == "in-doubt"
                assert int(answer.headers["Retry-After"]) > 0
                silent(served, answer)
            assert answer.status in {200, 202}, served.log.read_text()[-1000:]


async def test_the_log_of_the_hub_repeats_nothing(served: Served):
    """Whatever the other tests of this file sent, in whatever order."""
    token = sign(served.api.trust, correct(served.api.trust, **{SURNAME: NUMBER}))
    await served.api.post(token)
    await speak(served.api, REQUESTS["a surname as header"])
    lines = served.log.read_text().splitlines()

    assert lines
    assert all(isinstance(json.loads(line), dict) for line in lines)
    assert [line for line in lines if any(canary in line for canary in CANARIES[:5])] == []
    assert [line for line in lines if "Тестов" in line or "TESTOV" in line] == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (lambda raw: raw.replace(b'"revision": 1', b'"revision": 1, "revision": 2'), "/record/revision"),
        (lambda raw: raw.replace(b'"revision": 1', b'"revision": NaN'), "/record/revision"),
        (lambda raw: raw.replace(b'"revision": 1', b'"revision": 9007199254740993'), "/record/revision"),
        (
            lambda raw: raw.replace(b'"surname": ', b'"surname": "\\ud800", "Canary": '),
            "/record/subject/names/0/surname",
        ),
        (lambda raw: raw.replace(b'"surname": ', b'"Canary": NaN, "surname": '), "/record/subject/names/0"),
        (lambda raw: raw[:-1], None),
    ],
)
async def test_what_is_no_strict_json_is_told_with_its_place_and_no_word_of_it(
    served: Served, change: Any, pointer: str | None
):
    raw = change(correct(served.api.trust))
    answer = await served.api.post(sign(served.api.trust, raw))

    (fault,) = answer.json["errors"]
    assert answer.status == 400
    assert fault["code"] == answer.code
    assert "Canary" not in json.dumps(answer.json)
    assert pointer is None or fault["pointer"] == pointer
    (offset,) = [int(word) for word in fault["texts"]["en"].split() if word.isdigit()]
    assert 0 < offset <= len(raw.decode())
