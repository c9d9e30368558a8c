"""Faults of forms of the console and of `hub account`, by the room that reads what was typed: texts by field, faults as they are said."""

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace

from hub.console import asking, summary_rows
from hub.console.forms import Form
from hub.core.console import policy
from hub.core.errors import Fault
from hub.workflows.accounts import create_account
from hub.workflows.accounts.create_account import Wanted
from schemas import console_policy
from tests.support.records import SENT
from tests.support.trust import make_trust

Typed = Mapping[str, str]


def _ask(typed: Typed) -> Sequence[Fault]:
    """Return what is wrong with a question about a person; every field that is named has to be filled in."""
    form = Form(values=typed)
    return [*asking.check_birth(form, SENT.date()).values(), *asking.check_filled(form, *typed).values()]


def _figures(typed: Typed) -> Sequence[Fault]:
    """Return what is wrong with one row of figures of a half-year."""
    return [each.fault for each in summary_rows.read_rows([typed], "2026-H1").problems]


def _account(typed: Typed) -> Sequence[Fault]:
    """Return what is wrong with an account that is to be created; roles have commas between them."""
    exchange = SimpleNamespace(judgement=SimpleNamespace(trust=make_trust(now=SENT).list))
    console = SimpleNamespace(policy=policy.parse(console_policy.load()))
    roles = frozenset(typed["roles"].split(","))
    wanted = Wanted(**{**typed, "roles": roles})  # type: ignore[arg-type]
    return create_account.find_faults(exchange, console, wanted)  # type: ignore[arg-type]


ROOMS: Mapping[str, Callable[[Typed], Sequence[Fault]]] = {
    "hub/console/asking.py": _ask,
    "hub/console/summary_faults.py": _figures,
    "hub/workflows/accounts/create_account.py": _account,
}
