"""The folder of a meeting as one file: pages in Russian and English, the report of the period, the records themselves.

The same folder always makes the same bytes: members of the archive have the meeting's own day as their time.
"""

import asyncio
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from aiohttp import web

from hub.console import assets
from hub.console.rendering import environment
from hub.console.report_file import STYLE
from hub.console.visit import Visit
from hub.core.council import due
from hub.core.statistics.report import COUNCIL
from hub.report.render import render as render_file
from hub.workflows.council.read_meeting import Folder
from hub.workflows.reports.consolidate_summaries import consolidate_summaries
from keys import strict_json

LANGUAGES = ("ru", "en")
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


async def answer(visit: Visit, folder: Folder) -> web.Response:
    """Return the archive."""
    report = None
    if folder.period is not None:
        asked = {"reader": visit.party, "period": folder.period.value, "audience": COUNCIL}
        report = await consolidate_summaries(visit.exchange, **asked)
    body = await asyncio.to_thread(_pack, visit, folder, report)
    name = f"meeting-{_UNSAFE.sub('-', folder.meeting.kept.subject)[:60]}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=body, content_type="application/zip", headers=headers)


def _pack(visit: Visit, folder: Folder, report: dict[str, object] | None) -> bytes:
    file, day = io.BytesIO(), folder.day or date(2000, 1, 1)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _members(visit, folder, report):
            archive.writestr(zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0)), content)
    return file.getvalue()


def _members(visit: Visit, folder: Folder, report: dict[str, object] | None) -> Iterator[tuple[str, bytes]]:
    for lang in LANGUAGES:
        yield f"{lang}/folder.html", _page(visit, folder, lang)
        if report is not None:
            yield f"{lang}/situation-report.xlsx", render_file("xlsx", report, lang, None)
    records = [folder.meeting, *([folder.agenda] if folder.agenda else []), *folder.comments, *folder.drafts]
    for read in [*records, *folder.adopted]:
        name = f"{read.kept.index}-{read.kept.type}-{read.kept.stage}.json"
        yield f"records/{name}", strict_json.dumps(read.to_json()) + b"\n"


def _page(visit: Visit, folder: Folder, lang: str) -> bytes:
    text = (
        environment(lang)
        .get_template("council/folder-file.html")
        .render(visit=replace(visit, lang=lang), folder=folder, today=visit.now.date(), last_day=due.last_day)
    )
    style = f"<style>{assets.read(STYLE)[0].decode('utf-8')}</style></head>"  # a page alone has its style inside
    return text.replace("</head>", style, 1).encode("utf-8")
