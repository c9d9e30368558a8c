"""All parts that pages are made of, on one page, for eyes and for tests. In training environments only."""

from datetime import timedelta

from aiohttp import web

from hub.console.forms import Form
from hub.console.rendering import render
from hub.console.routing import Route
from hub.console.visit import visit_of
from hub.core.errors import MissingError


async def show(request: web.Request) -> web.Response:
    """Show them all, among them names that are hard to show.

    Raises:
        MissingError: this is no training environment.
    """
    visit = visit_of(request)
    if not visit.is_training:
        raise MissingError
    wrong = "Скажите причину." if visit.lang == "ru" else "Say why."
    form = Form(values={"until": "вчера", "kind": "b"}).fault("reason", wrong).fault("decision", wrong)
    return render(
        request,
        "components/all.html",
        form=form,
        day=timedelta(days=1),
        hard=("<b>Тестов</b>", "\u202eТестов-Справа\u202c", "Ә" * 400, "TESTOVA Пробная"),
    )


ROUTES = (Route(method="GET", path="/components", handler=show, action="components"),)
