"""All rooms of the console, and so all its pages: whoever adds a room adds it here."""

from hub.console import assets
from hub.console.pages import account, accounts, components, entry_bans, participants, sign_in, start, tasks
from hub.console.routing import Route

ROUTES: tuple[Route, ...] = (
    *start.ROUTES,
    *sign_in.ROUTES,
    *account.ROUTES,
    *accounts.ROUTES,
    *tasks.ROUTES,
    *entry_bans.ROUTES,
    *participants.ROUTES,
    *components.ROUTES,
    *assets.ROUTES,
)
