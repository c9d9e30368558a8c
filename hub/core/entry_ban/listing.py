"""The digest of an active list: two holders find the bans in which they differ without sending the list again.

    entry    ban_id NUL revision NUL status LF
    bucket   SHA-256 over the entries, in the order of their ids, whose SHA-256(ban_id) begins with the bucket's bits
    digest   SHA-256 over all bucket digests

Scheme `cis-ban-list/1`, docs/reference/ban-list-digest.md. One holder sends digest and buckets; the other takes the
same number of buckets over his own list, and where a bucket differs shows his entries of it. Id and revision name one
signed message for ever, so equal digests mean equal lists.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from hub.core.errors import Fault

TYPE = "ban-list-state"
SCHEME = "cis-ban-list/1"
DEEPEST = 12
MOST_SHOWN = 256  # buckets that a record may show
MOST_ENTRIES = 5000  # of a bucket that is shown
MOST_BYTES = 450_000  # of entries shown: with 4,096 bucket digests the envelope keeps below its limit of 1 MiB
_AROUND = 48  # bytes of names, quotes and the number beside an entry, or a bucket
FULL = 64  # entries in a bucket, on the average, that make more buckets worth while


class Listed(NamedTuple):
    """One ban of a list: its reference, newest revision, and status."""

    ban_id: str
    revision: int
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """How many bans a list holds, the digest over it, and the digests (hex) of its buckets."""

    count: int
    digest: str
    buckets: tuple[str, ...]

    @property
    def depth(self) -> int:
        """The number of bits that choose a bucket."""
        return len(self.buckets).bit_length() - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What tells one list from another: bans that it lacks, has beyond the other, and has in another revision."""

    missing: tuple[Listed, ...]
    extra: tuple[Listed, ...]
    changed: tuple[tuple[Listed, Listed], ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra or self.changed)


def depth_for(count: int) -> int:
    """Return how many bits should choose the bucket in a list of so many bans."""
    return next((depth for depth in range(DEEPEST) if count <= FULL << depth), DEEPEST)


def bucket_of(ban_id: str, depth: int) -> int:
    """Return the number of the bucket that a ban is in."""
    return int.from_bytes(sha256(ban_id.encode("ascii")).digest()[:2]) >> (16 - depth)


class ListDigest:
    """Digests a list that is too long to be held, entry by entry, in the order of their references."""

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._count = 0
        self._sums = [sha256() for _ in range(1 << depth)]

    def add(self, entry: Listed) -> None:
        """Take in the next entry."""
        self._count += 1
        self._sums[bucket_of(entry.ban_id, self._depth)].update(_bytes(entry))

    def state(self) -> ListState:
        """Return the state of the list taken in so far."""
        buckets = [each.digest() for each in self._sums]
        return ListState(count=self._count, digest=_over(buckets), buckets=tuple(each.hex() for each in buckets))


def state_of(entries: Iterable[Listed], depth: int | None = None) -> ListState:
    """Return the state of a list; `depth` is the other holder's, where there is one."""
    listed = sorted(entries)
    digest = ListDigest(depth_for(len(listed)) if depth is None else depth)
    for entry in listed:
        digest.add(entry)
    return digest.state()


def state_of_buckets(found: Mapping[int, tuple[int, bytes]], depth: int) -> ListState:
    """Return the state of a list whose buckets were digested elsewhere: how many bans each holds, and its digest."""
    buckets = [found.get(number, (0, sha256().digest()))[1] for number in range(1 << depth)]
    count = sum(held for held, _ in found.values())
    return ListState(count=count, digest=_over(buckets), buckets=tuple(each.hex() for each in buckets))


def _bytes(entry: Listed) -> bytes:
    return f"{entry.ban_id}\0{entry.revision}\0{entry.status}\n".encode("ascii")


def _over(buckets: Sequence[bytes]) -> str:
    return sha256(b"".join(buckets)).hexdigest()


def differing(mine: ListState, theirs: ListState) -> list[int]:
    """Return the numbers of the buckets in which two states of the same depth differ."""
    pairs = zip(mine.buckets, theirs.buckets, strict=True)
    return [number for number, (one, other) in enumerate(pairs) if one != other]


def in_buckets(entries: Iterable[Listed], numbers: Iterable[int], depth: int) -> dict[int, list[Listed]]:
    """Return the entries of these buckets, in the order of their ids."""
    found: dict[int, list[Listed]] = {number: [] for number in numbers}
    for entry in sorted(entries):
        bucket = found.get(bucket_of(entry.ban_id, depth))
        if bucket is not None:
            bucket.append(entry)
    return found


