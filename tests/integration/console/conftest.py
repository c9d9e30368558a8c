"""A console over a hub of its own, and accounts in it."""

import itertools

import pytest

from hub.workflows.accounts.create_account import Wanted, create_account, invite_person
from hub.workflows.accounts.lock_account import find_account
from hub.workflows.accounts.sign_in import accept_invitation
from hub.workflows.process.open_console import open_console
from tests.integration.console.people import Person, set_first_password

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
        secret = await set_first_password(exchange, console, token)
        return Person(account=await find_account(exchange, account.id), secret=secret, token=token)

    return make
