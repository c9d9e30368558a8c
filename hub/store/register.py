"""What the hub judges by: agreements with all their versions, and the trust list's documents."""

from dataclasses import dataclass

from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAgreement:
    """One version of an agreement: its document and the document's SHA-256 in hex."""

    id: str
    version: int
    sha256: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedAgreement:
    """One version of an agreement with the leaf that states it."""

    version: int
    index: int
    body: bytes
    leaf: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustDocument:
    """A signed note of the trust list; `root` is the version of the root that it is published under.

    The last one of a kind is that of the newest root, and of the highest version under it: a new root may let the
    versions of the other documents start again.
    """

    kind: str
    root: int
    version: int
    body: bytes


async def read_agreements(conn: Connection) -> list[StoredAgreement]:
    """Return every version of every agreement."""
    return [
        StoredAgreement(id=row["id"], version=row["version"], sha256=row["sha256"].hex(), body=row["body"])
        for row in await conn.fetch(_SQL["read_agreements"])
    ]


async def read_versions(conn: Connection, name: str) -> list[LoggedAgreement]:
    """Return the versions of an agreement with their leaves, oldest first."""
    return [
        LoggedAgreement(version=row["version"], index=row["index"], body=row["body"], leaf=row["leaf"])
        for row in await conn.fetch(_SQL["read_agreement_versions"], name)
    ]


async def write_agreement(conn: Connection, agreement: StoredAgreement, index: int) -> None:
    """Keep a new version, stated by the leaf at `index`.

    Raises:
        NumberTakenError: this version is kept already.
    """
    await conn.execute(
        _SQL["write_agreement"],
        agreement.id,
        agreement.version,
        index,
        bytes.fromhex(agreement.sha256),
        agreement.body,
    )


async def read_trust_documents(conn: Connection) -> dict[str, bytes]:
    """Return the signed note of the document in force of each kind; none on a new hub."""
    return {row["kind"]: row["body"] for row in await conn.fetch(_SQL["read_trust_documents"])}


async def read_roots(conn: Connection) -> list[bytes]:
    """Return every root since the hub's first, oldest first: the way from an anchor to the root in force."""
    return [row["body"] for row in await conn.fetch(_SQL["read_roots"])]


async def write_trust_document(conn: Connection, document: TrustDocument) -> None:
    """Keep a document that is not logged, unless one of this version is kept already."""
    await conn.execute(_SQL["write_trust_document"], document.kind, document.root, document.version, document.body)


async def publish_trust_document(conn: Connection, document: TrustDocument, index: int) -> None:
    """Keep a newer document, stated by the leaf at `index`.

    Raises:
        NumberTakenError: one of this version is kept already.
    """
    await conn.execute(
        _SQL["publish_trust_document"], document.kind, document.root, document.version, index, document.body
    )


async def tell_judgement(conn: Connection) -> None:
    """Tell every process to read the trust list and the register anew."""
    await conn.execute(_SQL["tell_judgement"])


async def raise_trust_epoch(conn: Connection) -> None:
    """Raise the epoch that every group compares under the log's lock, and tell every process to read anew."""
    await conn.execute(_SQL["raise_trust_epoch"])