def differences(mine: Iterable[Listed], theirs: Iterable[Listed]) -> Differences:
    """Return what tells my entries from theirs, both of the same buckets."""
    here, there = ({entry.ban_id: entry for entry in entries} for entries in (mine, theirs))
    both = [(here[ban_id], there[ban_id]) for ban_id in sorted(here.keys() & there.keys())]
    return Differences(
        missing=tuple(there[ban_id] for ban_id in sorted(there.keys() - here.keys())),
        extra=tuple(here[ban_id] for ban_id in sorted(here.keys() - there.keys())),
        changed=tuple((one, other) for one, other in both if one != other),
    )


def read_state(record: Mapping[str, Any]) -> ListState:
    """Return the state that a record of type `ban-list-state` holds."""
    return ListState(count=record["count"], digest=record["digest"], buckets=tuple(record["buckets"]))


def read_detail(record: Mapping[str, Any]) -> dict[int, list[Listed]]:
    """Return the entries that such a record shows, by bucket."""
    return {part["bucket"]: [Listed(**entry) for entry in part["entries"]] for part in record.get("detail", ())}


def answer_to(theirs: ListState, mine: Sequence[Listed]) -> dict[str, Any]:
    """Return the members of a record that answers a state: my own list, with my entries where the two differ.

    Of more buckets than a record may show or hold, the first ones are shown; the rest is found once those are mended.
    Where none can be shown (the other list is empty, mine is long), `answers` alone says that the two differ.
    """
    state = state_of(mine, theirs.depth)
    shown = in_buckets(mine, differing(state, theirs)[:MOST_SHOWN], theirs.depth)
    detail = [
        {"bucket": number, "entries": [entry._asdict() for entry in shown[number]]} for number in _that_fit(shown)
    ]
    members: dict[str, Any] = {"count": state.count, "digest": state.digest, "buckets": list(state.buckets)}
    if shown:
        members["answers"] = theirs.digest
    return {**members, "detail": detail} if detail else members


def _that_fit(shown: Mapping[int, Sequence[Listed]]) -> Iterator[int]:
    """Yield buckets that a record can hold together, the first ones; one that is too long alone is passed over."""
    left = MOST_BYTES
    for number, entries in shown.items():
        size = _AROUND + sum(len(entry.ban_id) + len(entry.status) + _AROUND for entry in entries)
        if size <= left and len(entries) <= MOST_ENTRIES:
            left -= size
            yield number


def check(record: Mapping[str, Any], *, sender: str) -> list[Fault]:
    """Return what is wrong in a state that fits its schema."""
    state = read_state(record)
    faults = [] if record["holder"] == sender else [_HOLDER]
    if len(state.buckets) != 1 << state.depth:
        return [*faults, _NO_POWER]
    if _over([bytes.fromhex(each) for each in state.buckets]) != state.digest:
        faults.append(_DIGEST)
    for number, part in enumerate(record.get("detail", ())):
        entries = sorted(Listed(**entry) for entry in part["entries"])
        if not _fits(entries, part["bucket"], state):
            faults.append(_wrong_part(number))
    return faults


def _fits(entries: Sequence[Listed], bucket: int, state: ListState) -> bool:
    if bucket >= len(state.buckets) or any(bucket_of(entry.ban_id, state.depth) != bucket for entry in entries):
        return False
    return sha256(b"".join(map(_bytes, entries))).hexdigest() == state.buckets[bucket]


def _wrong_part(number: int) -> Fault:
    return Fault(
        pointer=f"/detail/{number}",
        code="bucket-mismatch",
        ru="Записи части списка не дают её дайджеста. Вычислите состояние и подробности по одному и тому же списку.",
        en="The entries of the bucket do not give its digest. Make state and detail from one and the same list.",
    )


_HOLDER = Fault(
    pointer="/holder",
    code="holder-mismatch",
    ru="Список держит не отправитель. Отправляйте состояние только своего списка.",
    en="The sender is not the list's holder. Send the state of your own list only.",
)
_NO_POWER = Fault(
    pointer="/buckets",
    code="buckets-uneven",
    ru="Число частей списка — не степень двойки. Вычислите состояние по схеме cis-ban-list/1.",
    en="The number of buckets is no power of two. Make the state by the scheme cis-ban-list/1.",
)
_DIGEST = Fault(
    pointer="/digest",
    code="digest-mismatch",
    ru="Дайджест списка не получается из дайджестов его частей. Вычислите состояние заново.",
    en="The digest does not come out of the bucket digests. Make the state again.",
)
