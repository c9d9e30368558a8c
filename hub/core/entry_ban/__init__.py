"""Entry bans: one subject with revisions, numbered by its issuer from 1 on, and the records that speak of it.

moves       how revisions follow each other          period, standing   when it holds
rules       what a record must say of itself         identity           changed names, misused identities
secrecy     what a restricted ban does not tell      grounds            what the list of grounds says
review      when it is reviewed                      compatible         two bans on one person
reports     hits, reviews, enquiries                 amnesty            what an act comes to for a ban
listing     the digest of an active list         findable           whether anybody can be found by it
"""

from collections.abc import Callable, Mapping, Sequence

from hub.core.entry_ban import amnesty, findable, listing, moves, reports, rules
from hub.core.entry_ban.moves import FINAL, RESTORING, step
from hub.core.envelope import Envelope
from hub.core.errors import Fault
from hub.core.mover import Mover, by_sender, member

__all__ = ["FINAL", "LENGTHENED", "MOVERS", "RULES", "TYPE", "WARNINGS", "closes_exit", "reduces", "step"]

TYPE = "entry-ban"
EXIT = frozenset({"exit", "both"})


def closes_exit(envelope: Envelope) -> bool:
    """Say whether this is a ban on exit."""
    return envelope.type == TYPE and envelope.record["direction"] in EXIT


def reduces(envelope: Envelope) -> bool:
    """Say whether this reduces a ban; what a correction or an appeal restores may end later than before."""
    record = envelope.record
    if envelope.type != TYPE or record["status"] != "reduced":
        return False
    return record.get("change", {}).get("cause") not in RESTORING


LENGTHENED = Fault(
    pointer="/record/period",
    code="reduced-lengthened",
    ru="Срок «сокращённого» запрета кончается позже, чем в прежней редакции. Исправьте срок или состояние.",
    en="The 'reduced' ban ends later than its revision before. Mend the period or the status.",
)


MOVERS: Mapping[str, Mover] = {
    TYPE: Mover(
        kind="ban",
        owner=by_sender,
        subject=member("ban_id"),
        step=lambda head, envelope: moves.move(head, envelope.record),
        widens=True,
    ),
    amnesty.TYPE: Mover(
        kind="amnesty",
        owner=by_sender,
        subject=member("act_id"),
        step=lambda head, envelope: amnesty.step(head, envelope.record),
    ),
    **reports.MOVERS,
}

Rule = Callable[[Envelope], Sequence[Fault]]
RULES: Mapping[str, Rule] = {
    TYPE: lambda envelope: rules.check(envelope.record, sender=envelope.sender, version=envelope.version),
    amnesty.TYPE: lambda envelope: amnesty.check(envelope.record, sender=envelope.sender),
    listing.TYPE: lambda envelope: listing.check(envelope.record, sender=envelope.sender),
    **dict.fromkeys((reports.HIT, *reports.MOVERS), reports.check),
}
WARNINGS: Mapping[str, Rule] = {
    TYPE: lambda envelope: [
        *rules.warn(envelope.record, version=envelope.version),
        *findable.warn(envelope.record),
    ],
}
