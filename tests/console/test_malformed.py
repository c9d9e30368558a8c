"""What no person's browser sends: forms cut off or wrongly coded, signs that no text can hold. Told, and no failure."""

import re

import pytest

from tests.console.posting import token_of
from tests.console.seeding_keys import SAMPLE
from tests.console.served import VISITOR, Served

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=abc"
SECOND = "tj-mvd.administrator"


def part(head: bytes, body: bytes = b"x") -> bytes:
    """Return a form of one part."""
    return b"--abc\r\n" + head + b"\r\n\r\n" + body + b"\r\n--abc--\r\n"


NAMED = b'Content-Disposition: form-data; name="login"'
BROKEN = {
    "a login with the sign 0": (FORM, b"login=a%00b&password=x&code=1"),
    "a name of a field with the sign 0": (FORM, b"login%00=a"),
    "no UTF-8": (FORM, b"login=\xff\xfe"),
    "a coding that is none": (f"{FORM}; charset=nonsense", b"login=a"),
    "a coding that is not of texts": (f"{FORM}; charset=hex", b"login=a"),
    "parts without a boundary": ("multipart/form-data", b"xx"),
    "parts without their boundary": (PARTS, b"xx"),
    "a part that is cut off": (PARTS, b"--abc\r\n" + NAMED + b"\r\n\r\nfoo"),
    "a part in a coding that is none": (PARTS, part(NAMED + b"\r\nContent-Type: text/plain; charset=nonsense")),
    "a part that is no UTF-8": (PARTS, part(NAMED, b"\xff\xfe")),
    "a part without a name": (PARTS, part(b"Content-Disposition: form-data")),
    "a part with a broken head": (PARTS, part(b"Content-Disposition")),
    "a part of parts": (PARTS, part(NAMED + b"\r\nContent-Type: multipart/mixed; boundary=def", b"--def--")),
    "a part packed in an unknown way": (PARTS, part(NAMED + b"\r\nContent-Transfer-Encoding: odd")),
    "a part with the sign 0": (PARTS, part(NAMED, b"a\0b")),
}


@pytest.mark.parametrize("what", BROKEN)
async def test_a_form_that_nobody_can_read_is_refused_as_such(served: Served, what: str) -> None:
    kind, body = BROKEN[what]
    async with served.client(VISITOR, lang="en") as client:
        headers = {
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": kind,
            "X-CSRF-Token": await token_of(client, "/sign-in"),
        }
        async with client.post("/sign-in", data=body, headers=headers) as answer:
            page = await answer.text()
    assert answer.status == 400
    assert re.search("The request is malformed", page)


@pytest.mark.parametrize(
    "path", ["/accounts?after=%00", "/audit?outcome=%00", "/keys?%00=1", "/participants/%00", "/readmission/kz-mvd/%00"]
)
async def test_an_address_that_can_be_nothings_is_nothings(served: Served, path: str) -> None:
    async with (
        served.client("tj-mvd.liaison" if "readmission" in path else SECOND) as client,
        client.get(path) as answer,
    ):
        assert answer.status == 404


async def test_a_reason_that_nobody_can_keep_is_no_failure(served: Served) -> None:
    page = f"/keys/{SAMPLE}"
    async with served.client(SECOND, lang="en") as client:
        form = {"csrf": await token_of(client, page), "seen": "proposed", "step": "return", "note": "no\0thing"}
        headers = {"Sec-Fetch-Site": "same-origin"}
        async with client.post(f"{page}/send-back", data=form, headers=headers) as answer:
            assert answer.status == 400


async def test_a_passkeys_answer_without_end_of_depth_is_no_answer(served: Served) -> None:
    async with served.client(VISITOR) as client:
        form = {"csrf": await token_of(client, "/sign-in"), "answer": "[" * 9000, "next": ""}
        async with client.post("/sign-in/passkey", data=form, headers={"Sec-Fetch-Site": "same-origin"}) as answer:
            assert answer.status == 403
