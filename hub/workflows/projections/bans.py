"""The projection `bans`: how every ban stands, which reviews and enquiries wait, which acts and list states there are.

It keeps references, states and days. Who is banned stays in the messages, which whoever reads opens.
"""

from collections.abc import Sequence

from hub.core import entry_ban, head
from hub.core.entry_ban import amnesty, listing, reports, review
from hub.core.entry_ban.period import span_of
from hub.core.entry_ban.review import ReviewTerms
from hub.store import ban_cases, bans
from hub.store.ban_cases import BanCase
from hub.store.bans import BanRow, ListStateRow
from hub.store.connection import Connection
from hub.workflows.exchange import Exchange
from hub.workflows.projections.project import Followed

HIT = "ban-hit"
_OPENING = frozenset({reports.HIT, reports.REQUEST, reports.ENQUIRY})
_OUTCOME = {reports.HIT: "outcome", reports.DECISION: "outcome", reports.ANSWER: "result"}


class Bans:
    """Keeps a line for each revision of a ban, and one for each review, enquiry, hit, act and list state."""

    name = "bans"
    types = frozenset({entry_ban.TYPE, amnesty.TYPE, listing.TYPE, reports.HIT, *reports.MOVERS})
    tables = ("ban_revision", "ban_case", "amnesty_act", "ban_list_state")

    async def apply(self, conn: Connection, exchange: Exchange, messages: Sequence[Followed], /) -> None:
        """Take in messages, in log order."""
        terms = terms_of(exchange)
        await bans.write_revisions(conn, [_ban(each, terms) for each in messages if _is(each, entry_ban.TYPE)])
        await bans.write_acts(conn, [_act(each) for each in messages if _is(each, amnesty.TYPE)])
        await bans.write_states(conn, [_state(each) for each in messages if _is(each, listing.TYPE)])
        for each in messages:
            if each.envelope.type in _OPENING:
                await ban_cases.open_case(conn, _case(each))
            elif each.envelope.type in _OUTCOME:
                await _answer(conn, each)

    async def forget(self, conn: Connection, indexes: Sequence[int], /) -> None:
        """Let go of erased messages."""
        await bans.forget(conn, indexes)
        await ban_cases.forget(conn, indexes)

    async def clear(self, conn: Connection, /) -> None:
        """Forget everything."""
        await bans.clear(conn)
        await ban_cases.clear(conn)


def terms_of(exchange: Exchange) -> ReviewTerms:
    """Return the terms of reviews, which are data."""
    return review.terms({entry.code: entry.more for entry in exchange.catalogue.code_list("ban-terms").entries})


def _is(followed: Followed, kind: str) -> bool:
    return followed.envelope.type == kind


def _ban(followed: Followed, terms: ReviewTerms) -> BanRow:
    record = followed.envelope.record
    span, due = span_of(record), review.review_of(record, terms)
    return BanRow(
        issuer=followed.envelope.sender,
        ban_id=record["ban_id"],
        revision=record["revision"],
        index=followed.index,
        status=record["status"],
        action=record["action"],
        starts_on=span.start,
        ends_on=span.end,
        review_due=due.due,
        warn_from=due.warn_from,
        recipients=followed.to,
    )


def _act(followed: Followed) -> tuple[str, str, int, int]:
    record = followed.envelope.record
    return followed.envelope.sender, record["act_id"], record["revision"], followed.index


def _state(followed: Followed) -> ListStateRow:
    record = followed.envelope.record
    return ListStateRow(
        index=followed.index,
        issuer=record["issuer"],
        holder=record["holder"],
        recipients=followed.to,
        digest=bytes.fromhex(record["digest"]),
    )


def _key(followed: Followed) -> tuple[str, str, str]:
    """Return kind, owner and subject: those of the head where there is one; a hit has none."""
    key = head.key_of(followed.envelope)
    if key is None:
        return HIT, followed.envelope.sender, followed.envelope.record["hit_id"]
    return key.kind, key.owner, key.subject


def _case(followed: Followed) -> BanCase:
    record, (kind, owner, subject) = followed.envelope.record, _key(followed)
    return BanCase(
        kind=kind,
        owner=owner,
        subject=subject,
        issuer=followed.to[0],
        ban_id=record.get("ban", record).get("ban_id"),
        agreement=followed.envelope.agreement,
        opened=followed.index,
        opened_at=followed.at,
        answered=None,
        answered_at=None,
        outcome=record.get(_OUTCOME.get(followed.envelope.type, "")),
    )


async def _answer(conn: Connection, followed: Followed) -> None:
    outcome = followed.envelope.record[_OUTCOME[followed.envelope.type]]
    await ban_cases.answer_case(conn, _key(followed), answered=followed.index, at=followed.at, outcome=outcome)
