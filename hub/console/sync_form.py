"""The form of a sync's terms: what can be chosen, how its terms are typed, and where a fault in them belongs."""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.console import texts
from hub.console.forms import Form
from hub.console.visit import Visit
from keys import sync_plan
from keys.sync_plan import Status, SyncPlan

FIELDS: Mapping[str, int] = {
    "sync": 64,
    "status": 10,
    "sender": 64,
    "type": 64,
    "agreement": 64,
    "item": 200,
    "begins_on": 10,
    "every": 16,
    "weekday": 1,
    "open_day": 3,
    "open_hour": 2,
    "due_day": 3,
    "due_time": 5,
    "due_working": 3,
    "empty_is_normal": 3,
    "shrinks_below": 3,
}
TO, APART = "to", "|"
NUMBERS = ("open_day", "open_hour", "due_day", "shrinks_below")
PLACES: Mapping[str, str] = {"rhythm": "due_time", "volume": "shrinks_below", "work_plan": "item", "recipients": TO}
"""Which field a fault of a member is told beside, where they are not called the same."""
USUAL: Mapping[str, str] = {
    "status": Status.IN_FORCE.value,
    "every": "day",
    "weekday": "1",
    "open_day": "0",
    "open_hour": "2",
    "due_day": "0",
    "due_time": "06:00",
    "due_working": "no",
    "empty_is_normal": "no",
    "shrinks_below": "50",
}


def typed(plan: SyncPlan) -> Form:
    """Return the form as somebody would have filled it in for these terms."""
    said = sync_plan.format(plan)
    rhythm, volume, item = said["rhythm"], said["volume"], said["work_plan"]
    return Form(
        values={
            **{name: str(said[name] or "") for name in ("sync", "status", "sender", "type", "agreement", "begins_on")},
            **{name: str(rhythm[name]) for name in ("every", "open_day", "open_hour", "due_day", "due_time")},
            "weekday": str(rhythm["weekday"] or "1"),
            "item": "" if item is None else APART.join((item["owner"], item["document"], item["item"])),
            "due_working": _word(said=rhythm["due_working"]),
            "empty_is_normal": _word(said=volume["empty_is_normal"]),
            "shrinks_below": str(volume["shrinks_below"]),
            TO: " ".join(plan.recipients),
        }
    )


def _word(*, said: bool) -> str:
    return "yes" if said else "no"


def read(form: Form, recipients: Sequence[str], sync: str | None) -> Form:
    """Return what was posted with the ticked recipients; the name of a sync that there is cannot be changed."""
    return Form(values={**form.values, TO: " ".join(recipients), **({} if sync is None else {"sync": sync})})


def check(visit: Visit, form: Form) -> Form:
    """Return the form with what nobody has filled in, and with what is no number."""
    _ = texts.load(visit.lang).gettext
    for name in ("sync", "sender", "type", "begins_on", "due_time"):
        if not form[name]:
            form = form.fault(name, _("Fill this in."))
    if not form[TO]:
        form = form.fault(TO, _("Choose at least one recipient."))
    for name in NUMBERS:
        if not (form[name].isascii() and form[name].isdigit()):
            form = form.fault(name, _("Give a whole number."))
    return form


def wanted(form: Form) -> dict[str, Any]:
    """Return the members of the statement that a checked form comes to."""
    numbers = {name: int(form[name]) for name in NUMBERS}
    owner, document, item = (*form["item"].split(APART), "", "")[:3]
    return {
        "sync": form["sync"],
        "status": form["status"] or Status.IN_FORCE.value,
        "sender": form["sender"],
        "recipients": form[TO].split(),
        "type": form["type"],
        "agreement": form["agreement"] or None,
        "work_plan": {"owner": owner, "document": document, "item": item} if form["item"] else None,
        "begins_on": form["begins_on"],
        "rhythm": {
            "every": form["every"],
            "weekday": int(form["weekday"]) if form["every"] == "week" and form["weekday"].isdecimal() else None,
            **{name: numbers[name] for name in ("open_day", "open_hour", "due_day")},
            "due_time": form["due_time"],
            "due_working": form["due_working"] == "yes",
        },
        "volume": {"empty_is_normal": form["empty_is_normal"] == "yes", "shrinks_below": numbers["shrinks_below"]},
    }


def place_of(member: str) -> str:
    """Return the field beside which a fault of this member is told."""
    return PLACES.get(member, member if member in FIELDS else "sync")
