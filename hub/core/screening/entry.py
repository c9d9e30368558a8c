"""What the index is given of a person in the register, and of a person who is asked about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hub.core.identity.name_parts import Part
from hub.core.screening import birth
from hub.core.screening.birth import Birth
from hub.core.screening.person import Described
from keys.blind_index import Kind

Blind = Callable[[Kind, str], bytes]  # keys.blind_index.BlindKey.token
NUMBER_BITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A person of the register: the caller's number (0 to 2^63-1), keys of all names, dates of birth, exact tokens.

    `births` are numbers of `birth.codes`; `exact` the blind tokens of documents and identifiers; `is_short`: one of the
    names is a single one, so that no more of an asked name can be found in it.
    """

    key: int
    names: frozenset[str]
    births: tuple[int, ...]
    exact: tuple[bytes, ...]
    is_short: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A person who is asked about: each name a tuple of its parts."""

    names: tuple[tuple[Part, ...], ...]
    birth: Birth | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody of the register who may be meant: the caller's number, and how much of the name was found, 0 to 1."""

    key: int
    name_score: float


def entry_of(key: int, person: Described, blind: Blind) -> Entry:
    """Return what the index is given of a person of the register."""
    return Entry(
        key=key,
        names=frozenset(each for name in person.names for token in name for each in token.keys),
        births=birth.codes(person.birth),
        exact=exact_tokens(person, blind),
        is_short=any(sum(not part.is_patronymic for part in name) == 1 for name in person.names),
    )


def query_of(person: Described) -> Query:
    """Return what the index is asked of a person."""
    return Query(names=person.names, birth=person.birth)


def exact_tokens(person: Described, blind: Blind) -> tuple[bytes, ...]:
    """Return the blind tokens of a person's documents and identifiers; none twice."""
    return tuple(dict.fromkeys(_exact(person, blind)))


def _exact(person: Described, blind: Blind) -> Iterator[bytes]:
    for document in person.documents:
        yield from (blind(Kind.DOCUMENT, spelling) for spelling in sorted(document.spellings))
    for scheme, value in person.identifiers:
        yield blind(Kind.IDENTIFIER, f"{scheme}:{value}")


def numbering(blind: Blind) -> Callable[[str], int]:
    """Return how keys of name tokens are numbered: 32 bits of their blind token, 0 excluded.

    Two keys may share a number; then one finds the other's bearers as well, and the score tells them apart.
    """

    def number(key: str) -> int:
        return int.from_bytes(blind(Kind.NAME, key)[: NUMBER_BITS // 8]) or 1

    return number
