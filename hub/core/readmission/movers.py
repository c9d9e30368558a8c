"""How records of readmission, transit and citizenship checks move heads: kind, owner, subject, step."""

from collections.abc import Mapping

from hub.core.mover import Mover, by_recipient, by_sender, member
from hub.core.readmission import kinds, moves
from hub.core.readmission.asking import CITIZENSHIP_CHECK, TRANSIT

CASE_KIND, TRANSIT_KIND, CHECK_KIND = "case", "transit", "citizenship-check"
_BY_NAME = member("requesting_authority")


def _owner_of(kind: str) -> Mover:
    """Return the mover of a type of the readmission case; the reply is older than the member that names the owner."""
    owner = {kinds.REQUEST: by_sender, kinds.REPLY: by_recipient}.get(kind, _BY_NAME)
    return Mover(kind=CASE_KIND, owner=owner, subject=member("case_id"), step=moves.step)


MOVERS: Mapping[str, Mover] = {
    **{kind: _owner_of(kind) for kind in sorted(kinds.CASE)},
    **{
        kind: Mover(kind=TRANSIT_KIND, owner=_BY_NAME, subject=member("case_id"), step=TRANSIT.step)
        for kind in sorted(kinds.TRANSIT)
    },
    **{
        kind: Mover(kind=CHECK_KIND, owner=_BY_NAME, subject=member("check_id"), step=CITIZENSHIP_CHECK.step)
        for kind in sorted(kinds.CITIZENSHIP_CHECK)
    },
}
