"""Sessions of the console, its secret, and what the worker clears away."""

import secrets
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from hub.core.console.account import Level, Limits
from hub.core.errors import (
    AccountMalformedError,
    LastWayInError,
    LoginTakenError,
    MissingError,
    OverloadedError,
    OwnAccountError,
)
from hub.store import passkeys
from hub.workflows.accounts.create_account import Wanted, create_account, invite_person
from hub.workflows.accounts.lock_account import lock_account, open_account
from hub.workflows.accounts.open_session import (
    drop_old_sessions,
    find_session,
    list_sessions,
    open_session,
    revoke_session,
    revoke_sessions,
    sign_out,
)
from hub.workflows.accounts.register_passkey import drop_answered, drop_passkey, register_passkey, registration_options
from hub.workflows.process import open_console as opening
from hub.workflows.process.open_console import Hashing, open_secret
from keys import master_key
from keys.errors import CiphertextError, PasskeyError
from keys.master_key import MasterKey
from tests.support.passkeys import Authenticator


class Ahead:
    """A clock that is ahead of another one."""

    def __init__(self, clock, by):
        self._clock, self._by = clock, by

    def now(self):
        return self._clock.now() + self._by

    def shift(self):
        return self._clock.shift() + self._by


async def open_one(exchange, account, level=Level.PASSWORD) -> str:
    """Open a session; return its token."""
    async with exchange.pool.acquire() as conn, conn.transaction():
        return await open_session(conn, exchange, account, level, "Firefox\n140" + "x" * 500)


async def test_the_database_holds_nothing_that_opens_a_session(shared_node, make_person):
    person, exchange = await make_person(), shared_node.exchange
    token = await open_one(exchange, person.account)

    conn = await asyncpg.connect(shared_node.dsn)
    rows = [str(row) for row in await conn.fetch("SELECT * FROM console_session")]
    secret = await conn.fetchrow("SELECT * FROM account_secret WHERE account = $1::text::uuid", person.account.id)
    await conn.close()

    assert not [row for row in rows if token in row]
    assert person.secret not in secret["code"]


@pytest.mark.parametrize("token", [None, "", "x", "x" * 43, "ё" * 43, "x" * 5000])
async def test_a_token_that_nobody_has_opens_nothing(shared_node, console, token):
    assert await find_session(shared_node.exchange, console, token) is None


async def test_a_session_is_kept_alive_by_use_and_not_for_ever(shared_node, console, make_person):
    person, exchange = await make_person(), shared_node.exchange
    short = replace(console, limits=Limits(idle=timedelta(minutes=30), absolute=timedelta(minutes=50)))
    token = await open_one(exchange, person.account)

    def after(minutes):
        return replace(exchange, clock=Ahead(exchange.clock, timedelta(minutes=minutes)))

    assert await find_session(after(20), short, token)
    assert await find_session(after(49), short, token), "used after twenty minutes"
    assert await find_session(after(51), short, token) is None, "however much it is used"
    assert await find_session(exchange, short, token) is None, "what has ended is gone"


async def test_a_browsers_name_is_one_line_of_bounded_length(shared_node, console, make_person):
    person, exchange = await make_person(), shared_node.exchange
    await open_one(exchange, person.account)

    newest, *_ = await list_sessions(exchange, console, person.account.id)

    assert newest.agent.startswith("Firefox140x")
    assert len(newest.agent) == 300


async def test_sessions_end_one_by_one_and_together_and_nobody_ends_anothers(shared_node, console, make_person):
    (person, other), exchange = [await make_person() for _ in range(2)], shared_node.exchange
    tokens = [await open_one(exchange, person.account) for _ in range(4)]
    sessions = [(await find_session(exchange, console, each))[0] for each in tokens]

    with pytest.raises(MissingError):
        await revoke_session(exchange, other.account, sessions[0].id, by=other.account)
    with pytest.raises(MissingError):
        await revoke_session(exchange, person.account, "not an id", by=person.account)
    await revoke_session(exchange, person.account, sessions[0].id, by=person.account)
    await sign_out(exchange, sessions[1], person.account)
    assert [bool(await find_session(exchange, console, each)) for each in tokens] == [False, False, True, True]
    await revoke_sessions(exchange, person.account, by=person.account, but=sessions[2])
    assert [bool(await find_session(exchange, console, each)) for each in tokens] == [False, False, True, False]
    assert await find_session(exchange, console, other.token)


async def test_the_worker_clears_away_what_has_ended(shared_node, console, make_person):
    person, exchange = await make_person(), shared_node.exchange
    token = await open_one(exchange, person.account)
    async with exchange.pool.acquire() as conn:
        await passkeys.note_answered(conn, b"old", exchange.clock.now() - timedelta(seconds=1))

    await drop_answered(exchange)
    await drop_old_sessions(exchange, timedelta(hours=12))
    assert await find_session(exchange, console, token)
    await drop_old_sessions(replace(exchange, clock=Ahead(exchange.clock, timedelta(hours=13))), timedelta(hours=12))

    assert await find_session(exchange, console, token) is None
    async with exchange.pool.acquire() as conn:
        assert await passkeys.note_answered(conn, b"old", exchange.clock.now())


