"""A posted form: bounded, with what was typed kept, and what is wrong told beside its field and in a summary.

    form = await read_form(request, {"reason": 2000, "until": 10})
    if not form["reason"]:
        form = form.fault("reason", _("Say why."))
    if form.faults:
        return render(request, "bans/suspend.html", status=422, form=form)

The template shows both with the macros `error_summary(form)` and `field(form, "reason", ...)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from aiohttp import web

from hub.core.errors import Fault, TooLargeError


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What was typed, by name of the field, and the text of what is wrong with it, in the visitor's language."""

    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def fault(self, name: str, text: str) -> "Form":
        """Return the form with something wrong in a field; of several, the first is told."""
        return self if name in self.faults else replace(self, faults={**self.faults, name: text})

    def fault_all(self, found: Mapping[str, Fault], lang: str) -> "Form":
        """Return the form with what a workflow found, by name of the field."""
        form = self
        for name, each in found.items():
            form = form.fault(name, each.en if lang == "en" else each.ru)
        return form


async def read_form(request: web.Request, longest: Mapping[str, int]) -> Form:
    """Return these fields of the form as texts without blanks around them; what else was posted is left alone.

    Args:
        request: the request.
        longest: how many characters each field may have, the end of a line being one; browsers keep to it, so whoever
            does not is refused.

    Raises:
        TooLargeError: a field is longer.
    """
    posted = await request.post()
    said = {name: value for name in longest if isinstance(value := posted.get(name, ""), str)}
    values = {name: value.replace("\r\n", "\n").strip() for name, value in said.items()}
    for name, value in values.items():
        if len(value) > longest[name]:
            raise TooLargeError(limit=longest[name])
    return Form(values=values)
