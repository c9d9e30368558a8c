"""Ban lists of pairs, by the log and as both sides stated them: equal, different, not stated; and nobody's name."""

from datetime import timedelta
from typing import Any

import pytest

from hub.console.pages import reconcile
from hub.core.entry_ban import listing
from hub.workflows.audit_console import read_deeds
from hub.workflows.bans.reconcile_bans import read_state
from tests.console.seeding import follow_all
from tests.console.served import Served
from tests.support.hub import now

LIAISON, SECRETARIAT = "tj-mvd.liaison", "cis-ec.secretariat-officer"
PAIR = "/entry-bans/reconcile/ru-guvm/tj-mvd"


async def read(served: Served, login: str, path: str, lang: str = "en") -> tuple[int, str]:
    async with served.client(login, lang=lang) as client, client.get(path) as answer:
        return answer.status, await answer.text()


async def state(served: Served, *, holder: str, without: int = 0) -> None:
    """Let somebody state Russia's list at Tajikistan, as it is by the log, or with fewer bans."""
    hub, at = served.hub, now()
    await follow_all(hub)
    view, found = await read_state(hub.exchange, reader="tj-mvd", issuer="ru-guvm", on=at.date(), depth=None)
    if without:
        found = listing.state_of([], found.depth)
    record: dict[str, Any] = {
        "issuer": "ru-guvm", "holder": holder, "scheme": listing.SCHEME, "on": view.on.isoformat(),
        "as_of": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "count": found.count, "digest": found.digest,
        "buckets": list(found.buckets),
    }  # fmt: skip
    to = ["tj-mvd"] if holder == "ru-guvm" else ["ru-guvm"]
    await hub.submit(hub.sign(holder, record, type="ban-list-state", to=to, subject=None))
    await follow_all(hub)


async def test_a_pair_is_compared_with_the_log_and_the_list_of_pairs_remembers_it(served: Served):
    await state(served, holder="tj-mvd")
    status, page = await read(served, LIAISON, PAIR)
    assert status == 200
    assert page.count("Equal to the log") == 2
    for told in ("RU-BAN-TEST", "Тестобек", "Пробный"):
        assert told not in page

    status, page = await read(served, LIAISON, "/entry-bans/reconcile", "ru")
    assert status == 200
    assert "Списки других, которые держим мы" in page
    assert "больше недели назад" not in page
    assert "Равны" in page
    deed = (await read_deeds(served.hub.exchange, "tj-mvd", action="entry-bans-reconcile"))[0].deed
    assert (deed.object, deed.outcome) == ("ru-guvm/tj-mvd", "equal")


async def test_a_statement_of_more_than_a_week_ago_is_told_to_be_late(served: Served, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reconcile, "FRESH", timedelta(days=-1))

    assert "more than a week ago" in (await read(served, SECRETARIAT, "/entry-bans/reconcile"))[1]


async def test_a_list_that_nobody_has_stated_is_told_so_with_what_to_do(served: Served):
    status, page = await read(served, "kz-mvd.liaison", "/entry-bans/reconcile/ru-guvm/kz-mvd")

    assert status == 200
    assert "Not stated" in page
    assert "The holder has stated nothing to the issuer." in page
    assert "hub bans state --issuer ru-guvm --list FILE" in page
    assert "RU-BAN-TEST" not in page


async def test_what_a_holder_lacks_shows_by_bucket_to_both_sides_and_as_totals_to_the_secretariat(served: Served):
    await state(served, holder="tj-mvd", without=1)

    for login, told in ((LIAISON, "hub bans compare"), ("ru-guvm.liaison", "The holder's system lacks bans")):
        status, page = await read(served, login, PAIR)
        assert status == 200
        assert "Differs from the log" in page
        assert "Buckets that differ" in page
        assert told in page
    status, page = await read(served, SECRETARIAT, PAIR)
    assert status == 200
    assert "Differs from the log" in page
    assert "Buckets that differ" not in page
    assert "Digest stated" not in page
    status, page = await read(served, SECRETARIAT, "/entry-bans/reconcile")
    assert status == 200
    assert PAIR in page

    await state(served, holder="tj-mvd")
    assert "Differs from the log" not in (await read(served, LIAISON, PAIR))[1]


@pytest.mark.parametrize(
    "path",
    ["/entry-bans/reconcile/ru-guvm/kz-mvd", "/entry-bans/reconcile/ru-guvm/nobody", "/entry-bans/reconcile/a%00/b"],
)
async def test_a_pair_of_others_looks_like_one_that_is_not_there(served: Served, path: str):
    assert (await read(served, LIAISON, path))[0] == 404


async def test_a_pair_without_any_list_is_not_there(served: Served):
    assert (await read(served, SECRETARIAT, "/entry-bans/reconcile/cis-ec/tj-mvd"))[0] == 404


NOTHING = "Nothing. The lists are stated anew each week."


async def test_nothing_is_to_be_done_only_where_both_have_stated_of_late(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    await state(served, holder="ru-guvm")
    await state(served, holder="tj-mvd")
    for login in (LIAISON, SECRETARIAT):
        page = (await read(served, login, PAIR))[1]
        assert (NOTHING in page, "more than a week ago" in page) == (True, False)

    monkeypatch.setattr(reconcile, "FRESH", timedelta(days=-1))
    page = (await read(served, LIAISON, PAIR))[1]
    assert (NOTHING in page, page.count("more than a week ago")) == (False, 2)
    assert "hub bans state --issuer ru-guvm --list FILE --config gateway.toml" in page
    page = (await read(served, SECRETARIAT, PAIR))[1]
    assert (NOTHING in page, "Remind the side" in page) == (False, True)
