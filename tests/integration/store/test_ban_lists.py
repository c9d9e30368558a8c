"""The database digests a list as the scheme says: the same buckets as a holder's own list gives, entry by entry."""

import random
from datetime import date, timedelta

import pytest

from hub.core.entry_ban import listing
from hub.core.entry_ban.listing import Listed
from hub.core.entry_ban.standing import LISTED
from hub.store import bans
from hub.store.bans import BanRow
from hub.workflows.bans.read_bans import standing_on

TODAY = date(2026, 11, 22)
STATUSES = ("active", "reduced", "pending_start", "suspended", "lifted", "annulled", "expired")


def make_rows(count: int) -> list[BanRow]:
    """Return made-up revisions of many bans, some sent to one reader, some to another, in a mixed order of references."""
    chosen = random.Random(7)
    rows = []
    for number in range(count):
        ban_id = f"RU-{chosen.choice('aZ-_.09')}{number:05}"
        for revision in range(1, chosen.randint(1, 4)):
            ends = chosen.choice([None, TODAY + timedelta(days=chosen.randint(-2, 2))])
            to = chosen.choice([("tj-mvd",), ("kz-mvd",), ("tj-mvd", "kz-mvd")])
            rows.append((ban_id, revision, chosen.choice(STATUSES), ends, to))
    chosen.shuffle(rows)
    return [
        BanRow(
            issuer="ru-guvm", ban_id=ban_id, revision=revision, index=place, status=status, action="refuse_entry",
            starts_on=TODAY, ends_on=ends, review_due=TODAY, warn_from=TODAY, recipients=to,
        )
        for place, (ban_id, revision, status, ends, to) in enumerate(rows)
    ]  # fmt: skip


@pytest.mark.parametrize("reader", ["tj-mvd", "ru-guvm", "by-mvd"])
@pytest.mark.parametrize("depth", [0, 1, 5, 12])
async def test_the_digest_of_the_database_is_that_of_the_entries(conn, reader: str, depth: int):
    rows = make_rows(300)
    await bans.write_revisions(conn, rows)
    before = len(rows) - 40
    seen = [each for each in rows if each.index < before and reader in (each.issuer, *each.recipients)]
    newest = {each.ban_id: each for each in sorted(seen, key=lambda each: each.revision)}
    held = [
        Listed(ban_id=each.ban_id, revision=each.revision, status=each.status)
        for each in newest.values()
        if standing_on(each, TODAY).is_listed
    ]

    found = await bans.digest_list(
        conn, reader=reader, issuer="ru-guvm", before=before, depth=depth, listed=LISTED, on=TODAY
    )

    assert listing.state_of_buckets(found, depth) == listing.state_of(held, depth)
    assert bool(held) == (reader != "by-mvd")
