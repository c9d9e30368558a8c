"""The keys that an account signs with: their public halves, and what their participant has delegated to them.

    browser or key file -> public half kept with the account -> delegated by the participant (`hub keys delegate`, or
    its gateway) -> the account signs

The hub has no private half of any of them. A key that is not delegated signs nothing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub.core.console.account import Account
from hub.core.errors import SigningKeyError, SigningKeyMalformedError, SigningKeyTakenError
from hub.store import drafts
from hub.store.drafts import KeptKey
from hub.workflows.audit_console import deed_of, note
from hub.workflows.exchange import Exchange
from keys import jwk, strict_json
from keys.delegation import Delegation
from keys.errors import KeyRefusedError, StrictJsonError
from keys.jwk import PublicKey

ACTION = "signing-key"
MEMBERS = {"kty", "crv", "x", "y", "kid", "alg", "use"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A key of an account; `state` is "waiting", "in-force", "withdrawn" or "over", `person` its delegate."""

    kid: str
    alg: str
    jwk: str
    created_at: datetime
    state: str
    person: str | None
    until: datetime | None
    scope: Delegation | None = field(default=None, repr=False)

    @property
    def is_in_force(self) -> bool:
        """Whether the account can sign with it now."""
        return self.state == "in-force"

    def covers(self, record_type: str, purpose: str) -> bool:
        """Whether it may sign a record of this type for this purpose."""
        return self.scope is not None and self.scope.covers(record_type, purpose)


async def keep_signing_key(exchange: Exchange, account: Account, text: str) -> str:
    """Keep the public half of a key (JWK) with an account, and return its kid; the same again changes nothing.

    Raises:
        SigningKeyMalformedError: it is none, or holds a private half.
        SigningKeyTakenError: another account has it, or it is a participant's own.
    """
    public = _parse(text)
    if public.kid in exchange.judgement.trust.keys:
        raise SigningKeyTakenError
    now = exchange.clock.now()
    said = json.dumps(dict(public.to_jwk()), separators=(",", ":"))
    async with exchange.pool.acquire() as conn, conn.transaction():
        kept = KeptKey(kid=public.kid, account=account.id, jwk=said, created_at=now)
        if not await drafts.write_key(conn, kept):
            raise SigningKeyTakenError
        await note(conn, deed_of(account, ACTION, public.kid), now)
    return public.kid


def _parse(text: str) -> PublicKey:
    try:
        given = strict_json.loads(text.encode("utf-8", "replace"))
    except StrictJsonError:
        raise SigningKeyMalformedError from None
    if not isinstance(given, dict) or not given.keys() <= MEMBERS:
        raise SigningKeyMalformedError
    return _public(given)


def _public(given: Mapping[str, Any]) -> PublicKey:
    try:
        public = jwk.parse({**given, "use": "sig"})
        named = jwk.parse({**public.to_jwk(), "kid": public.thumbprint})
    except KeyRefusedError:
        raise SigningKeyMalformedError from None
    if public.alg not in {"Ed25519", "ES256"}:
        raise SigningKeyMalformedError
    return named


async def list_signing_keys(exchange: Exchange, account: Account) -> Sequence[SigningKey]:
    """Return the keys of an account, newest first, with what is delegated to them."""
    async with exchange.pool.acquire() as conn:
        return [_described(exchange, each) for each in await drafts.read_keys(conn, account.id)]


async def waiting_keys(exchange: Exchange, participant: str) -> Sequence[tuple[str, PublicKey]]:
    """Return keys of the participant's people to which nothing was ever delegated, as (account, public half)."""
    async with exchange.pool.acquire() as conn:
        found = await drafts.read_keys_of(conn, participant)
    return [(each.account, _parse(each.jwk)) for each in found if each.kid not in exchange.judgement.delegations]


async def usable_keys(exchange: Exchange, account: Account, record_type: str, purpose: str) -> Sequence[SigningKey]:
    """Return the keys that the account can sign such a record with now."""
    found = await list_signing_keys(exchange, account)
    return [each for each in found if each.is_in_force and each.covers(record_type, purpose)]


async def require_own_key(exchange: Exchange, account: Account, kid: str) -> SigningKey:
    """Return the account's key of this name.

    Raises:
        SigningKeyError: it has none of this name.
    """
    for each in await list_signing_keys(exchange, account):
        if each.kid == kid:
            return each
    raise SigningKeyError


def _described(exchange: Exchange, kept: KeptKey) -> SigningKey:
    granted = exchange.judgement.delegations.get(kept.kid)
    said = None if granted is None else granted.delegation
    return SigningKey(
        kid=kept.kid,
        alg=_parse(kept.jwk).alg,
        jwk=kept.jwk,
        created_at=kept.created_at,
        state=_state(said, exchange.clock.now()),
        person=None if said is None else said.person,
        until=None if said is None else said.valid_until,
        scope=said,
    )


def _state(said: Delegation | None, now: datetime) -> str:
    if said is None:
        return "waiting"
    if said.is_withdrawal:
        return "withdrawn"
    return "in-force" if said.valid_from <= now < said.valid_until else "over"
