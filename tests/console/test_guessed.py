"""Where somebody guesses at a password the administrator is told, and opens the password again on the same page."""

from tests.console.posting import post
from tests.console.served import Served
from tests.console.test_sign_in import come, set_password

ADMINISTRATOR = "tj-mvd.administrator"


async def test_the_administrator_opens_a_password_that_guessing_has_closed(served: Served) -> None:
    async with served.client(lang="en") as client:
        login = await come(served, client)
        await set_password(served, client)
    pool, guessed = served.hub.exchange.pool, f'action="/accounts/{login}/open"'
    where = "WHERE account = (SELECT id FROM account WHERE login = $1)"
    await pool.execute(f"UPDATE account_secret SET failures = 1000, failed_at = now() {where}", login)
    async with served.client(ADMINISTRATOR, lang="en") as client:
        async with client.get("/accounts") as answer:
            page = await answer.text()
        assert (guessed in page, "1000 wrong attempts in a row." in page) == (True, True)
        status, where_to = await post(client, "/accounts", path=f"/accounts/{login}/open")
        assert (status, where_to) == (303, "/accounts")
        async with client.get("/accounts") as answer:
            assert guessed not in await answer.text()
    assert await pool.fetchval(f"SELECT failures FROM account_secret {where}", login) == 0
