"""A consolidated report as a file: XLSX, PDF, CSV or JSON as `hub.report` makes them, and one page of HTML.

The page of HTML needs nothing beside it: style and charts are inside, and no script is.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from hub.console import assets
from hub.console.rendering import environment
from hub.console.visit import Visit
from hub.report import files
from hub.report.charts import bars_of
from hub.report.drawing import draw_all
from hub.report.render import render as render_file
from hub.report.render import sheet_of
from hub.report.sheet import Frozen

HTML = "html"
FORMATS: Mapping[str, str] = {**files.FORMATS, HTML: "text/html"}
STYLE = "report-file.css"


async def answer(visit: Visit, name: str, report: Mapping[str, Any], frozen: Frozen | None) -> web.Response:
    """Return the file.

    Raises:
        PdfMissingError: the extra `pdf` is not installed.
    """
    make = _page if name == HTML else _file
    body = await asyncio.to_thread(make, visit, name, report, frozen)
    shown = files.name_of(report, name, visit.lang)
    return web.Response(
        body=body,
        content_type=FORMATS[name],
        charset="utf-8" if FORMATS[name].startswith("text/") else None,
        headers={"Content-Disposition": f'attachment; filename="{shown}"', "Content-Language": visit.lang},
    )


def _file(visit: Visit, name: str, report: Mapping[str, Any], frozen: Frozen | None) -> bytes:
    return render_file(name, report, visit.lang, frozen)


def _page(visit: Visit, _name: str, report: Mapping[str, Any], frozen: Frozen | None) -> bytes:
    sheet = sheet_of(report, visit.lang, frozen)
    text = (
        environment(visit.lang)
        .get_template("reports/file.html")
        .render(
            visit=visit,
            sheet=sheet,
            charts=draw_all(bars_of(report, sheet.labels)),
        )
    )
    style = f"<style>{assets.read(STYLE)[0].decode('utf-8')}</style></head>"  # a page alone has its style inside
    return text.replace("</head>", style, 1).encode("utf-8")
