"""Find the bans that may be a person's, among those that the caller may see.

    numbers, name and birth  ->  places in the log  ->  newest revisions the caller sent or received  ->  opened, scored

Every look-up is the caller's own: what was sent to others is not even opened, and crowds nobody out. Where the fast
search finds nobody who is surely meant, the thorough one looks again. Where even then more may be meant than are looked
at, the answer says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from hub.core.enquiry.verdict import Found
from hub.core.entry_ban.standing import standing_of
from hub.core.envelope import Envelope
from hub.core.screening import entry, person, score
from hub.core.screening.index import MOST, RANKED
from hub.core.screening.person import Described
from hub.core.screening.score import Feature, Scored, Verdict
from hub.store import access, messages
from hub.store.connection import Connection
from hub.store.projections import TypedMessage
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.exchange import Exchange
from hub.workflows.retention.retain_messages import read_envelope
from hub.workflows.screening.screening_index import ScreeningIndex

UNKNOWN_CITIZENSHIP = "XXX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks: the participant, its state (alpha-2) and how that state's citizens are coded (alpha-3)."""

    participant: str
    state: str
    citizens: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One question's search. `size` is the log size that it reflects; `own_citizens`: no others are looked at."""

    exchange: Exchange
    index: ScreeningIndex
    caller: Caller
    size: int
    own_citizens: bool
    thorough: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """The bans that are, or may be, a person's; `is_whole`: all candidates the caller may see were looked at."""

    found: Sequence[Found]
    is_whole: bool


async def find_bans(search: Search, asked: Mapping[str, Any]) -> Looked:
    """Return the bans that are, or may be, of the person asked about (in the shape of person.json)."""
    described = person.describe(asked)
    seen: set[int] = set()
    looked = await _look(search, described, seen, thorough=search.thorough)
    if search.thorough or any(each.is_hit for each in looked.found):
        return looked
    again = await _look(search, described, seen, thorough=True)
    return Looked(found=[*looked.found, *again.found], is_whole=again.is_whole)


async def _look(search: Search, asked: Described, seen: set[int], *, thorough: bool) -> Looked:
    """Look at candidates that were not seen yet: as many as are allowed, of those that the caller may see."""
    index = search.index
    ranked = [each.key for each in index.found.find(entry.query_of(asked), thorough=thorough, most=RANKED)]
    places = dict.fromkeys([*index.found.exact(entry.exact_tokens(asked, index.blind)), *ranked])
    new = [place for place in places if place not in seen]
    if not new:
        return Looked(found=(), is_whole=True)
    now, trust = search.exchange.clock.now(), search.exchange.judgement.trust
    async with search.exchange.pool.acquire() as conn:
        shown = await access.read_standing(conn, new, participant=search.caller.participant, size=search.size)
        chosen = shown[: MOST[thorough]]
        seen.update(chosen)
        current = await _leave_out_superseded(search, conn, await _open(search, conn, chosen))
    scored = [_score(place, each, asked, legal_day(trust, each.sender, now)) for place, each in current]
    return Looked(
        found=[each for each in scored if each.scored.verdict is not Verdict.NO_MATCH],
        is_whole=len(chosen) == len(shown) and len(ranked) < RANKED,
    )


async def _open(search: Search, conn: Connection, places: Sequence[int]) -> list[tuple[int, Envelope]]:
    """Return the caller's messages among these, opened; those that were erased leave the index."""
    stored = await access.read_screened(conn, places, participant=search.caller.participant, size=search.size)
    read = [(each, read_envelope(search.exchange, each.message)) for each in stored]
    search.index.forget([each.message.index for each, envelope in read if envelope is None and _is_erased(each)])
    return [
        (each.message.index, envelope)
        for each, envelope in read
        if envelope is not None and (not search.own_citizens or _is_citizen(envelope.record, search.caller.citizens))
    ]


def _is_erased(found: TypedMessage) -> bool:
    return found.message.body.wrapped is None


def _is_citizen(record: Mapping[str, Any], code: str) -> bool:
    """Say whether a ban may be on a citizen of this state: by citizenship, by document, or where neither is known."""
    subject = record["subject"]
    known = {each["code"] for each in subject["nationalities"] if "until" not in each} - {UNKNOWN_CITIZENSHIP}
    return not known or code in known or any(each["issuing_state"] == code for each in subject.get("documents", ()))


async def _leave_out_superseded(
    search: Search, conn: Connection, opened: Sequence[tuple[int, Envelope]]
) -> list[tuple[int, Envelope]]:
    """Leave out revisions after which the caller was sent a later one, which is not projected yet."""
    bans = sorted({(each.sender, each.record["ban_id"]) for _, each in opened})
    newest = await access.read_newest(conn, bans) if bans else {}
    kept = []
    for place, envelope in opened:
        last = newest.get((envelope.sender, envelope.record["ban_id"]), envelope.id)
        if last == envelope.id or not await _was_sent(search, conn, last, envelope.sender):
            kept.append((place, envelope))
    return _newest_of_each(kept)


async def _was_sent(search: Search, conn: Connection, message_id: str, sender: str) -> bool:
    """Say whether this message is in the index and the caller may see it."""
    participant = search.caller.participant
    found = await messages.read_messages(conn, message_id=message_id, participant=participant, released=search.size)
    return any(each.sender == sender for each in found)


def _newest_of_each(found: Iterable[tuple[int, Envelope]]) -> list[tuple[int, Envelope]]:
    """Return the last revision of each ban among these."""
    last = {
        (envelope.sender, envelope.record["ban_id"]): (place, envelope) for place, envelope in sorted(found, key=_place)
    }
    return list(last.values())


def _place(found: tuple[int, Envelope]) -> int:
    return found[0]


def _score(place: int, envelope: Envelope, asked: Described, today: date) -> Found:
    record = envelope.record
    scored = score.score(asked, person.describe(record["subject"]))
    return Found(
        index=place,
        issuer=envelope.sender,
        record=record,
        standing=standing_of(record, today),
        scored=_spare_victim(scored, asked, record),
    )


_VICTIM = Feature(
    name="misused-identity",
    agreement=-1.0,
    weight=4.0,
    ru="данные этого человека использовало другое лицо",
    en="somebody else used this person's identity",
)


def _spare_victim(scored: Scored, asked: Described, record: Mapping[str, Any]) -> Scored:
    """Doubt a hit on somebody whose identity the banned person used."""
    victim = record.get("misused_identity", {}).get("victim")
    if scored.verdict is not Verdict.HIT or victim is None:
        return scored
    known = {**victim, "birth": {"date": victim["birth"]}} if "birth" in victim else victim
    if score.score(asked, person.describe(known)).verdict is not Verdict.HIT:
        return scored
    return replace(scored, verdict=Verdict.DOUBT, features=(*scored.features, _VICTIM))


async def read_lists(search: Search) -> dict[str, datetime]:
    """Return of which moment each issuer's list is, by statements that the caller may see: none from a stolen key."""
    stated = await search.index.lists.of(search.caller.participant)
    places = [said.index for said in stated.values()]
    async with search.exchange.pool.acquire() as conn:
        seen = await access.read_screened(conn, places, participant=search.caller.participant, size=search.size)
    known = {each.message.index for each in seen}
    return {issuer: said.as_of for issuer, said in stated.items() if said.index in known}
