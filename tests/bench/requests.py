"""Requests made before the clock starts: distinct valid envelopes of 1.4 KB JSON, 2 KB as JWS, ready to be sent.

Signing costs more than sending. Only three places of an envelope differ from one to the next, so the payload is
written once and filled in for each; the hub takes it for what it is, as every answer is checked.
"""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from hub.core import envelope, ids
from keys import jws
from keys.jwk import PrivateKey
from tests.support.hub import make_ban, now
from tests.support.trust import make_key

SENDER = "ru-guvm"
RECIPIENT = "tj-mvd"
SIGNERS = 2
_MARK = 77777777  # a number that stands nowhere else in the payload
_MARK_ID = "01900000-0000-7000-8000-000000000000"
_REASON = "Испытательная запись для измерения: неоднократные нарушения правил пребывания в течение одного года."


def make_payload(origin: str) -> bytes:
    """Return the payload of an entry ban with marks where number and id go."""
    record = make_ban(
        _MARK, reason_text={"ru": _REASON, "en": "A test record for measuring: repeated breaches of stay rules."}
    )
    return envelope.format(
        hub=origin,
        message_id=_MARK_ID,
        sender=SENDER,
        to=[RECIPIENT],
        sent_at=now(),
        type="entry-ban",
        version="1.0",
        purpose="entry-control",
        agreement="cis-2000",
        subject=f"TEST-{_MARK:08d}",
        record=record,
    )


def sign_envelopes(origin: str, first: int, count: int) -> list[bytes]:
    """Return `count` envelopes about different bans, numbered from `first`."""
    template = make_payload(origin)
    key = make_key("test", SENDER)
    share = -(-count // SIGNERS)
    with ThreadPoolExecutor(SIGNERS) as signers:  # signing lets go of the interpreter's lock
        parts = signers.map(
            lambda begin: list(_sign(template, key, first + begin, min(share, count - begin))),
            range(0, count, share),
        )
        return [token for part in parts for token in part]


def _sign(template: bytes, key: PrivateKey, first: int, count: int) -> Iterator[bytes]:
    mark, mark_id, at = str(_MARK).encode(), _MARK_ID.encode(), now()
    for number in range(first, first + count):
        message_id = ids.make_message_id(at, secrets.token_bytes(10)).encode()
        payload = template.replace(mark, b"%08d" % number).replace(mark_id, message_id)
        yield jws.sign(payload, key, envelope.TYP)


def make_request(host: str, tokens: list[bytes]) -> bytes:
    """Return the bytes of one HTTP request that submits these envelopes: one as it is, several by lines."""
    kind = "jose" if len(tokens) == 1 else "jose-lines"
    body = b"\n".join(tokens)
    head = (
        f"POST /v1/messages HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/{kind}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body
