"""Who reads: a participant shows an access token signed by one of its keys."""

from aiohttp import web

from hub.core.errors import TrustExpiredError, UnauthenticatedError
from hub.web.state import PROCESS
from keys import access
from keys.errors import KeysError, KeySuspendedError

SCHEME = "Bearer "
RETRY_AFTER = 10


def participant_of(request: web.Request) -> str:
    """Return the participant that the request's access token speaks for.

    Raises:
        UnauthenticatedError: there is no token, it does not hold, or it is not its issuer's.
        KeySuspendedError: the key it names is suspended, as everyone may read in the trust list.
        TrustExpiredError: whose key counts cannot be told any more.
    """
    header = request.headers.get("Authorization", "")
    if not header.startswith(SCHEME):
        raise UnauthenticatedError
    exchange = request.app[PROCESS].exchange
    trust, now = exchange.judgement.trust, exchange.clock.now()
    if trust.expires_at <= now:
        raise TrustExpiredError(retry_after=RETRY_AFTER)
    try:
        token = header.removeprefix(SCHEME).encode("ascii")
        shown = access.verify(token, lambda kid: trust.signing_key(kid, now).public, audience=trust.hub, now=now)
        owner = trust.signing_key(shown.kid, now).participant
    except KeySuspendedError:  # said as it is: another key of the participant helps, a new token does not
        raise
    except (KeysError, UnicodeEncodeError):
        raise UnauthenticatedError from None
    if owner != shown.issuer:
        raise UnauthenticatedError
    return owner
