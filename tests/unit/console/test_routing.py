"""Routes as the sweep opens them, and the way back to the same place."""

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from hub.console.routing import Route, add_routes, local_path, route_of


async def _page(request: web.Request) -> web.Response:
    return web.Response()


def _route(path, **more):
    return Route(method="GET", path=path, handler=_page, action="tasks.read", **more)


@pytest.mark.parametrize(
    ("path", "sample", "address"),
    [
        ("/tasks", {}, "/tasks"),
        (
            "/readmission/{owner}/{id}",
            {"owner": "kz-mvd", "id": "КЗ/1 а"},
            "/readmission/kz-mvd/%D0%9A%D0%97%2F1%20%D0%B0",
        ),
        ("/reports/{period:[0-9]{4}}/x", {"period": "2026"}, "/reports/2026/x"),
    ],
)
def test_an_address_is_the_path_with_its_samples(path, sample, address):
    assert _route(path, sample=sample).address() == address


def test_the_sweep_may_add_a_query():
    assert _route("/messages", query="after=1").address() == "/messages?after=1"


def test_a_part_without_a_sample_is_told():
    with pytest.raises(KeyError, match="id"):
        _route("/messages/{id}").address()


def test_a_form_is_no_page_and_neither_is_a_file():
    post = Route(method="POST", path="/tasks", handler=_page, action="tasks.take")
    assert (post.is_page, _route("/tasks").is_page, _route("/tasks.csv", swept=False).is_page) == (False, True, False)
    assert post.name == "POST /tasks"


@pytest.mark.parametrize("path", ["/", "/tasks", "/readmission?state=open&after=%20"])
def test_the_way_back_is_kept(path):
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "tasks",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/a\r\nSet-Cookie: a=b",
        "/\tevil",
        "/дело",
        "/a\\b",
        "/" + "a" * 2000,
    ],
)
def test_no_way_leads_out(path):
    assert local_path(path, "/tasks") == "/tasks"


async def test_a_request_leads_back_to_its_route():
    seen = []

    async def page(request: web.Request) -> web.Response:
        seen.append(route_of(request))
        return web.Response()

    app = web.Application()
    route = Route(method="GET", path="/cases/{id}", handler=page, action="cases")
    add_routes(app, [route])
    add_routes(app, [Route(method="POST", path="/cases/{id}", handler=page, action="case-decide")])
    for method, path in (("GET", "/cases/1"), ("POST", "/cases/2"), ("GET", "/nothing")):
        request = make_mocked_request(method, path, app=app)
        match = await app.router.resolve(request)
        request._match_info = match
        match.add_app(app)
        seen.append(route_of(request))

    assert [each and each.action for each in seen] == ["cases", "case-decide", None]
