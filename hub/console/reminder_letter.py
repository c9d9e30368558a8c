"""The letter that reminds a participant of its overdue replies: totals by who waits; no case and no person.

It goes to people of another country, so it is written in both languages, whatever its writer reads the console in.
"""

from babel.dates import format_date

from hub.console import texts
from hub.workflows.desk.read_overdue import Debt
from schemas import catalogue

LANGUAGES = ("ru", "en")


def write(debt: Debt, lang: str) -> list[str]:
    """Return the letter's paragraphs."""
    said = texts.load(lang)
    _, ngettext = said.gettext, said.ngettext
    day = format_date(debt.at, "long", locale=texts.LOCALES[lang])
    if not debt.total:
        return [_("On %(day)s no reply is overdue.") % {"day": day}]
    first = ngettext("On %(day)s %(num)s reply is overdue:", "On %(day)s %(num)s replies are overdue:", debt.total) % {
        "day": day,
        "num": debt.total,
    }
    each = _("to %(name)s: %(count)s (up to 3 days %(fresh)s, 4 to 14 days %(older)s, 15 days and more %(oldest)s);")
    owed = [
        "— "
        + each
        % {
            "name": _name(one.waiting, lang),
            "count": one.count,
            "fresh": one.fresh,
            "older": one.older,
            "oldest": one.oldest_ones,
        }
        for one in debt.counts
    ]
    asked = _(
        "Please send the replies, or let us know why they are late. "
        "Your people find the list of cases in the console, under “Overdue replies”."
    )
    return [first, *owed, asked]


def both(debt: Debt) -> str:
    """Return the letter as a text, in Russian and English."""
    return "\n\n* * *\n\n".join("\n\n".join(write(debt, lang)) for lang in LANGUAGES) + "\n"


def _name(participant: str, lang: str) -> str:
    entry = catalogue.load().code_list("participants").index.get(participant)
    return participant if entry is None else entry.label(lang)
