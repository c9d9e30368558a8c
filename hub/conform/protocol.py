"""The protocol of a conformance run: what was asked, what happened, signed by the participant's key.

    protocol.json   the protocol; everything else in the folder is made from it
    protocol.jws    its signature: a JWS of typ cis-conformance+jws without its payload (RFC 7515, appendix F)
    report.ru.html, report.en.html, junit.xml

A folder is right when the signature holds and every other file is what `pages` and `junit` make of the protocol.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from hub.conform import junit, pages
from hub.conform.scenario import Said
from hub.core.conformance import KIND, LIMIT, TYP, ProtocolAlteredError, ProtocolMalformedError, open_signed
from keys import jws, strict_json
from keys.signer import Signer

PROTOCOL, SIGNATURE = "protocol.json", "protocol.jws"
KIND_OF = ("type", "version")


class Verdict(StrEnum):
    """How a scenario ended."""

    HELD = "held"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One scenario with its outcome; `found` says what was not as expected."""

    pack: str
    name: str
    title: Said
    sent: Said
    expected: Said
    asks: str
    seconds: float
    found: Said | None = None

    @property
    def verdict(self) -> Verdict:
        """Whether it held."""
        return Verdict.HELD if self.found is None else Verdict.FAILED

    def format(self) -> dict[str, Any]:
        """Return it as JSON."""
        texts = {name: getattr(self, name).format() for name in ("title", "sent", "expected")}
        return {
            "pack": self.pack,
            "name": self.name,
            **texts,
            "asks": self.asks,
            "verdict": str(self.verdict),
            "seconds": round(self.seconds, 1),
            "found": None if self.found is None else self.found.format(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """A whole run. `subject` is what was tested: `gateway`, `command` or `files`; `about` names it.

    `record_type` is type and version of the records that were played with; None: there were none.
    """

    subject: str
    about: str
    participant: str
    version: str
    started_at: str
    ended_at: str
    titles: Mapping[str, Said]
    results: Sequence[Result]
    record_type: tuple[str, str] | None = None

    @property
    def held(self) -> bool:
        """Whether something was tested, and all of it held."""
        return bool(self.results) and all(each.verdict is Verdict.HELD for each in self.results)

    def format(self, key: Mapping[str, object]) -> dict[str, Any]:
        """Return the protocol as JSON, with the public key that signs it."""
        failed = sum(each.verdict is Verdict.FAILED for each in self.results)
        return {
            "kind": KIND,
            "subject": self.subject,
            "about": self.about,
            "participant": self.participant,
            "version": self.version,
            "record_type": None if self.record_type is None else dict(zip(KIND_OF, self.record_type, strict=True)),
            "started_at": self.started_at,
            "ended_at": self.ended_at,
            "held": len(self.results) - failed,
            "failed": failed,
            "titles": {name: title.format() for name, title in self.titles.items()},
            "results": [each.format() for each in self.results],
            "key": dict(key),
        }


class NotAsSignedError(Exception):
    """A folder does not hold the protocol of a run as it was signed."""

    def __init__(self, ru: str, en: str) -> None:
        super().__init__(en)
        self.said = Said(ru=ru, en=en)


def write(folder: Path, protocol: Protocol, key: Signer) -> dict[str, Any]:
    """Write the signed protocol and all that is made from it into a folder; return it as it is shown."""
    shown = protocol.format(key.public.to_jwk())
    content = strict_json.dumps(shown)
    header, _, signature = jws.sign(content, key, TYP).split(b".")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PROTOCOL).write_bytes(content)
    (folder / SIGNATURE).write_bytes(header + b".." + signature)
    for name, made in _derive(shown).items():
        (folder / name).write_bytes(made)
    return shown


def verify(folder: Path) -> tuple[dict[str, Any], str]:
    """Return the protocol of a folder and the thumbprint of the key that signed it.

    Raises:
        NotAsSignedError: the folder does not hold what was signed.
        OSError: a file cannot be read.
    """
    content, signature = _read(folder / PROTOCOL), _read(folder / SIGNATURE)
    try:
        key = open_signed(content, signature)
        shown: Any = strict_json.loads(content, limit=LIMIT)
        _check_counts(shown)
        derived = _derive(shown)
    except ProtocolAlteredError as error:
        raise NotAsSignedError(f"{SIGNATURE}: {error.text('ru')}", f"{SIGNATURE}: {error.text('en')}") from None
    except (ProtocolMalformedError, KeyError, TypeError, ValueError, AttributeError):
        raise _altered(PROTOCOL) from None
    for name, made in derived.items():
        if _read(folder / name) != made:
            raise _altered(name)
    return shown, key.thumbprint


def holds(shown: Mapping[str, Any]) -> bool:
    """Say whether a protocol that was verified speaks of something, and of nothing that failed."""
    return bool(shown["results"]) and all(result["verdict"] == Verdict.HELD for result in shown["results"])


def _check_counts(shown: Mapping[str, Any]) -> None:
    """Check that a protocol counts its own results: its sentence at the end rests on the counts.

    Raises:
        ValueError: it does not, or has an outcome that is none.
    """
    verdicts = [Verdict(result["verdict"]) for result in shown["results"]]
    failed = verdicts.count(Verdict.FAILED)
    if strict_json.dumps([shown["held"], shown["failed"]]) != strict_json.dumps([len(verdicts) - failed, failed]):
        raise ValueError


def _derive(shown: Mapping[str, Any]) -> Mapping[str, bytes]:
    return {
        "report.ru.html": pages.render(shown, "ru"),
        "report.en.html": pages.render(shown, "en"),
        "junit.xml": junit.render(shown),
    }


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise _altered(path.name)
    return content


def _altered(name: str) -> NotAsSignedError:
    return NotAsSignedError(
        f"{name} не тот, что делает набор. Возьмите папку протокола снова у того, кто её создал.",
        f"{name} is not what the kit makes. Get the protocol's folder again from whoever made it.",
    )
