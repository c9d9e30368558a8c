"""The audit's accesses: every document of an access is the one that its leaf names, as long as a key opens it."""

from collections.abc import Mapping
from hashlib import sha256

from hub.core.audit import BadEntryError, require
from hub.core.leaf import ActLeaf
from hub.store import access
from hub.store.connection import Connection
from hub.workflows.data_protection.log_access import ACT, open_access
from hub.workflows.vault import Vault
from keys.errors import CiphertextError


async def check_accesses(conn: Connection, acts: Mapping[int, ActLeaf], vault: Vault) -> int:
    """Check every document of an access; return how many there are.

    Raises:
        BadEntryError: one is not as it must be.
    """
    awaited = {index for index, leaf in acts.items() if leaf.act == ACT}
    count = len(awaited)
    async for kept in access.read_accesses(conn):
        where = f"access {kept.index}"
        require(kept.index in awaited, where, "extra")
        awaited.discard(kept.index)
        if kept.stored.key in vault.keyring.destroyed:  # its retention is over, nobody reads it any more
            continue
        leaf = acts[kept.index]
        try:
            body = open_access(kept, leaf.salt, vault.keyring.wrapping)
        except KeyError:
            raise BadEntryError(where, "no-key") from None
        except CiphertextError:
            raise BadEntryError(where, "unopenable") from None
        require(sha256(body).hexdigest() == leaf.sha256, where, "digest-mismatch")
    for index in sorted(awaited):
        raise BadEntryError(f"access {index}", "missing")
    return count
