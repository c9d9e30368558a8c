"""What officers do to keys while the exchange runs: list more of them, revoke one, suspend one at once."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import aiohttp

from keys import strict_json, suspension, trust_chain, trust_participants
from keys.jwk import PrivateKey
from keys.suspension import Reason
from keys.trustlist import KeyStatus, Participant
from tests.faults.machine import Machine, MachineLostError
from tests.support.hub import now, write_trust
from tests.support.trust import make_key, make_participant

PATIENCE = 30.0
PAUSE = 0.02


@dataclass(slots=True)
class Office:
    """The secretariat of one machine: it knows the newest participants document, and publishes the next."""

    machine: Machine
    session: aiohttp.ClientSession
    version: int = 1
    made: dict[str, PrivateKey] = field(default_factory=dict)

    def new_key(self, participant: str, number: int) -> PrivateKey:
        """Return another key of a participant, not listed yet."""
        return make_key("campaign", f"{participant}/{number}")

    def suspend(self, participant: str, key: PrivateKey) -> bytes:
        """Return the statement of one officer that this key is suspended."""
        trust = self.machine.site.trust
        return suspension.sign(
            trust.authority.officers["officer-1"],
            hub=trust.list.hub,
            participant=participant,
            kid=key.kid,
            reason=Reason.STOLEN,
            at=now(),
        )

    async def list_keys(self, participant: str, *keys: PrivateKey) -> None:
        """Publish a document with more keys of a participant, and return as soon as one process has it."""

        def add(own: Participant) -> Participant:
            more = [make_participant(participant, key.public, now=now()).keys[0] for key in keys]
            return replace(own, keys=(*own.keys, *more))

        await self._publish(participant, add)

    async def revoke(self, participant: str, key: PrivateKey) -> None:
        """Publish a document that revokes a key from now on, and return as soon as one process has it."""

        def take(own: Participant) -> Participant:
            out = {"status": KeyStatus.REVOKED, "status_at": now(), "reason": "replaced"}
            return replace(own, keys=tuple(replace(k, **out) if k.kid == key.kid else k for k in own.keys))  # type: ignore[arg-type]

        await self._publish(participant, take)

    async def _publish(self, participant: str, change: Callable[[Participant], Participant]) -> None:
        served = await self._served()
        text = trust_chain.text_of(served["participants"].encode(), trust_participants.KIND)
        listed = {each.id: each for each in trust_participants.parse(text).participants}
        listed[participant] = change(listed[participant])
        authority, at = self.machine.site.trust.authority, now()
        self.version += 1
        root = served["root"].encode()
        document = authority.participants(list(listed.values()), now=at, version=self.version)
        status = authority.status(root, document, now=at, version=self.version)
        folder = self.machine.site.folder
        await asyncio.to_thread(write_trust, folder, {"root": root, "participants": document, "status": status})
        try:
            async with asyncio.timeout(PATIENCE):
                while (await self._served())["participants"] != document.decode():
                    await asyncio.sleep(PAUSE)
        except TimeoutError:
            log = await asyncio.to_thread((folder / "hub-0.log").read_text, "utf-8")
            raise MachineLostError(f"the list was not published: {log[-1000:]}") from None

    async def _served(self) -> Mapping[str, str]:
        async with self.session.get(f"{self.machine.addresses[0]}/v1/trust-list") as response:
            body = strict_json.loads(await response.read())
        assert isinstance(body, dict)
        return body


async def settle_seconds() -> None:
    """Wait for the next whole second: documents and statements say no finer time."""
    begin = now() + timedelta(seconds=1)
    while now() < begin:
        await asyncio.sleep(PAUSE)
