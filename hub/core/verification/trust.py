"""The ground that everything else in a bundle is judged on: the trust list, and the log's keys of all times.

The bundle's roots are one row: each is one version higher than the one before and names its digest. The caller's root
is one of them. From it on, each root is signed by the threshold before it and by its own. Those before it need no
signature: the caller trusts his root, and his root names its predecessor by digest, and so on back to the first. They
say nothing but which log key was the hub's, and until when.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.core.evidence import TrustChain
from hub.core.verification.log import LogKey, log_keys
from keys import trust_chain, trust_root, trustlist
from keys.errors import TrustListAnchorError, TrustListMismatchError, TrustListRollbackError
from keys.trust_root import Root
from keys.trustlist import TrustList


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The trust list at the message's time, the log's keys of all times, and the version of the caller's root.

    `roots` are the notes of the whole row.
    """

    trust: TrustList
    roots: tuple[bytes, ...]
    log_keys: tuple[LogKey, ...]
    anchored: int


def check_trust(chain: TrustChain, anchor: str | None, at: datetime) -> Ground:
    """Load the trust list from the caller's root, judged at the time `at`.

    Without an anchor the first root is taken at its word.

    Raises:
        TrustListError: it does not hold from the anchor.
    """
    digests = [trustlist.digest(root) for root in chain.roots]
    start = digests[0] if anchor is None else anchor
    if start not in digests:
        raise TrustListAnchorError
    first = digests.index(start)
    trust = trustlist.load(
        root=chain.roots[first:], participants=chain.participants, status=chain.status, anchor=start, now=at
    )
    roots = read_roots(chain.roots)
    _check_row(roots, digests)
    return Ground(trust=trust, roots=chain.roots, log_keys=log_keys(roots), anchored=roots[first].version)


def read_roots(notes: Sequence[bytes]) -> list[Root]:
    """Return what root documents say; who signed them is not asked here.

    Raises:
        TrustListError: one is no root.
    """
    return [trust_root.parse(trust_chain.text_of(raw, trust_root.KIND)) for raw in notes]


def _check_row(roots: Sequence[Root], digests: Sequence[str]) -> None:
    for before, named, root in zip(roots, digests, roots[1:], strict=False):
        if (root.version, root.previous) != (before.version + 1, named):
            raise TrustListRollbackError(document=trust_root.KIND)
        if root.hub != before.hub:
            raise TrustListMismatchError(document=trust_root.KIND)
