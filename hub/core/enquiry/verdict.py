"""What an enquiry comes to: for each issuer by his own list, and altogether.

the list is not fresh                              unknown, whatever was found in it
more may be meant than were looked at              unknown, where nobody was found
somebody who is surely meant, under a ban          ban
somebody who may be meant; a ban that is suspended doubt
nobody                                             no ban
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hub.core.enquiry.lists import ListState
from hub.core.entry_ban.standing import HOLDING, Standing
from hub.core.screening.score import Scored
from hub.core.screening.score import Verdict as Match


class Verdict(StrEnum):
    """What is said of a person; later ones outweigh earlier ones."""

    NO_BAN = "no-ban"
    UNKNOWN = "unknown"
    DOUBT = "doubt"
    BAN = "ban"


_ORDER = list(Verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A ban that may be the person's: its place in the log, its record, how it stands today, how well it fits."""

    index: int
    issuer: str
    record: Mapping[str, Any]
    standing: Standing
    scored: Scored

    @property
    def is_hit(self) -> bool:
        """Whether the person is surely meant."""
        return self.scored.verdict is Match.HIT

    @property
    def counts(self) -> bool:
        """Whether it is a ban that holds, will begin, or may hold again."""
        return self.standing.is_listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The verdict altogether, that of each issuer, and the bans that it rests on."""

    verdict: Verdict
    of_issuer: Mapping[str, Verdict]
    found: tuple[Found, ...]


def judge(lists: Sequence[ListState], found: Iterable[Found], *, is_whole: bool = True) -> Judged:
    """Return what was found as verdicts; bans of issuers whose lists were not asked for do not count.

    Args:
        lists: the lists that were asked for.
        found: what may be the person's.
        is_whole: everybody who may be meant was looked at; else nobody is said to have no ban.
    """
    asked = {each.issuer for each in lists}
    counting = tuple(each for each in found if each.counts and each.issuer in asked)
    nobody = Verdict.NO_BAN if is_whole else Verdict.UNKNOWN
    of_issuer = {each.issuer: _judge_list(each, counting, nobody) for each in lists}
    altogether = max(of_issuer.values(), key=_ORDER.index, default=Verdict.UNKNOWN)
    return Judged(verdict=altogether, of_issuer=of_issuer, found=counting)


def _judge_list(state: ListState, found: Sequence[Found], nobody: Verdict) -> Verdict:
    if not state.is_fresh:
        return Verdict.UNKNOWN
    mine = [each for each in found if each.issuer == state.issuer]
    if any(each.is_hit and each.standing.status in HOLDING for each in mine):
        return Verdict.BAN
    return Verdict.DOUBT if mine else nobody
