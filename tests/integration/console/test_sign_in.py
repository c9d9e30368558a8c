"""Signing in: right and wrong, slowed and locked, by invitation, in the demo."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from hub.core.console import lock_out
from hub.core.console.account import AccountStatus, Level, Role
from hub.core.errors import InvitationError, SignInError
from hub.workflows.accounts.create_account import Wanted, create_account, invite_person
from hub.workflows.accounts.lock_account import find_account, list_guessed, lock_account, open_account
from hub.workflows.accounts.open_session import find_session
from hub.workflows.accounts.sign_in import Credentials, accept_invitation, sign_in, sign_in_demo
from hub.workflows.audit_console import first_broken, read_deeds
from tests.integration.console.people import PASSWORD


async def test_login_password_and_code_open_a_session(shared_node, console, make_person):
    person = await make_person()
    exchange = shared_node.exchange

    token = await sign_in(exchange, console, person.credentials(exchange.clock.now()), "Firefox 140")

    session, account = await find_session(exchange, console, token)
    assert account == person.account
    assert (session.level, session.agent) == (Level.PASSWORD, "Firefox 140")


async def test_the_login_is_taken_however_it_is_written(shared_node, console, make_person):
    person = await make_person()
    exchange = shared_node.exchange
    given = person.credentials(exchange.clock.now())

    assert await sign_in(exchange, console, replace(given, login=f" {given.login.upper()} "), "")


@pytest.mark.parametrize("wrong", ["password", "code", "login"])
async def test_whatever_is_wrong_the_refusal_is_the_same(shared_node, console, make_person, wrong):
    person = await make_person()
    exchange = shared_node.exchange
    given = person.credentials(exchange.clock.now())
    given = replace(given, **{wrong: {"password": "not this one 12", "code": "abcdef", "login": "nobody"}[wrong]})

    with pytest.raises(SignInError) as refused:
        await sign_in(exchange, console, given, "")

    assert refused.value.text("ru") == SignInError().text("ru")
    assert refused.value.facts == {}


async def test_a_code_is_taken_once(shared_node, console, make_person):
    person = await make_person()
    exchange = shared_node.exchange
    given = person.credentials(exchange.clock.now(), ahead=1)
    await sign_in(exchange, console, given, "")

    with pytest.raises(SignInError):
        await sign_in(exchange, console, given, "")


async def test_of_two_who_use_one_code_at_once_one_comes_in(shared_node, console, make_person):
    person = await make_person()
    exchange = shared_node.exchange
    given = person.credentials(exchange.clock.now())

    answers = await asyncio.gather(*(sign_in(exchange, console, given, "") for _ in range(2)), return_exceptions=True)

    assert sorted(type(each) for each in answers if not isinstance(each, str)) == [SignInError]


async def test_a_thousand_wrong_passwords_are_slowed_locked_and_told(shared_node, console, make_person):
    person = await make_person("administrator")
    exchange = shared_node.exchange
    looked_at = []

    class Counting(type(console.hashing)):
        async def run(self, work):
            looked_at.append(work.args[1] is not None)
            return False  # what a wrong password gives; a thousand real hashes would take minutes

    guessed = replace(console, hashing=Counting())
    wrong = Credentials(login=person.account.login, password="wrong password 1", code="000000")
    for _ in range(1000):
        with pytest.raises(SignInError):
            await sign_in(exchange, guessed, wrong, "")

    assert sum(looked_at) <= lock_out.FREE + 10
    told = {entry.deed.outcome for entry in await read_deeds(exchange, "tj-molme", action="sign-in")}
    assert {"slowed", "locked"} <= told
    assert person.account.id in {account.id for account, _ in await list_guessed(exchange, "tj-molme")}
    with pytest.raises(SignInError):
        await sign_in(exchange, console, person.credentials(exchange.clock.now()), "")


async def test_guesses_that_come_at_once_are_slowed_like_those_that_do_not(shared_node, console, make_person):
    person = await make_person()
    exchange = shared_node.exchange
    looked_at = []

    class Counting(type(console.hashing)):
        async def run(self, work):
            looked_at.append(work.args[1] is not None)
            return False

    guessed = replace(console, hashing=Counting())
    wrong = Credentials(login=person.account.login, password="wrong password 1", code="000000")
    await asyncio.gather(*(sign_in(exchange, guessed, wrong, "") for _ in range(60)), return_exceptions=True)

    assert sum(looked_at) <= lock_out.FREE + 3


async def test_an_administrator_opens_what_guessing_has_locked(shared_node, console, make_person, monkeypatch):
    person, exchange = await make_person(), shared_node.exchange
    monkeypatch.setattr(lock_out, "LOCKED_AT", 1)
    with pytest.raises(SignInError):
        await sign_in(exchange, console, person.credentials(exchange.clock.now(), password="wrong password 1"), "")
    with pytest.raises(SignInError):
        await sign_in(exchange, console, person.credentials(exchange.clock.now()), "")

    await open_account(exchange, person.account, by=None)

    assert await sign_in(exchange, console, person.credentials(exchange.clock.now()), "")


async def test_a_right_password_ends_the_count_of_wrong_ones(shared_node, console, make_person):
    person, exchange = await make_person(), shared_node.exchange
    for _ in range(lock_out.FREE - 1):
        with pytest.raises(SignInError):
            await sign_in(exchange, console, person.credentials(exchange.clock.now(), password="wrong password"), "")
    await sign_in(exchange, console, person.credentials(exchange.clock.now()), "")

    assert person.account.id not in {account.id for account, _ in await list_guessed(exchange, None)}


async def test_a_locked_account_is_out_at_once_and_comes_back_when_opened(shared_node, console, make_person):
    person, exchange = await make_person(), shared_node.exchange

    await lock_account(exchange, person.account, by=None)

    assert await find_session(exchange, console, person.token) is None
    with pytest.raises(SignInError):
        await sign_in(exchange, console, person.credentials(exchange.clock.now()), "")
    await open_account(exchange, person.account, by=None)
    assert (await find_account(exchange, person.account.login)).status is AccountStatus.ACTIVE
    assert await sign_in(exchange, console, person.credentials(exchange.clock.now()), "")


async def test_an_invitation_makes_a_newcomer_once_and_for_three_days(shared_node, console):
    exchange = shared_node.exchange
    wanted = Wanted(login="newcomer", participant="tj-molme", name="Проба", roles=frozenset({"liaison"}))
    account = await create_account(exchange, console, wanted, by=None)
    code = await invite_person(exchange, account, by=None)

    token = await accept_invitation(exchange, f" {code.upper().replace('-', ' ')}", "")

    _, newcomer = await find_session(exchange, console, token)
    assert newcomer.roles == {Role.NEWCOMER}
    with pytest.raises(InvitationError):
        await accept_invitation(exchange, code, "")
    later = await invite_person(exchange, account, by=None)
    clock = _Ahead(exchange.clock, timedelta(days=3, seconds=1))
    with pytest.raises(InvitationError):
        await accept_invitation(replace(exchange, clock=clock), later, "")


async def test_one_click_opens_accounts_of_the_demo_alone(shared_node, console, make_person):
    exchange = shared_node.exchange
    wanted = Wanted(
        login="demo-liaison-tj", participant="tj-molme", name="Учебный", roles=frozenset({"liaison"}), is_demo=True
    )
    await create_account(exchange, console, wanted, by=None)

    token = await sign_in_demo(exchange, "demo-liaison-tj", "")

    session, _ = await find_session(exchange, console, token)
    assert session.level is Level.DEMO
    person = await make_person()
    with pytest.raises(SignInError):
        await sign_in_demo(exchange, person.account.login, "")
    with pytest.raises(SignInError):
        await sign_in_demo(replace(exchange, origin="mig.example/production"), "demo-liaison-tj", "")


async def test_the_audit_is_a_chain_that_holds_while_many_write_to_it(shared_node, console, make_person):
    people = [await make_person() for _ in range(3)]
    exchange = shared_node.exchange
    now = exchange.clock.now()
    await asyncio.gather(*(sign_in(exchange, console, each.credentials(now), "") for each in people))

    assert await first_broken(exchange) is None
    entries = await read_deeds(exchange, "tj-molme", limit=200)
    assert [each.number for each in entries] == sorted((each.number for each in entries), reverse=True)
    assert PASSWORD not in repr(entries)


class _Ahead:
    """A clock that is ahead of another one."""

    def __init__(self, clock, by):
        self._clock, self._by = clock, by

    def now(self):
        return self._clock.now() + self._by

    def shift(self):
        return self._clock.shift() + self._by
