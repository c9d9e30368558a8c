"""Which keys have signed the log, as a gateway finds them in the roots that its hub has."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from hub.sdk.trust_list.log_keys import find_log_keys
from keys import note, trustlist
from tests.support.trust import ORIGIN, make_key, make_trust

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TRUST = make_trust(("tj-mvd", "hub"), now=NOW)
KEYS = (TRUST.list.log_verifier, *(note.verifier_key(ORIGIN, make_key("later", str(n))) for n in (2, 3)))


@dataclass(frozen=True)
class Chain:
    """Three roots, each with a log key of its own."""

    roots: tuple[bytes, ...]

    @property
    def digests(self) -> list[str]:
        """Their digests."""
        return [trustlist.digest(root) for root in self.roots]

    @property
    def trust(self) -> Any:
        """A trust list under the last one."""
        digests = {**TRUST.list.digests, "root": self.digests[-1]}
        return replace(TRUST.list, root=replace(TRUST.list.root, log=KEYS[-1]), digests=digests)


def make_chain() -> Chain:
    """Return it."""
    roots = [TRUST.documents["root"]]
    for version in (2, 3):
        previous = trustlist.digest(roots[-1])
        roots.append(TRUST.authority.root(now=NOW, version=version, previous=previous, log=KEYS[version - 1]))
    return Chain(tuple(roots))


CHAIN = make_chain()


def test_the_keys_of_all_roots_down_to_the_anchor_are_found_newest_first() -> None:
    assert find_log_keys(CHAIN.trust, CHAIN.roots, CHAIN.digests[0]) == KEYS[::-1]


def test_a_key_older_than_the_anchor_has_no_say() -> None:
    """A member that was given a new anchor hears no more of a key that was stolen."""
    assert find_log_keys(CHAIN.trust, CHAIN.roots, CHAIN.digests[1]) == (KEYS[2], KEYS[1])


def test_a_root_that_nothing_leads_to_has_no_say() -> None:
    stranger = TRUST.authority.root(now=NOW, version=2, previous=CHAIN.digests[0], log=KEYS[0])
    shown = (CHAIN.roots[0], stranger, CHAIN.roots[2])

    assert find_log_keys(CHAIN.trust, shown, CHAIN.digests[0]) == (KEYS[2],)


def test_where_the_roots_cannot_be_read_there_is_the_key_in_force() -> None:
    assert find_log_keys(CHAIN.trust, (b"junk",), CHAIN.digests[0]) == (KEYS[2],)
