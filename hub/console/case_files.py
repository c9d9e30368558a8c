"""A list of cases as a file: numbers, sides, stages and days; nobody's name."""

from collections.abc import Iterator, Sequence

from aiohttp import web

from hub.console import case_words, texts
from hub.console.visit import Visit
from hub.report.plain_table import Value, to_csv, to_xlsx
from hub.workflows.desk.read_tasks import Task
from schemas import catalogue

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer(found: Sequence[Task], kind: str, visit: Visit) -> web.Response:
    """Return the file, CSV unless XLSX is asked for."""
    _ = texts.load(visit.lang).gettext
    columns = [_("Case"), _("From"), _("To"), _("Status"), _("Who has to act"), _("Last day"), _("Working days left")]
    columns += [_("Received on"), _("Works on it")]
    is_xlsx = kind == "xlsx"
    rows = _rows(found, visit)
    made = web.Response(
        body=to_xlsx(_("Cases"), columns, rows) if is_xlsx else to_csv(columns, rows),
        content_type=XLSX if is_xlsx else "text/csv",
        charset=None if is_xlsx else "utf-8",
    )
    name = f"cases-{visit.now:%Y-%m-%d}.{'xlsx' if is_xlsx else 'csv'}"
    made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return made


def _rows(found: Sequence[Task], visit: Visit) -> Iterator[list[Value]]:
    for task in found:
        row = task.row
        sender, receiver = (row.other, row.party) if row.inbound else (row.party, row.other)
        yield [
            *(row.key.subject, _name(sender, visit), _name(receiver, visit)),
            case_words.stage(row.stage, visit.lang),
            "" if row.acting is None else _name(row.acting, visit),
            *(row.due_on, task.left, row.opened_at.date(), row.assignee_name),
        ]


def _name(participant: str, visit: Visit) -> str:
    entry = catalogue.load().code_list("participants").index.get(participant)
    return participant if entry is None else entry.label(visit.lang)
