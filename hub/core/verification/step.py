"""What the verification of a bundle says to a person: steps, what each found, and what remains doubtful."""

from dataclasses import dataclass
from datetime import datetime

from hub.core import instant
from hub.core.errors import HubError
from keys.errors import KeysError


class EvidenceMismatchError(HubError):
    """Two parts of the bundle do not speak of the same thing."""

    code = "evidence-mismatch"
    ru = "Части пакета говорят о разном. Пакет изменён или собран неверно."
    en = "Parts of the bundle do not speak of the same thing. It was altered or put together wrongly."


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The same said in both languages."""

    ru: str
    en: str

    def text(self, language: str) -> str:
        """Return it in "ru" or "en"."""
        return self.en if language == "en" else self.ru


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a step that holds found; `doubt` is a reason why a person has to look although every check held."""

    said: tuple[Said, ...] = ()
    doubt: Said | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that was checked: its name, what it is about, what it found, and the error if it does not hold."""

    name: str
    title: Said
    found: Found = Found()
    error: HubError | KeysError | None = None

    @property
    def ok(self) -> bool:
        """Whether the step holds."""
        return self.error is None


def moment(at: datetime) -> str:
    """Return an instant for people: `2026-11-21 09:00:00 UTC`."""
    return instant.format(at, seconds=True).replace("T", " ").replace("Z", " UTC")
