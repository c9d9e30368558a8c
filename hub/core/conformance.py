"""The result of a conformance run as the hub takes it: a protocol that a participant signed, of the hub's own kit.

    protocol.json   what was tested and what came of it, with the public key that signs
    protocol.jws    its signature: a JWS of typ cis-conformance+jws without its payload (RFC 7515, appendix F)

`open_signed` asks whether the bytes are those that were signed, `parse` whether they are a protocol, `check_kit`
whether its scenarios are the kit's own, word for word.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from hub.core import instant
from hub.core.errors import UnprocessableError
from keys import base64url, jwk, jws, strict_json
from keys.errors import KeysError
from keys.jwk import PublicKey

TYP = "cis-conformance+jws"
KIND = "conformance"
HELD, FAILED = "held", "failed"
SUBJECTS = frozenset({"gateway", "command", "files"})
LIMIT = 4 * 1024 * 1024  # bytes of a protocol
MOST = 1000  # scenarios of one run
LONGEST = 2000  # characters of what was found
TEXTS = ("title", "sent", "expected")
LANGUAGES = {"ru", "en"}


class ProtocolMalformedError(UnprocessableError):
    """The file is no protocol of the kit."""

    code = "conformance-malformed"
    ru = "Файл не является протоколом hub conform. Выберите protocol.json из папки, которую создал hub conform run."
    en = "The file is no protocol of hub conform. Choose protocol.json of the folder that hub conform run made."


class ProtocolAlteredError(UnprocessableError):
    """The signature is not one of these bytes by the key that they name."""

    code = "conformance-altered"
    ru = "Подпись не от этого протокола: файл изменён или из другой папки. Возьмите оба файла из одной папки снова."
    en = "The signature is not this protocol's: a file was altered, or is of another folder. Take both of one again."


class KitVersionError(UnprocessableError):
    """The protocol was made by the kit of another version."""

    code = "conformance-version"
    ru = "Протокол создан набором версии {given}, в этом контуре — {wanted}. Установите её и повторите проверку."
    en = "The protocol was made by version {given} of the kit, here it is {wanted}. Install that one and run it again."


class KitAlteredError(UnprocessableError):
    """A scenario of the protocol is not the kit's."""

    code = "conformance-scenario"
    ru = "Сценария «{scenario}» в наборе нет или он там другой. Проверьте неизменённым набором этого контура."
    en = "The kit has no scenario {scenario}, or another one. Run the kit of this environment, unaltered."


class Standing(StrEnum):
    """What a result says of the program that was tested."""

    PASSED = "passed"
    PARTIAL = "partial"  # what was played held, but not all was played
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a scenario ended. Texts are by language; `found` says what was not as expected, None: it held."""

    pack: str
    name: str
    title: Mapping[str, str]
    sent: Mapping[str, str]
    expected: Mapping[str, str]
    asks: str
    found: Mapping[str, str] | None

    @property
    def place(self) -> str:
        """Return the name by which `hub conform run --only` plays it."""
        return f"{self.pack}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A whole run: what was tested (`subject`: gateway, command or files), when, by which kit, with what outcome.

    `record_type` and `record_version` are of the records that were played with, "" where there were none.
    """

    subject: str
    about: str
    participant: str
    version: str
    started_at: datetime
    ended_at: datetime
    record_type: str
    record_version: str
    titles: Mapping[str, Mapping[str, str]]
    outcomes: tuple[Outcome, ...]

    @property
    def failed(self) -> int:
        """Return how many scenarios did not hold."""
        return sum(each.found is not None for each in self.outcomes)

    def standing(self, total: int) -> Standing:
        """Return what it says, where the kit has `total` scenarios."""
        if self.failed:
            return Standing.FAILED
        return Standing.PASSED if len(self.outcomes) == total else Standing.PARTIAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """The kit of this hub: its version, titles of its packs, its scenarios by PACK/SCENARIO."""

    version: str
    titles: Mapping[str, Mapping[str, str]]
    scenarios: Mapping[str, Outcome]


NO_KIT = Kit(version="", titles={}, scenarios={})


