"""Hold a ban against the list of grounds: whose they are, and what is usual for them."""

from collections.abc import Sequence

from hub.core import entry_ban
from hub.core.entry_ban import grounds
from hub.core.envelope import Envelope
from hub.core.errors import Fault, UnprocessableError
from keys.trustlist import TrustList
from schemas.catalogue import Catalogue


def check(envelope: Envelope, catalogue: Catalogue, trust: TrustList) -> Sequence[Fault]:
    """Return what is unusual in a ban; nothing for a record of another type.

    Raises:
        UnprocessableError: a ground is another state's, or was not in force on the day of the decision.
    """
    if envelope.type != entry_ban.TYPE:
        return ()
    known = catalogue.code_list("ban-grounds")
    listed = {code: grounds.from_entry(known.entry(code).more) for code in envelope.record["grounds"]}
    decided_on = grounds.decided_on(envelope.record)
    faults = [
        *grounds.check(envelope.record, listed, trust.participants[envelope.sender].state or ""),
        *grounds.check_day(envelope.record, [code for code in listed if known.contains(code, decided_on)]),
    ]
    if placed := [Fault(pointer=f"/record{each.pointer}", code=each.code, ru=each.ru, en=each.en) for each in faults]:
        raise UnprocessableError(placed)
    return list(grounds.warn(envelope.record, listed))
