"""May this process take work: does the database answer, is the trust list valid, are the keys at rest there."""

from hub.core import retention
from hub.core.errors import IntegrityError, TrustExpiredError, UnavailableError
from hub.store.failures import FAILURES
from hub.workflows.exchange import Exchange
from hub.workflows.log.commit_group import RETRY_AFTER
from hub.workflows.log.read_log import read_checkpoint


async def check_ready(exchange: Exchange) -> None:
    """Return if the process may take work.

    Raises:
        IntegrityError: it has stopped signing.
        TrustExpiredError: its trust list is no longer valid.
        EncryptionKeyError: a key that new records need is not there, or the keyring cannot be read.
        UnavailableError: the database does not answer.
    """
    if exchange.stopped:
        raise IntegrityError
    if exchange.judgement.trust.expires_at <= exchange.clock.now():
        raise TrustExpiredError(retry_after=RETRY_AFTER)
    exchange.vault.require_fit(retention.month_of(exchange.clock.now()))
    try:
        await read_checkpoint(exchange)
    except FAILURES:
        raise UnavailableError(retry_after=RETRY_AFTER) from None
