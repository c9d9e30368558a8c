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
        UnprocessableError: a ground is another state's.
    """
    if envelope.type != entry_ban.TYPE:
        return ()
    index = catalogue.code_list("ban-grounds").index
    listed = {code: grounds.from_entry(index[code].more) for code in envelope.record["grounds"]}
    faults = grounds.check(envelope.record, listed, trust.participants[envelope.sender].state or "")
    if placed := [Fault(pointer=f"/record{each.pointer}", code=each.code, ru=each.ru, en=each.en) for each in faults]:
        raise UnprocessableError(placed)
    return list(grounds.warn(envelope.record, listed))
