"""Signed notes (C2SP signed-note) and cosignatures on them (C2SP tlog-cosignature).

    mig.example/production                               the text: lines of UTF-8, the last one ended too
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
                                                         an empty line
    — mig.example/production x08go/ZJkuBS…               signatures: em dash, name, base64 of hash and signature
    — witness.tj 5Gp9XqXyNUc1…                           a cosignature: hash, time (8 bytes), signature

The text may hold anything, empty lines too: the last empty line divides. What is parsed is formatted to the same bytes.
A signature by a key that nobody trusts here is no evidence and no fault; a wrong one by a trusted key is a fault.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from keys.errors import (
    NoteAmbiguousError,
    NoteError,
    NoteKeyError,
    NoteSignatureError,
    NoteUnverifiedError,
    SignatureError,
)
from keys.jwk import Signer
from keys.note_key import NoteAlgorithm, VerifierKey, decode_base64, is_name, make
from keys.public_key import ED25519

__all__ = [
    "MAX_NOTE",
    "MAX_SIGNATURES",
    "Note",
    "NoteAlgorithm",
    "NoteSignature",
    "OpenedNote",
    "VerifiedSignature",
    "VerifierKey",
    "add_signature",
    "cosign",
    "format",
    "open",
    "parse",
    "sign",
    "verifier_key",
]

MAX_NOTE = 4_000_000  # a participants document with about 2,000 keys
MAX_SIGNATURES = 100
_MAX_SIGNATURE = 16_384  # bytes of one signature of any algorithm
_DASH = "— "
_LAST_SECOND = 253402300799  # the end of the year 9999, beyond which there is no datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSignature:
    """One signature line: who claims to have signed, the hash of the key, and the signature's bytes."""

    name: str
    key_hash: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note whose signatures nobody has checked yet."""

    text: bytes
    signatures: tuple[NoteSignature, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedSignature:
    """A signature that holds: by this key and, if it is a cosignature, made at this time by the witness's clock."""

    key: VerifierKey
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedNote:
    """A note signed by at least one trusted key; each key counts once, however often it signed."""

    text: bytes
    signatures: tuple[VerifiedSignature, ...]
    unverified: tuple[str, ...]

    @property
    def verified(self) -> tuple[str, ...]:
        """The names of the trusted keys that signed, in the order of the note."""
        return tuple(signature.key.name for signature in self.signatures)


def parse(raw: bytes) -> Note:
    """Read a note without checking signatures; strict, so that `format(parse(raw)) == raw`.

    Raises:
        NoteError: it is not a note, or too large.
    """
    if len(raw) > MAX_NOTE:
        raise NoteError
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise NoteError from None
    text, divider, lines = whole.rpartition("\n\n")
    if not divider or not lines.endswith("\n") or any(c < " " and c != "\n" for c in set(whole)):
        raise NoteError
    signatures = lines[:-1].split("\n")
    if len(signatures) > MAX_SIGNATURES:
        raise NoteError
    return Note(text=f"{text}\n".encode(), signatures=tuple(_parse_signature(line) for line in signatures))


def format(note: Note) -> bytes:  # noqa: A001  (the pair of parse)
    """Return the bytes of a note."""
    lines = (f"{_DASH}{s.name} {base64.b64encode(s.key_hash + s.signature).decode('ascii')}\n" for s in note.signatures)
    return note.text + b"\n" + "".join(lines).encode("utf-8")


