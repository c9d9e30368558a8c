"""Answers that attack, or are none: refused, bounded, and no network provoked."""

from pathlib import Path

import pytest

from adapters.kz_shep import make_adapter
from adapters.kz_shep.names import ASYNC, SOAP
from hub.sdk.ports import SourceUnavailableError
from tests.adapters.kz_shep.running import ROUTES
from tests.adapters.ru_smev.test_hostile_answers import answering, attacks

ENVELOPE = f'<e:Envelope xmlns:e="{SOAP}"><e:Body>%s</e:Body></e:Envelope>'
MESSAGES = f'<c:getMessagesResponse xmlns:c="{ASYNC}"><response>%s</response></c:getMessagesResponse>'


def ask(url: str, folder: Path) -> None:
    made = make_adapter(
        {
            "sync_endpoint": url,
            "async_endpoint": url,
            "inbound_service": "A",
            "outbound_service": "B",
            "sender_id": "c",
            "sender_password": "d",
            "participant": "kz-mvd",
            "state_dir": str(folder),
            "routes": ROUTES,
            "timeout_seconds": 2,
            "max_answer_bytes": 100_000,
            "messages_per_call": 2,
        }
    )
    try:
        made.source.changes(None, 5)
    finally:
        made.close()


@pytest.mark.parametrize("name", list(attacks(9)))
def test_hostile_documents_are_no_answers(name: str, tmp_path: Path) -> None:
    with answering(200, attacks(9)[name].encode()) as url, pytest.raises(SourceUnavailableError):
        ask(url, tmp_path)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, ENVELOPE % ""),
        (200, ENVELOPE % "<x/>"),
        (200, ENVELOPE % (MESSAGES % "<messages/>")),
        (200, ENVELOPE % (MESSAGES % ("<messages><messageInfo><messageId>1</messageId></messageInfo></messages>" * 3))),
        (200, ENVELOPE % f'<c:sendMessageResponse xmlns:c="{ASYNC}"><response/></c:sendMessageResponse>'),
        (200, (ENVELOPE % (MESSAGES % "")).replace("<e:Body>", "<e:Body/><e:Body>")),
        (200, ENVELOPE % (MESSAGES % ("a" * 200_000))),
        (500, ENVELOPE % (MESSAGES % "")),
        (403, "Forbidden"),
    ],
)
def test_answers_that_are_not_what_was_asked_for_are_no_answers(status: int, body: str, tmp_path: Path) -> None:
    with answering(status, body.encode()) as url, pytest.raises(SourceUnavailableError):
        ask(url, tmp_path)


def test_an_empty_queue_is_no_trouble(tmp_path: Path) -> None:
    with answering(200, (ENVELOPE % (MESSAGES % "")).encode()) as url:
        ask(url, tmp_path)
