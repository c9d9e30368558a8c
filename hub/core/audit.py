"""What an audit of the log finds: the first entry that is not as it must be, and why.

message 17: its bytes are not those that its leaf names [digest-mismatch]
"""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

REASONS: Mapping[str, tuple[str, str]] = {
    "missing": ("записи нет, а должна быть", "it is missing"),
    "extra": ("запись лишняя: журнал её не знает", "it should not be there: the log does not know it"),
    "malformed": ("запись повреждена: не читается", "it is damaged and cannot be read"),
    "out-of-order": ("время или порядок идут вспять", "time or order goes back"),
    "foreign": ("запись другого узла", "it is of another hub"),
    "hash-mismatch": (
        "хеш не тот, над которым подписан журнал",
        "its hash is not the one that was signed over",
    ),
    "root-mismatch": ("корень не тот, что даёт журнал", "its root is not the one that the log gives"),
    "column-mismatch": ("столбцы не согласуются с подписанным", "its columns do not agree with what was signed"),
    "digest-mismatch": ("байты не те, что названы записью журнала", "its bytes are not those that its leaf names"),
    "unsigned": (
        "нет верной подписи ключом из списка доверия",
        "no signature by a listed key holds",
    ),
    "unopenable": ("шифртекст не открывается", "its ciphertext does not open"),
    "no-key": ("ключа шифрования нет, прочесть нельзя", "its encryption key is not there, so it cannot be read"),
    "not-erased": (
        "помечена стёртой, но стирание не подтверждено",
        "it is marked as erased, and should not be",
    ),
    "log-longer": ("узел подписал журнал длиннее этого", "the hub signed a longer log than this one"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Where the first bad entry is (`message 17`), and what is wrong with it: a code of `REASONS`."""

    where: str
    code: str

    def text(self, language: str) -> str:
        """Return what is wrong, in "ru" or "en"."""
        ru, en = REASONS[self.code]
        return en if language == "en" else ru


class BadEntryError(Exception):
    """The audit has found an entry that is not as it must be."""

    def __init__(self, where: str, code: str) -> None:
        super().__init__(f"{where}: {code}")
        self.finding = Finding(where=where, code=code)


def require(fact: object, where: str, code: str) -> None:
    """Go on where a fact holds.

    Raises:
        BadEntryError: it does not.
    """
    if not fact:
        raise BadEntryError(where, code)


@contextlib.contextmanager
def reading(where: str) -> Iterator[None]:
    """Name an entry whose values are such that they cannot even be looked at.

    Raises:
        BadEntryError: it is one.
    """
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        raise BadEntryError(where, "malformed") from None
