"""How long messages are kept: by their own record, as long as the newest message of their subject, or on legal hold.

An open case is kept by a key without an end; when its reply is accepted, request and reply get the same end. An amended
ban is kept, with all its revisions, as long as the last revision says. A legal hold stops all of that for one message
until it is released; both are logged, with a reason and a reference that hold no personal data.
"""

import re
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from hashlib import sha256

from hub.core import envelope as envelopes
from hub.core import head, instant, retention
from hub.core.envelope import Envelope
from hub.core.errors import ConflictError, ErasedError, HoldError, HubError, MissingError, ParameterError
from hub.store import erasure
from hub.store import retention as stored
from hub.store.connection import Connection
from hub.store.erasure import KeptMessage
from hub.workflows.exchange import Exchange
from hub.workflows.log.arrange_group import Accepted, Act, Entry
from hub.workflows.log.commit_group import GroupCommitter
from keys import jws, strict_json
from keys.blind_index import BlindKey, Kind
from keys.errors import KeysError

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")


def read_envelope(exchange: Exchange, message: KeptMessage) -> Envelope | None:
    """Return the envelope of a stored message; None if it was erased or does not open.

    Raises:
        EncryptionKeyError: its key is not to be had now.
    """
    try:
        raw = exchange.vault.find(message.body)
        return None if raw is None else envelopes.parse(jws.read(raw, envelopes.TYP).payload, raw)
    except (HubError, KeysError) as error:
        if getattr(error, "facts", {}).get("retry_after") is not None:
            raise
        return None  # damaged: the audit of the log names it


def natural_key(exchange: Exchange, envelope: Envelope | None) -> str:
    """Return the name of the key that an envelope is kept by if only its own record is looked at."""
    now = retention.month_of(exchange.clock.now())
    if envelope is None:
        return retention.key_name(retention.OPEN, now)
    record_type = exchange.catalogue.record_type(envelope.type, envelope.version)
    return exchange.vault.key_for(envelope, record_type, accepted=retention.month_of(envelope.sent_at), now=now)


def subject_tokens(read: Iterable[Envelope], keys: Iterable[BlindKey]) -> set[bytes]:
    """Return the tokens, under these blind keys, of the bans and cases that these envelopes are about."""
    subjects = {"\0".join(key) for key in map(head.key_of, read) if key is not None}
    return {key.token(Kind.SUBJECT, subject) for key in keys for subject in subjects}


async def settle(conn: Connection, exchange: Exchange, subjects: Iterable[Envelope]) -> int:
    """Let every message of these envelopes' subjects be kept as long as the newest of them; return how many changed."""
    changed = 0
    for envelope in subjects:
        tokens = subject_tokens([envelope], exchange.vault.keyring.blind.values())
        if tokens:
            changed += await _settle(conn, exchange, await stored.read_of_tokens(conn, sorted(tokens)))
    return changed


async def _settle(conn: Connection, exchange: Exchange, messages: Sequence[KeptMessage]) -> int:
    alive = [each for each in messages if each.body.wrapped is not None and each.body.key is not None]
    free = [each for each in alive if not _is_held(each)]
    if not free or free[-1] is not alive[-1]:  # the newest is on hold: what it is kept by says nothing of the others
        return 0
    target = free[-1].body.key or ""
    other = [each for each in free if not _keeps_alike(each.body.key or "", target)]
    await erasure.rewrap(conn, [(each.index, exchange.vault.rewrap(each.body, target)) for each in other])
    return len(other)


def _is_held(message: KeptMessage) -> bool:
    return (message.body.key or "").startswith(f"{retention.HOLD}/")


def _keeps_alike(one: str, other: str) -> bool:
    return one == other or (retention.end_in_name(one) is None and retention.end_in_name(other) is None)


async def hold(
    exchange: Exchange, committer: GroupCommitter, *, sender: str, message_id: str, reason: str, case: str
) -> int:
    """Keep a message until the hold is released; return the place of the leaf that says so.

    Raises:
        ParameterError: reason or case is not one word of letters, digits and `._/-`.
        MissingError: there is no such message.
        ErasedError: it is too late.
    """
    _check_words(reason=reason, case=case)
    place = await _find(exchange, sender, message_id)
    name = retention.key_name(retention.HOLD, retention.month_of(exchange.clock.now()))

    async def apply(conn: Connection, index: int) -> None:
        await _rewrap(conn, exchange, await _alive(conn, place), lambda _: name)
        await stored.open_hold(conn, place, index)

    facts = {"message": place, "reason": reason, "case": case}
    return await _log(exchange, committer, apply, name="hold", subject=sender, facts=facts)


async def release(exchange: Exchange, committer: GroupCommitter, *, sender: str, message_id: str, reason: str) -> int:
    """End every hold on a message: it is kept as its record and its subject say again; return the place of the leaf.

    Raises:
        ParameterError: the reason is not one word.
        MissingError: there is no such message.
        HoldError: it is not on hold.
    """
    _check_words(reason=reason)
    place = await _find(exchange, sender, message_id)
    async with exchange.pool.acquire() as conn:
        opened = await stored.read_holds(conn, place)
    if not opened:
        raise HoldError

    async def apply(conn: Connection, index: int) -> None:
        for each in opened:
            await stored.close_hold(conn, each, index)
        alive = await _alive(conn, place)
        read = [envelope for envelope in (read_envelope(exchange, each) for each in alive) if envelope is not None]
        await _rewrap(conn, exchange, alive, lambda each: natural_key(exchange, read_envelope(exchange, each)))
        await settle(conn, exchange, read)

    facts = {"message": place, "reason": reason, "holds": opened}
    return await _log(exchange, committer, apply, name="hold-release", subject=sender, facts=facts)


def _check_words(**words: str) -> None:
    for name, word in words.items():
        if _WORD.fullmatch(word) is None:
            raise ParameterError(parameter=name)


async def _find(exchange: Exchange, sender: str, message_id: str) -> int:
    async with exchange.pool.acquire() as conn:
        place = await stored.find_place(conn, sender, message_id)
        if place is None:
            raise MissingError
        if await erasure.read_erased(conn, place, place + 1):
            raise ErasedError
    return place


async def _alive(conn: Connection, place: int) -> list[KeptMessage]:
    return [each for each in await erasure.read_at(conn, [place]) if each.body.wrapped is not None]


async def _rewrap(
    conn: Connection, exchange: Exchange, messages: Sequence[KeptMessage], choose: Callable[[KeptMessage], str]
) -> None:
    await erasure.rewrap(conn, [(each.index, exchange.vault.rewrap(each.body, choose(each))) for each in messages])


async def _log(
    exchange: Exchange,
    committer: GroupCommitter,
    change: Callable[[Connection, int], Awaitable[None]],
    *,
    name: str,
    subject: str,
    facts: Mapping[str, object],
) -> int:
    """Log the act and what it changes together."""
    body = strict_json.dumps({"v": 1, "act": name, **facts, "at": instant.format(exchange.clock.now())})

    async def apply(conn: Connection, index: int) -> None:
        await change(conn, index)
        await erasure.write_act(conn, index, f"{name}/{index}", body)

    digest, salt = sha256(body).hexdigest(), secrets.token_hex(16)
    act = Act(name=name, subject=subject, sha256=digest, salt=salt, raises_epoch=False)
    outcome = await committer.append(Entry(act=act, apply=apply))
    if not isinstance(outcome, Accepted):
        raise ConflictError
    return outcome.receipt.index