def open_signed(content: bytes, signature: bytes) -> PublicKey:
    """Return the key that a protocol names, if it signed these bytes.

    Raises:
        ProtocolMalformedError: it names none.
        ProtocolAlteredError: it did not.
    """
    try:
        named: Any = strict_json.loads(content, limit=LIMIT)
        key = jwk.parse(named["key"])
    except (KeysError, KeyError, TypeError, AttributeError):
        raise ProtocolMalformedError from None
    header, _, ending = signature.strip().partition(b"..")
    try:
        token = b".".join((header, base64url.encode(content), ending))
        jws.open(token, lambda _kid: key, TYP, limit=2 * LIMIT)
    except KeysError:
        raise ProtocolAlteredError from None
    return key


def parse(content: bytes) -> Run:
    """Read a protocol.

    Raises:
        ProtocolMalformedError: it is none, or contradicts itself.
    """
    try:
        shown: Any = strict_json.loads(content, limit=LIMIT)
        run = _run(shown)
    except (KeysError, KeyError, TypeError, ValueError, AttributeError):
        raise ProtocolMalformedError from None
    if shown["failed"] != run.failed or shown["held"] != len(run.outcomes) - run.failed:
        raise ProtocolMalformedError
    return run


def check_kit(run: Run, kit: Kit) -> None:
    """Return if every scenario of a run is the kit's own, played once.

    Raises:
        KitVersionError: it is a kit of another version.
        KitAlteredError: a scenario is not the kit's.
    """
    if run.version != kit.version:
        raise KitVersionError(given=run.version, wanted=kit.version)
    seen: set[str] = set()
    for each in run.outcomes:
        known = kit.scenarios.get(each.place)
        if known is None or each.place in seen or _said(each) != _said(known):
            raise KitAlteredError(scenario=each.place)
        seen.add(each.place)
    for name, title in run.titles.items():
        if kit.titles.get(name) != title:
            raise KitAlteredError(scenario=name)


def _said(outcome: Outcome) -> Sequence[object]:
    return outcome.title, outcome.sent, outcome.expected, outcome.asks


def _run(shown: Any) -> Run:
    kind = shown.get("record_type") or {"type": "", "version": ""}
    outcomes = tuple(_outcome(each) for each in _one(shown["results"], lambda said: 0 < len(said) <= MOST))
    _one({each.pack for each in outcomes}, lambda packs: packs <= set(shown["titles"]))
    return Run(
        subject=_one(shown["kind"] == KIND and shown["subject"], lambda said: said in SUBJECTS),
        about=_text(shown["about"]),
        participant=_name(shown["participant"]),
        version=_name(shown["version"]),
        started_at=_instant(shown["started_at"]),
        ended_at=_instant(shown["ended_at"]),
        record_type=_name(kind["type"]),
        record_version=_name(kind["version"]),
        titles={_name(name): _texts(title) for name, title in shown["titles"].items()},
        outcomes=outcomes,
    )


def _outcome(shown: Any) -> Outcome:
    found = shown["found"]
    verdict = HELD if found is None else FAILED
    _one(shown["verdict"], lambda said: said == verdict)
    return Outcome(
        pack=_name(shown["pack"]),
        name=_name(shown["name"]),
        asks=_text(shown["asks"]),
        found=None if found is None else _texts(found),
        **{each: _texts(shown[each]) for each in TEXTS},
    )


def _one(said: Any, fits: Callable[[Any], bool]) -> Any:
    if not fits(said):
        raise ValueError
    return said


def _name(said: Any) -> str:
    return str(_one(said, lambda text: isinstance(text, str) and len(text) <= 256 and text.isprintable()))


def _text(said: Any) -> str:
    return str(_one(said, lambda text: isinstance(text, str) and len(text) <= LONGEST))


def _texts(said: Any) -> Mapping[str, str]:
    return {lang: _text(said[lang]) for lang in _one(sorted(said), lambda names: set(names) == LANGUAGES)}


def _instant(said: Any) -> datetime:
    at = instant.parse(said)
    if at is None:
        raise ValueError
    return at
