"""Bans, as the served console of the tests has them: of Russia, on persons who are plainly fictitious."""

from typing import Any

from hub.core.entry_ban import listing
from hub.workflows.bans.reconcile_bans import read_state
from hub.workflows.log.release_log import release_rest
from hub.workflows.projections import project
from hub.workflows.projections.bans import Bans
from tests.integration.hubs import Hub
from tests.support.hub import make_ban, now

TJ, RU = "tj-mvd", "ru-guvm"
BANNED = {
    "names": [
        {"surname": "Пробный", "given": "Тестобек", "patronymic": "Образцович", "script": "Cyrl", "role": "primary"},
        {"surname": "PROBNYI", "given": "TESTOBEK", "script": "Latn", "role": "mrz"},
    ],
    "birth": {"date": {"year": 1990, "month": 5, "day": 4}, "country": "TJK"},
    "sex": "M",
    "nationalities": [{"code": "TJK"}],
    "documents": [{"type": "foreign_passport", "number": "400000001", "issuing_state": "TJK"}],
}
MARKED = {
    **BANNED,
    "names": [{"surname": "<b>Знаков</b>", "given": "Тестзнак", "script": "Cyrl", "role": "primary"}],
    "birth": {"date": {"year": 1985, "month": 2, "day": 11}, "country": "TJK"},
    "documents": [{"type": "foreign_passport", "number": "400000002", "issuing_state": "TJK"}],
}


async def seed_bans(hub: Hub) -> None:
    """Two bans of Russia, sent to Tajikistan, the first in two revisions; a third that Tajikistan never received."""
    first = _record("RU-BAN-TEST-1", BANNED)
    delivered = await hub.submit(hub.sign(RU, first, to=[TJ], subject="RU-BAN-TEST-1"))
    await hub.submit(hub.said(TJ, "processed", delivered.receipt))
    await hub.submit(hub.sign(RU, {**first, "revision": 2}, to=[TJ], subject="RU-BAN-TEST-1"))
    await hub.submit(hub.sign(RU, _record("RU-BAN-TEST-2", MARKED), to=[TJ], subject="RU-BAN-TEST-2"))
    await hub.submit(hub.sign(RU, _record("RU-BAN-TEST-3", BANNED), to=["kz-mvd"], subject="RU-BAN-TEST-3"))
    await _state(hub)


def _record(ban_id: str, subject: dict[str, Any]) -> dict[str, Any]:
    return {**make_ban(1, issuer=RU), "ban_id": ban_id, "subject": subject}


async def _state(hub: Hub) -> None:
    """Let Russia state its list to Tajikistan, so that it is fresh."""
    await release_rest(hub.exchange)
    while not (await project.follow(hub.exchange, Bans()))[1]:
        pass
    at = now()
    _, state = await read_state(hub.exchange, reader=TJ, issuer=RU, on=at.date(), depth=None)
    record = {
        "issuer": RU, "holder": RU, "scheme": listing.SCHEME, "on": at.date().isoformat(),
        "as_of": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "count": state.count, "digest": state.digest, "buckets": list(state.buckets),
    }  # fmt: skip
    await hub.submit(hub.sign(RU, record, type="ban-list-state", to=[TJ], subject=None))
