"""What one state says in its own way. The keys of `names` and `words` are listed where they are used."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from adapters._parts import json_form
from adapters._parts.faults import FormError
from adapters._parts.json_form import TEXT, Kind, Member, Scalar
from adapters._parts.letters import is_nothing, tidy


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """A spelling of the person's name that has fields of its own, named with this prefix and suffix.

    Where one script has two of them, `lang` tells the state's own from that of the travel document.
    """

    script: str
    lang: str | None = None
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """Names, words and forms of one state.

    Args:
        names: national name by key, `part.member` (`decision.number`).
        words: per code list, code by national word; the first word of a code is written.
        spellings: spellings of a name with fields of their own, in the order they take in a record.
        own_scheme: the state's own personal number.
        fold: brings a word, tidied, to the form it is compared in, where case alone is not enough.
        nothing: what stands in a field of a name where there is none, as `fold` gives it, beside «-», «нет».
        number_letters: letters of the state's keyboard that stand for Latin ones in numbers (`str.maketrans`).
    """

    names: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    spellings: tuple[Spelling, ...]
    own_scheme: str
    own_number: Scalar
    day: Scalar
    partial: Scalar
    moment: Scalar
    state: Scalar
    citizenship: Scalar
    flag: Scalar
    whole: Scalar
    number: Scalar
    fold: Callable[[str], str] | None = None
    nothing: frozenset[str] = frozenset()
    number_letters: Mapping[int, str] = field(default_factory=dict)

    def member(self, key: str, kind: Kind = TEXT, *, required: bool = False, many: bool = False) -> Member:
        """Return the row of a form: the last part of the key is the member of the record."""
        return Member(self.names[key], key.rpartition(".")[2], kind, required, many)

    def is_nothing(self, text: str) -> bool:
        """Say whether a part of a name says that there is none."""
        return is_nothing(text) or (self.fold or _fold)(text) in self.nothing

    def coded(self, name: str) -> Scalar:
        """Return the kind of coded words of a list."""
        words, fold = self.words[name], self.fold
        written: dict[str, str] = {}
        for word, code in words.items():
            written.setdefault(code, word)
        also = {word if fold is None else fold(word): code for word, code in words.items()}
        kind = json_form.words({word: code for code, word in written.items()}, also)
        if fold is None:
            return kind
        return Scalar(lambda value: kind.read(fold(value) if isinstance(value, str) else value), kind.write)

    @property
    def duration(self) -> Scalar:
        """Return the kind of terms: a number and the word for years, months or days."""
        units, fold = self.words["units-of-time"], self.fold or _fold
        written = {letter: word for word, letter in reversed(list(units.items()))}
        letters = {fold(word): letter for word, letter in units.items()}
        pattern = re.compile(rf"(?a:([1-9]\d{{0,3}})) ?({'|'.join(map(re.escape, letters))})")

        def read(value: object) -> str:
            match = pattern.fullmatch(fold(value)) if isinstance(value, str) else None
            if match is None:
                known = ", ".join(f"3 {word}" for word in written.values())
                raise FormError(
                    "duration-invalid",
                    f"Срок пишется числом с единицей: {known}.",
                    f"A term is a number with its unit: {known}.",
                )
            return f"P{match[1]}{letters[match[2]]}"

        return Scalar(read, lambda duration: f"{duration[1:-1]} {written[duration[-1]]}")


def _fold(text: str) -> str:
    return tidy(text).casefold()
