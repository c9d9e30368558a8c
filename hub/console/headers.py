"""What browsers are told with every answer: run only our own scripts and styles, tell nobody where one was."""

from aiohttp import web

from hub.console.routing import Handler
from hub.console.visit import CONSOLE

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
YEAR = 365 * 24 * 3600


@web.middleware
async def headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Add the headers; a page is kept nowhere, whatever says otherwise of itself (files with their hash) may be."""
    answer = await handler(request)
    answer.headers.update(HEADERS)
    answer.headers["Server"] = "hub"  # else aiohttp names itself and its version
    answer.headers.setdefault("Cache-Control", "no-store")
    if request.app[CONSOLE].is_secure:
        answer.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    return answer
