"""Check 7 of a submission, for bans: those on exit travel only where the agreement names them."""

from datetime import datetime

from hub.core import agreement as agreements
from hub.core import entry_ban
from hub.core.envelope import Envelope
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.exchange import Judgement, Permission


def check_direction(envelope: Envelope, permission: Permission, judgement: Judgement, now: datetime) -> None:
    """Check that the agreement names bans on exit, if this is one; asked once the record is known to be whole.

    Raises:
        ExitBanNotAllowedError: it does not.
    """
    if not entry_ban.closes_exit(envelope):
        return
    today = legal_day(judgement.trust, envelope.sender, now)
    agreement = judgement.register.judging(envelope.agreement or "", today)
    if agreement is not None:
        to = permission.recipients
        agreements.check_exit_ban(agreement, record_type=envelope.type, sender=envelope.sender, recipients=to)
