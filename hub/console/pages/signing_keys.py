"""One's own signing key: made in the browser, where it stays, or in a file; what the participant delegated to it."""

from urllib.parse import quote

from aiohttp import web

from hub.console import texts
from hub.console.forms import Form, read_form
from hub.console.pages.account import is_fresh
from hub.console.pages.sign_in import sign_in_again
from hub.console.rendering import render
from hub.console.routing import Route, go_to, local_path
from hub.console.visit import Visit, visit_of
from hub.core.console.key_claim import holds_secret
from hub.core.errors import SigningKeyMalformedError, SigningKeyTakenError
from hub.workflows.drafts.keep_signing_key import keep_signing_key, list_signing_keys

LONGEST = 2000
PATH = "/account/signing-key"


async def show(request: web.Request) -> web.Response:
    """Show the keys."""
    return await _page(request, Form())


async def keep(request: web.Request) -> web.Response:
    """Keep a public half."""
    visit, form = visit_of(request), await read_form(request, {"jwk": LONGEST, "back": LONGEST})
    if not _may_add(visit):
        return sign_in_again(_address(form["back"]))
    try:
        await keep_signing_key(visit.exchange, visit.person, form["jwk"])
    except (SigningKeyMalformedError, SigningKeyTakenError) as error:
        if holds_secret(form["jwk"].encode()):
            _ = texts.load(visit.lang).gettext
            told = _(
                "This holds the secret half of the key. It was not kept; but destroy that key, and make another one."
            )
            return await _page(request, Form(values={"back": form["back"]}).fault("jwk", told), status=422)
        return await _page(request, form.fault("jwk", error.text(visit.lang)), status=422)
    return go_to(_address(form["back"]))


def _address(back: str) -> str:
    """Return the page's address, with the way back to where one came from."""
    back = local_path(back, "")
    return f"{PATH}?back={quote(back, safe='')}" if back else PATH


def _may_add(visit: Visit) -> bool:
    """Say whether the visitor has signed in just now: whoever walks past an open session leaves no key of his own."""
    return visit.person.is_demo or (visit.session is not None and is_fresh(visit, visit.session))


async def _page(request: web.Request, form: Form, *, status: int = 200) -> web.Response:
    visit = visit_of(request)
    found = await list_signing_keys(visit.exchange, visit.person)
    back = local_path(form["back"] or request.query.get("back"), "")
    return render(
        request,
        "signing/keys.html",
        status=status,
        keys=found,
        back=back,
        form=form,
        command=_command(visit.person.id),
        may_add=_may_add(visit),
        again=f"/sign-in?next={quote(_address(back), safe='')}",
    )


def _command(person: str) -> str:
    """Return how the participant delegates to the key of this person."""
    return f"hub keys delegate key.jwk --config gateway.toml --person {person} --days 90"


ROUTES = (
    Route(method="GET", path=PATH, handler=show, action="signing-key"),
    Route(method="POST", path=PATH, handler=keep, action="signing-key"),
)
