"""Errors as they leave the hub: RFC 9457 problems, in one place, in the caller's language, with no traceback.

Handlers only raise. The first class of `STATUS` that an error belongs to decides the status.
"""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from aiohttp import web

from hub.core import errors
from hub.core.errors import HubError
from hub.store.failures import FAILURES
from hub.telemetry import Event, place_of
from hub.web import language, places
from hub.web.state import PROCESS
from keys import errors as keys_errors
from keys import strict_json
from keys.errors import KeysError, StrictJsonError

_logger = structlog.get_logger()
TYPE = "urn:cis-migration:problem:"
RETRY_AFTER = 2

STATUS: tuple[tuple[type[Exception], int], ...] = (
    (errors.UnauthenticatedError, 401),
    (errors.ForbiddenError, 403),
    (errors.MissingError, 404),
    (errors.MethodError, 405),
    (errors.SlowBodyError, 408),
    (errors.ConflictError, 409),
    (errors.GoneError, 410),
    (errors.TooLargeError, 413),
    (errors.MediaTypeError, 415),
    (errors.UnprocessableError, 422),
    (errors.OverloadedError, 429),
    (errors.IntegrityError, 503),
    (errors.UnavailableError, 503),
    (errors.MalformedError, 400),
    (keys_errors.TokenTooLargeError, 413),
    (keys_errors.TokenMalformedError, 400),
    (keys_errors.TokenHeaderError, 400),
    (keys_errors.TokenTypeError, 400),
    (keys_errors.StrictJsonError, 400),
    (keys_errors.StatementHubError, 403),
    (keys_errors.StatementSignerError, 403),
    (keys_errors.StatementTimeError, 403),
    (keys_errors.KeyTrustError, 403),
    (keys_errors.AccessError, 401),
    (keys_errors.SignatureError, 401),
    (keys_errors.TrustListError, 503),
    (HubError, 500),
    (KeysError, 400),
)


def status_of(error: Exception) -> int:
    """Return the HTTP status of an error."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def to_json(error: HubError | KeysError, lang: str, instance: str | None = None) -> dict[str, Any]:
    """Return the problem (RFC 9457 §3.1) with code and faults, in "ru" or "en".

    `texts` has both languages: a gateway asks once, and shows it to whoever reads at the member's site.
    """
    problem: dict[str, Any] = {
        "type": f"{TYPE}{error.code}",
        "title": error.text(lang).split(". ")[0].rstrip(".") + ".",
        "status": status_of(error),
        "detail": error.text(lang),
        "code": error.code,
        "texts": {"ru": error.text("ru"), "en": error.text("en")},
        "errors": [faults_to_json(fault, lang) for fault in _faults_of(error)],
    }
    if instance is not None:
        problem["instance"] = instance
    return problem


def _faults_of(error: HubError | KeysError) -> Sequence[errors.Fault]:
    if isinstance(error, StrictJsonError):
        return places.faults_of(error)
    return getattr(error, "faults", ())


def faults_to_json(fault: errors.Fault, lang: str) -> dict[str, Any]:
    """Return one place that is wrong."""
    message = fault.en if lang == "en" else fault.ru
    texts = {"ru": fault.ru, "en": fault.en}
    return {"pointer": fault.pointer, "code": fault.code, "message": message, "texts": texts}


def response_of(error: HubError | KeysError, lang: str, instance: str | None = None) -> web.Response:
    """Return the error as an answer."""
    headers = {"Content-Language": lang, "Cache-Control": "no-store"}
    retry_after = getattr(error, "facts", {}).get("retry_after")
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    if isinstance(error, errors.UnauthenticatedError | keys_errors.AccessError):
        headers["WWW-Authenticate"] = "Bearer"
    return web.Response(
        body=strict_json.dumps(to_json(error, lang, instance)),
        status=status_of(error),
        headers=headers,
        content_type="application/problem+json",
        charset="utf-8",
    )


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into a problem."""
    try:
        return await handler(request)
    except (HubError, KeysError) as error:
        if status_of(error) < 500:
            return response_of(error, language_of(request))
        return _log_and_answer(request, error, error)
    except FAILURES as error:
        return _log_and_answer(request, error, errors.UnavailableError(retry_after=RETRY_AFTER))
    except web.HTTPException as error:
        response = response_of(_translate(request, error), language_of(request))
        if isinstance(error, web.HTTPMethodNotAllowed):
            response.headers["Allow"] = ", ".join(sorted(error.allowed_methods))
        return response
    except Exception as error:  # noqa: BLE001  (the last door: nothing of it may reach the caller)
        return _log_and_answer(request, error, HubError())


def language_of(request: web.Request) -> str:
    """Return the caller's language; the hub's own where he names none."""
    return language.choose(request.headers.get("Accept-Language"), request.app[PROCESS].settings.language)


def _log_and_answer(request: web.Request, error: Exception, shown: HubError | KeysError) -> web.Response:
    instance = f"urn:cis-migration:error:{secrets.token_hex(8)}"
    route = getattr(request.match_info.route.resource, "canonical", "-")
    kind, place = type(error).__name__, place_of(error)
    _logger.error(Event.REQUEST_FAILED, route=route, error=kind, instance=instance, place=place)
    return response_of(shown, language_of(request), instance)


def _translate(request: web.Request, error: web.HTTPException) -> HubError:
    if error.status == 404:
        return errors.MissingError()
    if error.status == 405:
        return errors.MethodError()
    if error.status == 413:
        return errors.TooLargeError(limit=request.client_max_size)
    return errors.MalformedError()
