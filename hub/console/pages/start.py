"""The start: every person is led to the first page that is his; and the choice of the language, from any page."""

from aiohttp import web

from hub.console.routing import Route, go_to, local_path
from hub.console.visit import LANGUAGE_COOKIE, Visit, visit_of
from hub.web import language
from hub.web.state import PROCESS
from hub.workflows.training import folder_of

# What a person opens the console for, most wanted first: action of the policy table, path.
HOMES = (
    ("tasks", "/tasks"),
    ("health-board", "/health"),
    ("participants", "/participants"),
    ("account", "/account"),
    ("account-setup", "/setup"),
)
SIGN_IN, DOORS = "/sign-in", "/training"  # where whoever has not signed in begins; the latter in the demonstration
YEAR = 365 * 24 * 3600


async def lead(request: web.Request) -> web.Response:
    """Go where this person begins."""
    visit = visit_of(request)
    if visit.account is None and folder_of(request.app[PROCESS].settings) is not None:
        return go_to(DOORS)
    return go_to(home_of(visit))


def home_of(visit: Visit) -> str:
    """Return the path of the first page that the visitor may open."""
    policy = visit.console.policy
    return next((path for action, path in HOMES if policy.may_ever(visit.account, action)), SIGN_IN)


async def choose_language(request: web.Request) -> web.Response:
    """Remember the language in this browser, and go back to the page where it was chosen."""
    form = await request.post()
    chosen, back = str(form.get("lang", "")), str(form.get("back", ""))
    answer = go_to(local_path(back))
    if chosen in language.LANGUAGES:
        is_secure = visit_of(request).console.is_secure
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=YEAR, secure=is_secure, httponly=True, samesite="Lax")
    return answer


ROUTES = (
    Route(method="GET", path="/", handler=lead, action="start", swept=False),
    Route(method="POST", path="/language", handler=choose_language, action="language"),
)
