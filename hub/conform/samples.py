"""Envelopes in files, right and wrong ones, for whoever writes a client: each with what a reader has to make of it.

    expected.json      at which moment, who reads, whom to trust; each file with its verdict, code and title
    trust-list.json    root, participants, status, as `GET /v1/trust-list` gives them
    good/NN-name.jws   to be taken
    bad/NN-name.jws    to be refused, each for one reason

Keys are made for the folder and forgotten. The records are fictitious.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hub.conform.messages import Flaw, Kind, NobodySpeaksError, Writer, find_kind, read_kinds
from hub.conform.scenario import Said, said
from hub.conform.trust import ORIGIN, PeerKey, TrustSite, make_trust
from hub.core import instant
from hub.core.envelope import TYP
from hub.settings import StartError
from keys import base64url, strict_json

TABLE = Path(__file__).parent / "samples.json"
READER = "tj-mvd"
DOCUMENTS = ("root", "participants", "status")


class Layer(StrEnum):
    """Which of a reader's checks finds it."""

    NONE = "none"
    TOKEN = "token"  # noqa: S105 - a kind of check
    JSON = "json"
    ENVELOPE = "envelope"
    KEY = "key"
    SCHEMA = "schema"


class FolderTakenError(StartError):
    """The folder has something in it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            "conform-folder-taken",
            f"Папка {folder} не пуста. Назовите новую или пустую папку.",
            f"The folder {folder} is not empty. Name a new or an empty one.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One file: `codes` are the ones a reader may name, none where it has to be taken."""

    name: str
    title: Said
    layer: Layer
    codes: tuple[str, ...]


def read_table() -> Mapping[str, Sample]:
    """Return what wrong envelopes there are, by what is wrong with them."""
    found: Any = strict_json.loads(TABLE.read_bytes())
    return {
        name: Sample(name=name, title=said(each["title"]), layer=Layer(each["layer"]), codes=tuple(each["codes"]))
        for name, each in found.items()
    }


def write(folder: Path, name: str | None, now: datetime) -> Mapping[str, Any]:
    """Write the samples into a folder, those of one record type or of all; return what `expected.json` says.

    Raises:
        FolderTakenError: the folder is not empty.
        KindUnknownError, NobodySpeaksError: there are no samples of this type.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderTakenError(folder)
    kinds = [find_kind(name)] if name else [each for each in read_kinds().values() if _is_spoken(each)]
    now = now.replace(microsecond=0)
    with TemporaryDirectory(prefix="hub-conform-") as place:
        site = make_trust(Path(place) / "hub", READER, kinds[0].peer_of(READER), now)
        documents = {kind: (site.folder / f"{kind}.note").read_text(encoding="utf-8") for kind in DOCUMENTS}
    about = {"at": instant.format(now, seconds=True), "origin": ORIGIN, "participant": READER, "anchor": site.anchor}
    expected = {**about, "samples": [_write(folder, *each) for each in _all(site, kinds, now)]}
    (folder / "trust-list.json").write_bytes(strict_json.dumps(documents))
    (folder / "expected.json").write_bytes(strict_json.dumps(expected))
    return expected


def _is_spoken(kind: Kind) -> bool:
    try:
        return kind.peer_of(READER) == next(iter(read_kinds().values())).peer_of(READER)
    except NobodySpeaksError:
        return False


def _write(folder: Path, where: str, sample: Sample, token: bytes) -> Mapping[str, Any]:
    path = folder / where
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(token)
    verdict = "refused" if sample.codes else "accepted"
    return {
        "file": where,
        "verdict": verdict,
        "codes": list(sample.codes),
        "layer": str(sample.layer),
        "title": sample.title.format(),
    }


def _all(site: TrustSite, kinds: list[Kind], now: datetime) -> Iterator[tuple[str, Sample, bytes]]:
    """Yield path, sample and token of each file."""
    number = 0
    for kind in kinds:
        writer = Writer(site, kind, READER)
        for name, text in (("plain", ""), ("letters", "Ғӣқ Ə ý Ա 👩 𠀀 =1+1"), ("long", "@long")):
            number += 1
            title = _TITLES[name]
            sample = Sample(name=name, title=title, layer=Layer.NONE, codes=())
            yield f"good/{number:02}-{kind.type}-{name}.jws", sample, writer.write(now, text=text).token
    writer = Writer(site, kinds[0], READER)
    for place, (name, sample) in enumerate(read_table().items(), start=1):
        yield f"bad/{place:02}-{name}.jws", sample, _spoilt(writer, name, now)


def _spoilt(writer: Writer, name: str, now: datetime) -> bytes:
    if name in set(Flaw):
        return writer.write(now, flaw=Flaw(name)).token
    payload = writer.write(now).token.split(b".")[1]
    said = {"alg": "Ed25519", "kid": writer.site.keys[PeerKey.GOOD].kid, "typ": TYP}
    change_header, change_payload, change_token = _CHANGES[name]
    raw = change_payload(base64url.decode(payload))
    return change_token(_signed(writer.site, change_header(said), raw))


def _signed(site: TrustSite, header: Mapping[str, Any], payload: bytes) -> bytes:
    body = base64url.encode(strict_json.dumps(header)) + b"." + base64url.encode(payload)
    return body + b"." + base64url.encode(site.keys[PeerKey.GOOD].sign(body))


def _same(value: Any) -> Any:
    return value


def _with(**members: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda header: {**header, **members}


def _put(found: bytes, instead: bytes) -> Callable[[bytes], bytes]:
    return lambda payload: payload.replace(found, instead, 1)


def _without(member: str) -> Callable[[bytes], bytes]:
    def change(payload: bytes) -> bytes:
        said: Any = strict_json.loads(payload)
        del said[member]
        return strict_json.dumps(said)

    return change


def _after_first(text: bytes) -> Callable[[bytes], bytes]:
    """Put a member first into an object."""
    return lambda payload: b"{" + text + b"," + payload[1:]


_CHANGES: Mapping[str, tuple[Callable[[Any], Any], Callable[[bytes], bytes], Callable[[bytes], bytes]]] = {
    "header-member": (_with(crit=["b64"]), _same, _same),
    "algorithm-none": (_with(alg="none"), _same, _same),
    "algorithm-other": (_with(alg="ES256"), _same, _same),
    "algorithm-old": (_with(alg="EdDSA"), _same, _same),
    "another-kind": (_with(typ="cis-access+jwt"), _same, _same),
    "padded": (_same, _same, lambda token: token + b"="),
    "cut-off": (_same, _same, lambda token: token.rpartition(b".")[0]),
    "member-twice": (_same, _after_first(b'"type":"receipt"'), _same),
    "not-utf-8": (_same, _put(b'"agreement"', b'"agreement\xff"'), _same),
    "half-a-character": (_same, _after_first(b'"\\ud800":1'), _same),
    "number-too-large": (_same, _put(b'"expires_at":null', b'"expires_at":9007199254740993'), _same),
    "member-missing": (_same, _without("reply_to"), _same),
    "member-more": (_same, _after_first(b'"urgent":true'), _same),
    "no-instant": (_same, _put(b'"expires_at":null', b'"expires_at":"tomorrow"'), _same),
    "no-object": (_same, lambda payload: b"[" + payload + b"]", _same),
}
_TITLES = {
    "plain": Said(ru="Исправная запись", en="A right record"),
    "letters": Said(ru="Буквы восьми языков и редкие знаки", en="Letters of eight languages and odd characters"),
    "long": Said(ru="Самый длинный текст", en="The longest text"),
}
