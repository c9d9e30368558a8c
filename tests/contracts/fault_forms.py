"""Faults of forms of the console, by the room that reads what was typed: texts by field, faults as they are said."""

from collections.abc import Callable, Mapping, Sequence

from hub.console import asking, summary_rows
from hub.console.forms import Form
from hub.core.errors import Fault

Typed = Mapping[str, str]


def _ask(typed: Typed) -> Sequence[Fault]:
    """Return what is wrong with a question about a person; every field that is named has to be filled in."""
    form = Form(values=typed)
    return [*asking.check_birth(form).values(), *asking.check_filled(form, *typed).values()]


def _figures(typed: Typed) -> Sequence[Fault]:
    """Return what is wrong with one row of figures of a half-year."""
    return [each.fault for each in summary_rows.read_rows([typed], "2026-H1").problems]


ROOMS: Mapping[str, Callable[[Typed], Sequence[Fault]]] = {
    "hub/console/asking.py": _ask,
    "hub/console/summary_rows.py": _figures,
}
