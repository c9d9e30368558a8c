"""Hold a ban against the list of grounds: whose they are, and what is usual for them."""

from collections.abc import Mapping, Sequence
from functools import cache

from hub.core import entry_ban
from hub.core.entry_ban import grounds
from hub.core.entry_ban.grounds import Ground
from hub.core.envelope import Envelope
from hub.core.errors import Fault, UnprocessableError
from keys.trustlist import TrustList
from schemas.catalogue import Catalogue


@cache
def grounds_of(catalogue: Catalogue) -> Mapping[str, Ground]:
    """Return the grounds of the list; read once, as every ban is held against them."""
    return {entry.code: grounds.from_entry(entry.more) for entry in catalogue.code_list("ban-grounds").entries}


def check(envelope: Envelope, catalogue: Catalogue, trust: TrustList) -> Sequence[Fault]:
    """Return what is unusual in a ban; nothing for a record of another type.

    Raises:
        UnprocessableError: a ground is another state's, or was not in force on the day of the decision.
    """
    if envelope.type != entry_ban.TYPE:
        return ()
    known = catalogue.code_list("ban-grounds")
    listed = grounds_of(catalogue)
    decided_on = grounds.decided_on(envelope.record)
    faults = [
        *grounds.check(envelope.record, listed, trust.state_of(envelope.sender)),
        *grounds.check_day(
            envelope.record, [code for code in envelope.record["grounds"] if known.contains(code, decided_on)]
        ),
    ]
    if placed := [Fault(pointer=f"/record{each.pointer}", code=each.code, ru=each.ru, en=each.en) for each in faults]:
        raise UnprocessableError(placed)
    return list(grounds.warn(envelope.record, listed))
