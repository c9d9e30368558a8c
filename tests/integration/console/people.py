"""People of the tests: their accounts, and what they sign in by."""

from dataclasses import dataclass
from datetime import datetime

from hub.core.console import one_time_code
from hub.core.console.account import Account
from hub.workflows.accounts.sign_in import Credentials

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
