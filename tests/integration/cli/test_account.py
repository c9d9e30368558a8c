"""`hub account`: the first administrator, invitations, locks, sessions, the audit's chain."""

import asyncio

import asyncpg
import pytest

from tests.integration.conftest import SEEDED
from tests.support import database


@pytest.fixture
async def server(seeded_cluster, hub_site):
    """The environment of a hub's server, and the address of its database."""
    async with database.clone(seeded_cluster, "cli_account", SEEDED) as dsn:
        yield hub_site.environment(dsn, HUB_UNSAFE_DATABASE="1"), dsn


async def run(hub, server, *words: str):
    """Run one action of `hub account`."""
    return await asyncio.to_thread(lambda: hub("account", *words, **server[0]))


CREATE = ("create", "anna.probe", "--participant", "tj-molme", "--name", "Анна Пробная", "--role", "administrator")


async def test_the_first_administrator_is_created_invited_locked_and_opened(hub, server):
    made = (await run(hub, server, *CREATE, "--zone", "Asia/Dushanbe", "--json")).json
    again = (await run(hub, server, "code", "anna.probe", "--json")).json
    locked = await run(hub, server, "lock", "anna.probe")
    listed = (await run(hub, server, "list", "--participant", "tj-molme", "--json")).json
    opened = (await run(hub, server, "open", "anna.probe", "--json")).json

    assert made["login"] == "anna.probe"
    assert len({made["code"], again["code"]}) == 2
    assert made["address"] == "http://localhost:8081"
    assert (locked.status, locked.out.strip()) == (0, "the account anna.probe is locked")
    assert [(each["login"], each["roles"], each["status"]) for each in listed] == [
        ("anna.probe", ["administrator"], "locked")
    ]
    assert opened["status"] == "invited"


async def test_what_is_wrong_with_an_account_is_said_member_by_member(hub, server):
    taken = [await run(hub, server, *CREATE) for _ in range(2)][1]
    wrong = await run(
        hub, server, "create", "Anna", "--participant", "xx-none", "--name", "", "--role", "secretariat-officer"
    )
    nobody = await run(hub, server, "lock", "nobody")

    assert (taken.status, "[login-taken]" in taken.complaint) == (1, True)
    assert wrong.status == 1
    for code in ("account-malformed", "login-form", "name-form", "participant-unknown", "role-unfit"):
        assert f"[{code}]" in wrong.err
    assert (nobody.status, "[not-found]" in nobody.complaint) == (1, True)


async def test_a_changed_entry_of_the_audit_is_found(hub, server):
    await run(hub, server, *CREATE)
    before = await run(hub, server, "audit")
    conn = await asyncpg.connect(server[1])
    await conn.execute("UPDATE console_audit SET outcome = 'locked' WHERE number = 1")
    await conn.close()
    after = await run(hub, server, "audit", "--json")
    sessions = await run(hub, server, "sessions", "anna.probe")
    ended = await run(hub, server, "sessions", "anna.probe", "--end")

    assert (before.status, before.out.strip()) == (0, "the audit holds")
    assert (after.status, after.json) == (4, {"first_broken": 1})
    assert (sessions.status, sessions.out.strip()) == (0, "there are no sessions")
    assert ended.out.strip() == "the sessions of anna.probe are ended"
