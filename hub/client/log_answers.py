"""The hub's answers about its log as values, read from JSON within bounds; nothing here is verified yet."""

from dataclasses import dataclass

from hub.client.members import Members, ShapeError
from hub.core.witness import MAX_NOTE
from keys.trust_participants import MAX_WITNESSES


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessing:
    """What witnesses compare, as signed notes: the one to cosign, the newest with a quorum, the newest of each."""

    named: bytes | None
    witnessed: bytes | None
    cosigned: tuple[bytes, ...]


def parse_witnessing(value: object) -> Witnessing:
    """Read what witnesses compare.

    Raises:
        ShapeError: it is not that.
    """
    members = Members(value, "witnessing")
    named, witnessed = (members.text_or_none(name, MAX_NOTE) for name in ("named", "witnessed"))
    return Witnessing(
        named=None if named is None else named.encode(),
        witnessed=None if witnessed is None else witnessed.encode(),
        cosigned=members.items("cosigned", MAX_WITNESSES, _parse_cosigned),
    )


def _parse_cosigned(value: object) -> bytes:
    if not isinstance(value, str) or len(value) > MAX_NOTE:
        raise ShapeError("witnessing: cosigned holds what is not a note")
    return value.encode()
