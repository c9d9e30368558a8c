"""Refusals and failures as pages, in the visitor's language, with no traceback and nothing of what was asked for.

What does not exist and what is another participant's are one and the same page. A failure has a code of its own, by
which the operator finds it in the log.
"""

import secrets

import structlog
from aiohttp import web

from hub.console.rendering import render
from hub.console.routing import Handler
from hub.core.errors import HubError, MalformedError, MethodError, MissingError, TooLargeError, UnavailableError
from hub.store.failures import FAILURES
from hub.telemetry import Event, place_of
from hub.web.problems import RETRY_AFTER, status_of
from keys.errors import KeysError

_logger = structlog.get_logger()
_PLAIN: dict[int, type[HubError]] = {404: MissingError, 405: MethodError}


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into a page."""
    try:
        return await handler(request)
    except (HubError, KeysError) as error:
        return show_error(request, error) if status_of(error) < 500 else _failed(request, error, error)
    except FAILURES as error:
        return _failed(request, error, UnavailableError(retry_after=RETRY_AFTER))
    except web.HTTPException as error:
        shown = show_error(request, _translate(request, error))
        if isinstance(error, web.HTTPMethodNotAllowed):  # RFC 9110, 15.5.6
            shown.headers["Allow"] = ", ".join(sorted(error.allowed_methods))
        return shown
    except Exception as error:  # noqa: BLE001  (the last door: nothing of it may reach the visitor)
        return _failed(request, error, HubError())


def _translate(request: web.Request, error: web.HTTPException) -> HubError:
    if error.status == 413:
        return TooLargeError(limit=request.client_max_size)
    return _PLAIN.get(error.status, MalformedError)()


def show_error(request: web.Request, error: HubError | KeysError, instance: str | None = None) -> web.Response:
    """Return the page of an error; `instance` is the code by which the log tells of it."""
    return render(request, "error.html", status=status_of(error), error=error, instance=instance)


def _failed(request: web.Request, error: Exception, shown: HubError | KeysError) -> web.Response:
    instance = secrets.token_hex(8)
    route = getattr(request.match_info.route.resource, "canonical", "-")
    _logger.error(
        Event.REQUEST_FAILED, route=route, error=type(error).__name__, instance=instance, place=place_of(error)
    )
    return show_error(request, shown, instance)
