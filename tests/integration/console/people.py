"""People of the tests: their accounts, and what they sign in by."""

from dataclasses import dataclass
from datetime import datetime

from hub.core.console import one_time_code
from hub.core.console.account import Account
from hub.workflows.accounts.open_session import find_session
from hub.workflows.accounts.set_password import draw_secret, set_password
from hub.workflows.accounts.sign_in import Credentials
from hub.workflows.exchange import Exchange
from hub.workflows.process.open_console import Console
from keys import base64url

PASSWORD = "только для пробы 17"


@dataclass(frozen=True, kw_only=True)
class Person:
    """An account with the secret of its codes, and the token of the session it was set up in."""

    account: Account
    secret: bytes
    token: str

    def code(self, now: datetime, ahead: int = 0) -> str:
        """Return the code that the person's authenticator shows."""
        return one_time_code.make(self.secret, one_time_code.step_of(now) + ahead)

    def credentials(self, now: datetime, *, ahead: int = 0, password: str = PASSWORD) -> Credentials:
        """Return what the person types."""
        return Credentials(login=self.account.login, password=password, code=self.code(now, ahead))


async def set_first_password(exchange: Exchange, console: Console, token: str) -> bytes:
    """Set a password and codes in a newcomer's session; return the secret of the codes."""
    found = await find_session(exchange, console, token)
    assert found is not None
    session, newcomer = found
    shown = draw_secret(exchange, console, newcomer, session)
    secret = console.secret.open(base64url.decode(shown.sealed.encode()), f"new one-time-code {session.id}")
    code = one_time_code.make(secret, one_time_code.step_of(exchange.clock.now()) - 1)
    await set_password(exchange, console, newcomer, session, password=PASSWORD, sealed=shown.sealed, code=code)
    return secret
