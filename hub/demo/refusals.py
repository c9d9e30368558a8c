"""What the hub refuses, and what it does with the same message twice."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from hub.core import envelope as envelopes
from hub.core import ids
from hub.demo.theatre import KAZAKHSTAN, RUSSIA, TAJIKISTAN, Theatre
from keys import jws, strict_json
from schemas import files

EXAMPLE = "valid-overstay-from-exit"


async def send_twice(theatre: Theatre) -> str:
    """Send one message twice: the receipts must be equal to the byte, and the inbox hold it once; return its id."""
    token, message_id = _seal(theatre, {})
    answers = [await _post(theatre, token) for _ in range(2)]
    receipts = [answer.get("receipt") for _, answer in answers]
    theatre.report.add("records_submitted")
    theatre.report.check(
        "duplicate-one-effect",
        receipts[0] is not None and receipts[0] == receipts[1],
        "одно сообщение отправлено дважды: одна и та же квитанция, одно действие",
        "one message sent twice: the same receipt, one effect",
    )
    return message_id


async def refuse(theatre: Theatre) -> None:
    """Send what must be refused; nothing of it may be accepted."""
    theatre.report.title("refusals")
    broken, _ = _seal(theatre, {})
    cases = {
        "signature-invalid": (_flip_signature(broken), "нарушенная подпись", "a broken signature"),
        "schema-violation": (_seal(theatre, {"revision": "one"})[0], "ошибка схемы", "a schema error"),
        "sender-mismatch": (
            _seal(theatre, {}, sender=RUSSIA)[0],
            "от чужого имени",
            "in another's name",
        ),
        "wrong-hub": (
            _seal(theatre, {}, hub="hub.example/production")[0],
            "подписано для другого контура",
            "signed for another environment",
        ),
    }
    for code, (token, ru, en) in cases.items():
        status, answer = await _post(theatre, token)
        held = 400 <= status < 500 and answer.get("code") == code
        theatre.report.add("refused_as_expected", int(held))
        theatre.report.check(f"refused-{code}", held, f"отклонено: {ru} [{code}]", f"refused: {en} [{code}]")


def _seal(theatre: Theatre, changes: Mapping[str, Any], **members: Any) -> tuple[bytes, str]:
    """Return an envelope of Kazakhstan to Tajikistan, and its id: a fictitious ban, altered as asked."""
    now = theatre.clock.now()
    message_id = ids.make_message_id(now, secrets.token_bytes(10))
    ban_id = f"KZ-DEMO-{secrets.token_hex(4)}"
    record = {**_example(), "ban_id": ban_id, "issuer": KAZAKHSTAN, "grounds": ["OVERSTAY"], **changes}
    routing: dict[str, Any] = {
        "hub": theatre.stage.settings()["HUB_ORIGIN"],
        "message_id": message_id,
        "sender": KAZAKHSTAN,
        "to": [TAJIKISTAN],
        "sent_at": now,
        "type": "entry-ban",
        "version": "1.0",
        "subject": ban_id,
        "agreement": "cis-2000",
        "purpose": "entry-control",
        "record": record,
        **members,
    }
    return jws.sign(envelopes.format(**routing), theatre.key(KAZAKHSTAN), envelopes.TYP), message_id


def _example() -> dict[str, Any]:
    example = files.ROOT / "entry-ban" / "1.0" / "examples" / f"{EXAMPLE}.json"
    return dict(strict_json.loads(example.read_bytes()))  # type: ignore[call-overload,no-any-return]


def _flip_signature(token: bytes) -> bytes:
    """Change one letter in the middle of the signature, to another of the alphabet."""
    place = len(token) - 40
    letter = b"A" if token[place : place + 1] != b"A" else b"B"
    return token[:place] + letter + token[place + 1 :]


async def _post(theatre: Theatre, token: bytes) -> tuple[int, dict[str, Any]]:
    headers = {"Content-Type": "application/jose"}
    async with theatre.session.post(f"{theatre.url}/v1/messages", data=token, headers=headers) as answer:
        return answer.status, json.JSONDecoder().decode(await answer.text())
