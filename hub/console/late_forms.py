"""A form that was sent after its session had ended by itself: what was typed waits until its person signs in again.

It waits in the memory of this process alone, for half an hour, and is given once, to the account whose session it was.
Forms with a file, a password, a signature or the secret half of a key are not kept, nor those from elsewhere.

    keep_late_form(request, route, ended)      at the door, before the visitor is sent to sign in
    request.app[LATE].take(account, now)       once he has
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest

from aiohttp import web

from hub.console.routing import Route
from hub.console.visit import CONSOLE, csrf_of, is_from_here, visit_of
from hub.core.console.account import Account, Session
from hub.core.console.key_claim import holds_secret

TOKEN_FIELD = "csrf"  # noqa: S105  (the name of a field)
KEPT_FOR = timedelta(minutes=30)
LONGEST, MOST = 100_000, 200  # characters of a form; forms in all
SECRET = frozenset({"password", "code", "token", "answer"})  # fields that nobody keeps


@dataclass(frozen=True, slots=True, kw_only=True)
class LateForm:
    """Where a form was going to, what was typed, and when it came."""

    path: str
    fields: Sequence[tuple[str, str]]
    at: datetime


@dataclass(slots=True)
class LateForms:
    """Forms that wait, the newest of each account."""

    waiting: dict[str, LateForm] = field(default_factory=dict)

    def keep(self, account: str, form: LateForm) -> None:
        """Keep a form; the oldest one gives way where there are too many."""
        self.waiting.pop(account, None)
        self.waiting[account] = form
        if len(self.waiting) > MOST:
            del self.waiting[next(iter(self.waiting))]

    def take(self, account: str, now: datetime) -> LateForm | None:
        """Return the form that waits for an account, once; all that have waited too long are let go."""
        self.waiting = {name: form for name, form in self.waiting.items() if now - form.at < KEPT_FOR}
        return self.waiting.pop(account, None)


LATE = web.AppKey("late_forms", LateForms)


async def keep_late_form(request: web.Request, route: Route, ended: tuple[Session, Account] | None) -> None:
    """Keep what was typed, if it was in a session that has ended and its person may send it."""
    if ended is None or not is_from_here(request):
        return
    (session, account), visit, posted = ended, visit_of(request), await request.post()
    fields = [(name, value) for name, value in posted.items() if isinstance(value, str) and name != TOKEN_FIELD]
    if (
        not compare_digest(str(posted.get(TOKEN_FIELD, "")).encode(), csrf_of(request.app[CONSOLE], session).encode())
        or not visit.console.policy.may_ever(account, route.action)
        or len(fields) + 1 != len(posted)
        or not SECRET.isdisjoint(posted)
        or not _may_wait(fields)
    ):
        return
    request.app[LATE].keep(account.id, LateForm(path=request.path_qs, fields=fields, at=visit.now))


def _may_wait(fields: Sequence[tuple[str, str]]) -> bool:
    """Say whether a form is short enough to be kept, and holds no secret half of a key."""
    text = "\n".join(part for pair in fields for part in pair)
    return len(text) <= LONGEST and not holds_secret(text.encode())
