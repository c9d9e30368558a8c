"""A console over a hub of its own, and accounts in it."""

import itertools

import pytest

from hub.core.console import one_time_code
from hub.workflows.accounts.create_account import Wanted, create_account, invite_person
from hub.workflows.accounts.lock_account import find_account
from hub.workflows.accounts.open_session import find_session
from hub.workflows.accounts.set_password import draw_secret, set_password
from hub.workflows.accounts.sign_in import accept_invitation
from hub.workflows.process.open_console import open_console
from keys import base64url
from tests.integration.console.people import PASSWORD, Person

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
async def console(shared_node):
    """What the console of the shared hub works with."""
    return await open_console(shared_node.process)


@pytest.fixture
def make_person(shared_node, console):
    """Make an account whose person has come by invitation and set a password and codes."""

    async def make(role: str = "liaison", participant: str | None = "tj-molme", **members) -> Person:
        exchange = shared_node.exchange
        wanted = Wanted(
            login=f"person-{next(_numbers)}",
            participant=participant,
            name="Проба Тестова",
            roles=frozenset({role}),
            **members,
        )
        account = await create_account(exchange, console, wanted, by=None)
        token = await accept_invitation(exchange, await invite_person(exchange, account, by=None), "Firefox")
        session, newcomer = await find_session(exchange, console, token)
        shown = draw_secret(exchange, console, newcomer, session)
        secret = console.secret.open(base64url.decode(shown.sealed.encode()), f"new one-time-code {session.id}")
        code = one_time_code.make(secret, one_time_code.step_of(exchange.clock.now()) - 1)
        await set_password(exchange, console, newcomer, session, password=PASSWORD, sealed=shown.sealed, code=code)
        return Person(account=await find_account(exchange, account.id), secret=secret, token=token)

    return make
