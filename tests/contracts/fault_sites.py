"""Faults that only the member's own gateway says: each brought about by the gateway's own code, in this process."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from hub.sdk.books.outbox import Declined
from hub.sdk.books.waiting_room import Held
from hub.sdk.exchange.approval import ApprovalDesk
from hub.sdk.ports import Change, Part, Problem
from hub.sdk.sealing.seal import Sealer
from hub.sdk.sealing.sealed_parts import SealedParts
from hub.sdk.sync.ban_lists import BanLists
from keys.encryption_key import EncryptionKey
from schemas import catalogue, files
from tests.support.records import SENT
from tests.support.trust import make_key, make_trust

ORIGIN = "mig.example/test"
BAN = files.ROOT / "entry-ban/1.3/examples/valid-overstay-from-exit.json"
HELD = Held(message_id="019a0000-0000-7000-8000-000000000001", payload=b"{}", recipients=["tj-mvd"], origin={})


def _sealer() -> Sealer:
    trust = make_trust(now=SENT, origin=ORIGIN, openers={"tj-mvd": [EncryptionKey.generate()]}).list
    return Sealer(
        make_key("test", "ru-guvm"),
        catalogue.load(),
        participant="ru-guvm",
        origin=ORIGIN,
        clock=SimpleNamespace(now=lambda: SENT),
        state=lambda: "RU",
        parts=SealedParts(lambda: trust, (), participant="ru-guvm", origin=ORIGIN),
        gate=SimpleNamespace(blocks=lambda *_: False),  # type: ignore[arg-type]
    )


def _seal(kind: str, version: str, record: Mapping[str, Any], parts: Sequence[Part] = ()) -> Sequence[Problem]:
    """Return why the gateway does not sign a record of its source."""
    change = Change(
        type=kind,
        version=version,
        subject=record.get("ban_id"),
        to=["tj-mvd"],
        agreement=None,
        purpose="-",
        record=record,
        parts=parts,
    )
    sealed = _sealer().seal_change(change)
    return sealed.problems if isinstance(sealed, Declined) else ()


def _wait(since: datetime, *, refused: bool) -> Sequence[Problem]:
    """Return why a record left the waiting room without a signature."""
    declined: list[Declined] = []

    async def do(work: Callable[..., Any], *given: Any) -> Any:
        return work(*given)

    with TemporaryDirectory() as folder:
        if refused:
            (Path(folder) / f"{HELD.message_id}.refused").touch()
        desk = ApprovalDesk(
            SimpleNamespace(disk=SimpleNamespace(do=do), clock=SimpleNamespace(now=lambda: SENT)),  # type: ignore[arg-type]
            SimpleNamespace(),  # type: ignore[arg-type]
            SimpleNamespace(settle_held=lambda _id, out, _now: declined.append(out)),  # type: ignore[arg-type]
            Path(folder),
        )
        asyncio.run(desk._look(HELD, since))
    return [problem for each in declined for problem in each.problems]


def _too_large() -> Sequence[Problem]:
    part = Part(media_type="application/pdf", content=b"%PDF-" + bytes(250_000))
    return _seal("entry-ban", "1.3", files.read(BAN), [part] * 3)


def _unknown_list() -> Sequence[Problem]:
    """Return why a gateway does not state a list that it has not seen from its beginning."""
    site = SimpleNamespace(participant="ru-guvm", sealer=_sealer())
    book = SimpleNamespace(is_whole=lambda: False)
    lists = BanLists(site, book, SimpleNamespace())  # type: ignore[arg-type]
    plan = SimpleNamespace(recipients=("tj-mvd",))
    own = SimpleNamespace(agreed=SimpleNamespace(plan=plan), local=SimpleNamespace(zone=UTC))
    (declined,) = lists.state(own, SENT)  # type: ignore[arg-type]
    return declined.problems if isinstance(declined, Declined) else ()


TRIALS: Mapping[str, Callable[[], Sequence[Problem]]] = {
    "an empty file `approvals/<message id>.refused` beside the `.payload` that waits": lambda: _wait(
        SENT, refused=True
    ),
    "a `.payload` in `approvals/` beside which no `.approval` was put for 29 days": lambda: _wait(
        SENT - timedelta(days=29, minutes=1), refused=False
    ),
    "a file or row of the national system with a record of the type `receipt`": lambda: _seal("receipt", "1.0", {}),
    "a file or row of the national system whose sealed parts come to 750 kB": _too_large,
    "a sync of `ban-list-state` at a gateway whose state was made by an earlier version": _unknown_list,
}
