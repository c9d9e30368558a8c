"""Envelopes in files, judged without any hub by the very checks that a hub makes, in their order.

The trust list is made for the occasion: it names the participant with its own key, and everybody else of the code
list. The register is the one that comes with the schemas. What only a log can know (a message sent twice, the revision
before this one) is not looked at; nor is the age of a message, so that a collection of samples may lie for years.
"""

import time
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from hub.conform.protocol import Result
from hub.conform.scenario import Said
from hub.conform.trust import make_list
from hub.core import agreement as agreements_of
from hub.core import envelope as envelopes
from hub.core.errors import HubError
from hub.core.quota import Quotas
from hub.settings import StartError
from hub.workflows.exchange import Judgement
from hub.workflows.submission.check_envelope import check_envelope
from keys import jws, strict_json
from keys.errors import KeysError
from keys.signer import Signer
from schemas import agreements, catalogue

PACK = "files"
TITLE = Said(ru="Файлы с конвертами", en="Files with envelopes")
ENDINGS = (".jws", ".jose")
MOST = 1024 * 1024
ASKS = "docs/reference/submission.md"
SENT = Said(ru="подписанный конверт в файле", en="a signed envelope in a file")
EXPECTED = Said(ru="узел принял бы его", en="a hub would accept it")
QUOTA = 1_000_000


class NoFilesError(StartError):
    """The folder has nothing to judge."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            "conform-no-files",
            f"В папке {folder} нет файлов .jws. Положите в неё подписанные конверты, по одному в файле.",
            f"The folder {folder} holds no .jws files. Put signed envelopes into it, one in each file.",
        )


def judge(folder: Path, participant: str, origin: str, key: Signer, now: datetime) -> Iterator[Result]:
    """Yield the verdict on each file, in the order of their names.

    Raises:
        NoFilesError: there is none.
    """
    paths = sorted(path for path in folder.iterdir() if path.suffix in ENDINGS and path.is_file())
    if not paths:
        raise NoFilesError(folder)
    judgement = make_judgement(participant, origin, key, now)
    for path in paths:
        began, name = time.monotonic(), printable(path.name)
        found = judge_token(_read(path), participant, judgement, now)
        yield Result(
            pack=PACK,
            name=name,
            title=Said(ru=name, en=name),
            sent=SENT,
            expected=EXPECTED,
            asks=ASKS,
            seconds=time.monotonic() - began,
            found=found,
        )


def printable(name: str) -> str:
    """Return the name of a file or folder, in which bytes and signs that no text should hold are told by number."""
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in name)


def judge_token(token: bytes, participant: str, judgement: Judgement, now: datetime) -> Said | None:
    """Return why a hub would refuse a token; None: it would not."""
    try:
        candidate = check_envelope(
            token, judgement, catalogue.load(), Quotas(rate=QUOTA, burst=QUOTA), _sent_at(token) or now
        )
    except (HubError, KeysError) as error:
        faults = [f"{fault.pointer} [{fault.code}]" for fault in getattr(error, "faults", ())]
        where = f" {'; '.join(faults[:5])}" if faults else ""
        return Said(ru=f"{error.text('ru')} [{error.code}]{where}", en=f"{error.text('en')} [{error.code}]{where}")
    if candidate.envelope.sender != participant:
        return Said(ru="Отправитель не этот участник.", en="The sender is not this participant.")
    return None


def _sent_at(token: bytes) -> datetime | None:
    try:
        return envelopes.parse(jws.read(token, envelopes.TYP).payload, token).sent_at
    except (HubError, KeysError):
        return None


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST + 1).strip()


def make_judgement(participant: str, origin: str, key: Signer, now: datetime) -> Judgement:
    """Return what a hub of this origin would judge by, if it had enrolled the participant's key."""
    register = agreements_of.newest(
        agreements_of.from_json(document, sha256(strict_json.dumps(document)).hexdigest())
        for document in agreements.load()
    )
    trust = make_list(participant, origin, key, now)
    return Judgement(epoch=1, roots=(), trust=trust, register=register, documents={})
