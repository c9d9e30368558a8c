"""All rooms of the console, and so all its pages: whoever adds a room adds it here."""

from hub.console import assets
from hub.console.pages import (
    account,
    accounts,
    case_records,
    cases,
    citizens,
    components,
    drafts,
    entry_ban,
    entry_bans,
    health,
    participants,
    readmission,
    reports,
    sign_in,
    signing_keys,
    situation,
    start,
    tasks,
)
from hub.console.routing import Route

ROUTES: tuple[Route, ...] = (
    *start.ROUTES,
    *sign_in.ROUTES,
    *account.ROUTES,
    *accounts.ROUTES,
    *tasks.ROUTES,
    *readmission.ROUTES,
    *cases.ROUTES,
    *entry_bans.ROUTES,
    *entry_ban.ROUTES,
    *citizens.ROUTES,
    *situation.ROUTES,
    *health.ROUTES,
    *participants.ROUTES,
    *reports.ROUTES,
    *components.ROUTES,
    *case_records.ROUTES,
    *drafts.ROUTES,
    *signing_keys.ROUTES,
    *assets.ROUTES,
)
