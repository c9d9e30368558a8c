"""People who prepare and sign at the served console, without a browser: each with a key that is delegated to him."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from hub.core.console.account import Account
from hub.core.mover import HeadKey
from hub.workflows.cases.find_blocks import BlockKind, find_blocks
from hub.workflows.cases.open_evidence import open_evidence
from keys import approval, jws
from keys.jwk import PrivateKey, PublicKey
from tests.console.seeding import follow_all
from tests.console.seeding_signing import submit_request
from tests.console.served import Served
from tests.integration import contact_persons
from tests.support.hub import now
from tests.support.trust import make_key

OWNER = "kz-mvd"
REVISION = re.compile(r'name="revision" value="([0-9]+)"')
CSRF = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What the console answered to a form."""

    status: int
    location: str
    page: str


@dataclass(kw_only=True)
class Signer:
    """Somebody at the console, with a key of his own."""

    served: Served
    client: aiohttp.ClientSession
    account: Account
    key: PrivateKey

    async def get(self, path: str) -> str:
        """Return a page."""
        async with self.client.get(path) as answer:
            assert answer.status == 200, f"{path} {answer.status}"
            return await answer.text()

    async def post(self, path: str, form: Mapping[str, Any]) -> Answered:
        """Send a form of the console."""
        csrf = CSRF.findall(await self.get("/drafts"))[0]
        headers = {"Sec-Fetch-Site": "same-origin"}
        posted = {**form, "csrf": csrf}
        async with self.client.post(path, data=posted, headers=headers, allow_redirects=False) as answer:
            return Answered(status=answer.status, location=answer.headers.get("Location", ""), page=await answer.text())

    async def payload(self, draft: str) -> bytes:
        """Return the bytes that are to be signed."""
        async with self.client.get(f"{draft}/bytes") as answer:
            assert answer.status == 200
            return await answer.read()

    async def statement(self, draft: str) -> bytes:
        """Return the signed approval of a draft."""
        payload = await self.payload(draft)
        said = approval.Approval(
            hub=self.served.hub.exchange.origin,
            participant=str(self.account.participant),
            person=self.account.id,
            payload_sha256=approval.digest(payload),
            type=json.loads(payload)["type"],
            at=now(),
        )
        return approval.sign(said, self.key)

    async def envelope(self, draft: str) -> bytes:
        """Return the signed envelope of a draft."""
        return jws.sign(await self.payload(draft), self.key, "cis-record+jws")

    async def approve(self, draft: str) -> Answered:
        """Give the first signature."""
        return await self.post(
            f"{draft}/approve",
            {"token": (await self.statement(draft)).decode(), "revision": await self.revision(draft)},
        )

    async def revision(self, draft: str) -> str:
        """Return which revision of a draft is shown; "1" where none is."""
        found = REVISION.findall(await self.get(draft))
        return str(found[0]) if found else "1"

    async def sign(self, draft: str) -> Answered:
        """Give the last signature."""
        return await self.post(
            f"{draft}/sign", {"token": (await self.envelope(draft)).decode(), "revision": await self.revision(draft)}
        )

    async def look(self, case: str) -> None:
        """Open the decisive evidence of a case."""
        exchange, key = self.served.hub.exchange, HeadKey("case", OWNER, case.rpartition("/")[2])
        for each in await find_blocks(exchange, self.account, key, "readmission-reply"):
            if each.kind is BlockKind.EVIDENCE:
                await open_evidence(exchange, self.account, index=each.index, item=each.item)


async def delegate(served: Served, account: Account, public: PublicKey) -> None:
    """Let the participant delegate everything to a key of one of its people."""
    if public.kid not in served.hub.exchange.judgement.delegations:
        given = {"public": public, "types": ("*",), "purposes": ("*",)}
        await contact_persons.delegate(served.hub, account.id, str(account.participant), **given)


async def make_signer(served: Served, login: str, client: aiohttp.ClientSession) -> Signer:
    """Return somebody with a key that is delegated to him."""
    key, account = make_key("console", login), served.accounts[login]
    signer = Signer(served=served, client=client, account=account, key=key)
    await signer.post("/account/signing-key", {"jwk": json.dumps(dict(key.public.to_jwk()))})
    await delegate(served, account, key.public)
    return signer


async def new_case(served: Served, case: str, *, born: int = 1990) -> str:
    """Let Kazakhstan ask, and return the address of the case."""
    await submit_request(served.hub, case, born=born)
    await follow_all(served.hub)
    return f"/readmission/{OWNER}/{case}"
