"""The keys that have signed the log, back to the root that the member trusts: older notes are judged by older keys."""

from collections.abc import Sequence
from contextlib import suppress

from keys import trust_chain, trust_root, trustlist
from keys.errors import KeysError
from keys.note import VerifierKey
from keys.trustlist import TrustList


def find_log_keys(trust: TrustList, roots: Sequence[bytes], anchor: str) -> tuple[VerifierKey, ...]:
    """Return the log's keys, newest first: of the root in force, and of those before it down to the anchor.

    The root in force was verified, and names the digest of the one before it; so nothing else about `roots` need be.
    """
    known: dict[str, bytes] = {}
    found = [trust.log_verifier]
    with suppress(KeysError):  # a root of older rules: what it signed cannot be judged here
        known.update((trustlist.digest(root), root) for root in roots)
        name: str | None = trust.digests["root"]
        while name in known:
            root = trust_root.parse(trust_chain.text_of(known[name], trust_root.KIND))
            found.append(root.log)
            name = None if name == anchor else root.previous
    return tuple(dict.fromkeys(found))
