"""A new code for somebody who had ways in: what he had may be lost or in other hands, so it opens nothing any more."""

import pytest

from hub.core.console.account import Level
from hub.core.errors import SignInError
from hub.workflows.accounts.create_account import invite_person
from hub.workflows.accounts.open_session import find_session, open_session
from hub.workflows.accounts.register_passkey import list_passkeys, register_passkey, registration_options
from hub.workflows.accounts.sign_in import accept_invitation, sign_in
from tests.integration.console.people import Person, set_first_password
from tests.support.passkeys import Authenticator


async def add_passkey(exchange, console, person: Person, token: str) -> Authenticator:
    """Add a passkey in a session; return the device that holds it."""
    session, _ = await find_session(exchange, console, token)
    device = Authenticator(origin=console.site.origin)
    answer = device.register(await registration_options(exchange, console, person.account))
    await register_passkey(exchange, console, person.account, session, answer=answer, name="x")
    return device


async def test_the_first_way_in_after_a_new_code_is_the_only_one(shared_node, console, make_person):
    person, exchange = await make_person(), shared_node.exchange

    async def come() -> str:
        return await accept_invitation(exchange, await invite_person(exchange, person.account, by=None), "")

    async with exchange.pool.acquire() as conn, conn.transaction():
        signed_in = await open_session(conn, exchange, person.account, Level.PASSWORD, "")
    await add_passkey(exchange, console, person, signed_in)
    assert await sign_in(exchange, console, person.credentials(exchange.clock.now()), ""), (
        "a second way leaves the first"
    )

    found = await add_passkey(exchange, console, person, await come())
    assert [each.id for each in await list_passkeys(exchange, person.account.id)] == [found.id]
    with pytest.raises(SignInError):
        await sign_in(exchange, console, person.credentials(exchange.clock.now(), ahead=1), "")

    await set_first_password(exchange, console, await come())
    assert not await list_passkeys(exchange, person.account.id)


async def test_a_code_that_nobody_uses_changes_nothing(shared_node, console, make_person):
    person, exchange = await make_person(), shared_node.exchange
    await invite_person(exchange, person.account, by=None)
    assert await sign_in(exchange, console, person.credentials(exchange.clock.now()), "")
