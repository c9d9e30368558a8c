"""Create an account, and invite its person: the invitation's code is told once, and kept as its digest.

Nobody else ever knows the person's password: by the code he signs in as a newcomer, and sets his own ways in.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from zoneinfo import available_timezones

from hub.core.console.account import GIVEN, Account, AccountStatus, Role, is_login, is_name
from hub.core.errors import AccountMalformedError, Fault, LoginTakenError, OwnAccountError
from hub.core.ids import make_message_id
from hub.store import accounts
from hub.workflows.audit_console import deed_to, note
from hub.workflows.exchange import Exchange
from hub.workflows.process.open_console import Console

HOLDS = timedelta(days=3)
ACTION = "accounts-manage"
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another one
_GROUPS, _LENGTH = 5, 5
LANGUAGES = ("ru", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An account that is to be created. `participant` is None for an operator of the hub."""

    login: str
    participant: str | None
    name: str
    roles: frozenset[str]
    lang: str = "ru"
    zone: str = "UTC"
    is_demo: bool = False


async def create_account(exchange: Exchange, console: Console, wanted: Wanted, *, by: Account | None) -> Account:
    """Create an account that nobody can sign in to yet (one of the demo is active at once); `by` is None on the server.

    Raises:
        AccountMalformedError: a member is out of bounds, or the participant's people cannot hold a role.
        LoginTakenError: there is an account of this login.
    """
    faults = find_faults(exchange, console, wanted)
    if faults:
        raise AccountMalformedError(faults)
    now = exchange.clock.now()
    account = Account(
        id=make_message_id(now, secrets.token_bytes(10)),
        login=wanted.login,
        participant=wanted.participant,
        name=wanted.name,
        roles=frozenset(Role(each) for each in wanted.roles),
        lang=wanted.lang,
        zone=wanted.zone,
        status=AccountStatus.ACTIVE if wanted.is_demo else AccountStatus.INVITED,
        is_demo=wanted.is_demo,
    )
    async with exchange.pool.acquire() as conn, conn.transaction():
        if not await accounts.write(conn, account, now):
            raise LoginTakenError
        await note(conn, deed_to(account, ACTION, "created", by=by), now)
    return account


def find_faults(exchange: Exchange, console: Console, wanted: Wanted) -> Sequence[Fault]:
    """Return what is wrong with an account that is wanted; pointers name its members."""
    participants = exchange.judgement.trust.participants
    known = participants.get(wanted.participant) if wanted.participant else None
    kind = str(known.role) if known else None
    checks = (
        ("/login", "login-form", is_login(wanted.login), _LOGIN),
        ("/name", "name-form", is_name(wanted.name), _NAME),
        ("/participant", "participant-unknown", wanted.participant is None or known is not None, _PARTICIPANT),
        ("/roles", "role-unfit", _can_hold(console, wanted.roles, kind), _ROLES),
        ("/lang", "language-unknown", wanted.lang in LANGUAGES, _LANG),
        ("/zone", "zone-unknown", wanted.zone in available_timezones(), _ZONE),
    )
    return [Fault(pointer=where, code=code, ru=ru, en=en) for where, code, fits, (ru, en) in checks if not fits]


def _can_hold(console: Console, roles: frozenset[str], kind: str | None) -> bool:
    return bool(roles) and all(each in GIVEN and console.policy.can_hold(Role(each), kind) for each in roles)


_LOGIN = (
    "Имя входа: от 2 до 64 строчных латинских букв и цифр, между ними точка, дефис или подчёркивание.",
    "A login has 2 to 64 small Latin letters and digits, with single dots, hyphens or underscores between them.",
)
_NAME = ("Имя: одна строка до 200 знаков.", "A name is one line of at most 200 characters.")
_PARTICIPANT = ("Такого участника в списке доверия нет.", "The trust list has no such participant.")
_ROLES = (
    "Эту роль сотрудник такого участника иметь не может, либо роли нет.",
    "People of such a participant cannot hold this role, or there is no such role.",
)
_LANG = ("Язык: ru или en.", "The language is ru or en.")
_ZONE = ("Часовой пояс из списка IANA, например Asia/Dushanbe.", "A time zone of the IANA list, such as Asia/Dushanbe.")


async def invite_person(exchange: Exchange, account: Account, *, by: Account | None) -> str:
    """Return the code of a new invitation, which holds for three days; an earlier one ends.

    Raises:
        OwnAccountError: it is the own account, whose ways in are changed otherwise.
    """
    if by is not None and by.id == account.id:
        raise OwnAccountError
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(_GROUPS))
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn, conn.transaction():
        await accounts.write_invitation(conn, account.id, digest=invitation_digest(code), expires_at=now + HOLDS)
        await note(conn, deed_to(account, ACTION, "invited", by=by), now)
    return code


def invitation_digest(code: str) -> bytes:
    """Return what is kept of a code, however it was typed."""
    return sha256("".join(each for each in code.casefold() if each.isalnum()).encode("utf-8")).digest()
