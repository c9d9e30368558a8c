"""What a participant's gateway does for its people, in the training environment: it delegates to the keys they make.

Elsewhere a person does that with `hub keys delegate`, having seen whose key it is. Here all people are fictitious, and
a key that somebody makes in his browser may sign a second later. All participants' keys lie in one folder here, and
only here.
"""

import asyncio
import secrets
import sys
from datetime import timedelta
from pathlib import Path

from hub import settings
from hub.core.ids import make_message_id
from hub.telemetry import configure_logging
from hub.workflows.drafts.keep_signing_key import waiting_keys
from hub.workflows.exchange import Exchange
from hub.workflows.process.open_exchange import Process, open_process
from hub.workflows.trust.log_statement import log_statement
from keys import delegation, keyfile
from keys.delegation import EVERYTHING, Delegation
from keys.jwk import PublicKey, Signer

PAUSE = 1.0  # seconds
HOLDS = timedelta(days=90)


async def delegate_waiting(process: Process, folder: Path) -> int:
    """Delegate to every key that waits; return how many that were. `folder` holds a folder for each participant."""
    exchange, count = process.exchange, 0
    for participant in exchange.judgement.trust.participants:
        file = folder / participant / "signing.pem"
        if not file.exists():
            continue
        for account, public in await waiting_keys(exchange, participant):
            token = _say(exchange, participant, account, public, keyfile.read(file, None))
            await log_statement(exchange, process.committer, token)
            count += 1
    return count


def _say(exchange: Exchange, participant: str, account: str, public: PublicKey, key: Signer) -> bytes:
    now = exchange.clock.now().replace(microsecond=0)
    said = Delegation(
        hub=exchange.origin,
        id=make_message_id(now, secrets.token_bytes(10)),
        participant=participant,
        person=account,
        public=public,
        types=EVERYTHING,
        purposes=EVERYTHING,
        valid_from=now,
        valid_until=now + HOLDS,
        issued_at=now,
    )
    return delegation.sign(said, key)


async def _serve(folder: Path) -> None:
    async with open_process(settings.load()) as process:
        while True:
            await delegate_waiting(process, folder)
            await asyncio.sleep(PAUSE)


if __name__ == "__main__":
    configure_logging("error")
    asyncio.run(_serve(Path(sys.argv[1])))