async def test_the_consoles_secret_outlives_a_change_of_the_master_key(shared_node, console, tmp_path):
    settings, pool = shared_node.process.settings, shared_node.exchange.pool
    (before,) = master_key.read(settings.master_key_file)
    after = MasterKey.generate()
    sealed = console.secret.seal(b"value", "place")
    try:
        master_key.write(tmp_path / "both", [after, before])
        master_key.write(tmp_path / "new", [after])
        with pytest.raises(CiphertextError):
            await open_secret(replace(settings, master_key_file=tmp_path / "new"), pool)
        for name in ("both", "new"):
            again = await open_secret(replace(settings, master_key_file=tmp_path / name), pool)
            assert again.open(sealed, "place") == b"value"
    finally:
        master_key.write(tmp_path / "back", [before, after])
        await open_secret(replace(settings, master_key_file=tmp_path / "back"), pool)
    assert (await open_secret(settings, pool)).open(sealed, "place") == b"value"


async def test_too_many_who_wait_to_be_checked_are_told_to_come_again(monkeypatch):
    monkeypatch.setattr(opening, "WAITING", 1)
    hashing = Hashing()

    assert await hashing.run(lambda: "done") == "done"
    monkeypatch.setattr(opening, "WAITING", 0)
    with pytest.raises(OverloadedError):
        await hashing.run(lambda: "never")


async def test_a_passkey_holds_for_its_account_and_the_last_way_in_stays(shared_node, console, make_person):
    (person, other), exchange = [await make_person() for _ in range(2)], shared_node.exchange
    session, _ = await find_session(exchange, console, await open_one(exchange, person.account))
    device = Authenticator(origin=console.site.origin)
    answer = device.register(await registration_options(exchange, console, person.account))

    with pytest.raises(PasskeyError):  # the challenge was another person's
        await register_passkey(exchange, console, other.account, session, answer=answer, name="x")
    late = replace(exchange, clock=Ahead(exchange.clock, timedelta(minutes=11)))
    with pytest.raises(PasskeyError):
        await register_passkey(late, console, person.account, session, answer=answer, name="x")
    await register_passkey(exchange, console, person.account, session, answer=answer, name="\u202e")
    with pytest.raises(PasskeyError):  # answered before
        await register_passkey(exchange, console, person.account, session, answer=answer, name="x")
    with pytest.raises(MissingError):
        await drop_passkey(exchange, other.account, device.id)
    await drop_passkey(exchange, person.account, device.id)


async def test_without_a_password_the_only_passkey_stays(shared_node, console):
    exchange = shared_node.exchange
    wanted = Wanted(login="passkey-alone", participant="tj-molme", name="Проба", roles=frozenset({"liaison"}))
    account = await create_account(exchange, console, wanted, by=None)
    session, _ = await find_session(exchange, console, await open_one(exchange, account))
    device = Authenticator(origin=console.site.origin)
    answer = device.register(await registration_options(exchange, console, account))
    await register_passkey(exchange, console, account, session, answer=answer, name="ноутбук")

    with pytest.raises(LastWayInError):
        await drop_passkey(exchange, account, device.id)


async def test_nobody_locks_opens_or_invites_himself(shared_node, make_person):
    person, exchange = await make_person("administrator"), shared_node.exchange

    for act in (lock_account, open_account, invite_person):
        with pytest.raises(OwnAccountError):
            await act(exchange, person.account, by=person.account)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"login": "Ы"}, "/login"),
        ({"name": "a\nb"}, "/name"),
        ({"participant": "xx-none"}, "/participant"),
        ({"roles": frozenset()}, "/roles"),
        ({"roles": frozenset({"visitor"})}, "/roles"),
        ({"roles": frozenset({"liaison", "chief"})}, "/roles"),
        ({"participant": "cis-ec", "roles": frozenset({"liaison"})}, "/roles"),
        ({"participant": None, "roles": frozenset({"liaison"})}, "/roles"),
        ({"lang": "tg"}, "/lang"),
        ({"zone": "Mars/Olympus"}, "/zone"),
    ],
)
async def test_an_account_that_cannot_be_is_refused_at_its_member(shared_node, console, changes, pointer):
    wanted = Wanted(
        login=f"never-{secrets.token_hex(4)}", participant="tj-mvd", name="Проба", roles=frozenset({"liaison"})
    )

    with pytest.raises(AccountMalformedError) as refused:
        await create_account(shared_node.exchange, console, replace(wanted, **changes), by=None)

    assert pointer in [fault.pointer for fault in refused.value.faults]


async def test_a_login_is_given_once(shared_node, console, make_person):
    person = await make_person()
    wanted = Wanted(login=person.account.login, participant="kz-mvd", name="Проба", roles=frozenset({"liaison"}))

    with pytest.raises(LoginTakenError):
        await create_account(shared_node.exchange, console, wanted, by=None)