def open(raw: bytes, verifiers: Iterable[VerifierKey]) -> OpenedNote:  # noqa: A001  (always called as note.open)
    """Check every signature by one of the `verifiers`.

    Raises:
        NoteError: it is not a note.
        NoteUnverifiedError: none of the verifiers signed it.
        NoteSignatureError: a signature by one of them is wrong.
        NoteAmbiguousError: two verifiers have the name and hash of a signature.
    """
    note = parse(raw)
    trusted: dict[tuple[str, bytes], list[VerifierKey]] = {}
    for key in verifiers:
        trusted.setdefault((key.name, key.key_hash), []).append(key)
    verified: dict[tuple[str, bytes], VerifiedSignature] = {}
    unverified: dict[NoteSignature, str] = {}
    for signature in note.signatures:
        place = signature.name, signature.key_hash
        if place not in trusted:
            unverified[signature] = signature.name
        elif place not in verified:
            verified[place] = _verify(note.text, signature, trusted[place])
    if not verified:
        raise NoteUnverifiedError
    return OpenedNote(text=note.text, signatures=tuple(verified.values()), unverified=tuple(unverified.values()))


def verifier_key(name: str, key: Signer, algorithm: NoteAlgorithm = NoteAlgorithm.ED25519) -> VerifierKey:
    """Return the verifier key under which others will know this signer.

    Raises:
        NoteKeyError: the name cannot stand in a note, or the key is not an Ed25519 key.
    """
    if key.alg != ED25519:
        raise NoteKeyError
    return make(name, key.public.x, algorithm)


def sign(text: bytes, name: str, key: Signer) -> bytes:
    """Return the note of this text, which ends with a newline, with one signature.

    Raises:
        NoteError: the text cannot be that of a note.
        NoteKeyError: the name or the key cannot sign notes.
    """
    return _add(Note(text=text, signatures=()), verifier_key(name, key), key.sign(text))


def add_signature(raw: bytes, name: str, key: Signer) -> bytes:
    """Return the note with one more signature, after those that it has.

    Raises:
        NoteError: it is not a note, or is full.
        NoteKeyError: the name or the key cannot sign notes.
    """
    note = parse(raw)
    return _add(note, verifier_key(name, key), key.sign(note.text))


def cosign(raw: bytes, name: str, key: Signer, at: datetime) -> bytes:
    """Return the note with a witness's cosignature: it saw this text at this time (C2SP tlog-cosignature).

    Raises:
        NoteError: it is not a note, or is full.
        NoteKeyError: the name or the key cannot sign notes.
    """
    note = parse(raw)
    seconds = int(at.timestamp())
    signature = seconds.to_bytes(8, "big") + key.sign(_cosigned(seconds, note.text))
    return _add(note, verifier_key(name, key, NoteAlgorithm.COSIGNATURE_V1), signature)


def _add(note: Note, key: VerifierKey, signature: bytes) -> bytes:
    line = NoteSignature(name=key.name, key_hash=key.key_hash, signature=signature)
    larger = Note(text=note.text, signatures=(*note.signatures, line))
    raw = format(larger)
    if parse(raw) != larger:
        raise NoteError
    return raw


def _parse_signature(line: str) -> NoteSignature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    raw = decode_base64(encoded)
    if not line.startswith(_DASH) or not is_name(name) or raw is None or not 5 <= len(raw) <= _MAX_SIGNATURE:
        raise NoteError
    return NoteSignature(name=name, key_hash=raw[:4], signature=raw[4:])


def _verify(text: bytes, signature: NoteSignature, keys: list[VerifierKey]) -> VerifiedSignature:
    if len(keys) > 1:
        raise NoteAmbiguousError(name=signature.name)
    key, signed, at, message = keys[0], signature.signature, None, text
    if key.algorithm is NoteAlgorithm.COSIGNATURE_V1:
        seconds, signed = int.from_bytes(signed[:8], "big"), signed[8:]
        if not 0 < seconds <= _LAST_SECOND:
            raise NoteSignatureError(name=signature.name)
        at, message = datetime.fromtimestamp(seconds, UTC), _cosigned(seconds, text)
    try:
        key.public_key.verify(signed, message)
    except SignatureError:
        raise NoteSignatureError(name=signature.name) from None
    return VerifiedSignature(key=key, at=at)


def _cosigned(seconds: int, text: bytes) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n".encode("ascii") + text
