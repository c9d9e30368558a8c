"""The stage of the training environment: keys, trust list, gateways' configurations, all made anew in one folder.

<folder>/hub/            trust list (root, participants, status), log key, status key, keyring and its master key
<folder>/<participant>/  gateway.toml, signing key, state, and what its national system drops and finds
<folder>/clock.json      the virtual clock
"""

import shutil
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from hub.settings import StartError
from keys import enrolment, keyfile, keyring, master_key, note, trustlist
from keys.enrolment import Claim, Enrolment, KeyUse
from keys.jwk import PrivateKey
from keys.master_key import MasterKey
from keys.note_key import NoteAlgorithm, VerifierKey
from keys.trustlist import EnrolledKey, Participant, ParticipantKey, ParticipantRole, Participants, Role, Root
from schemas import catalogue

ORIGIN = "hub.example/training"
HUB_STATE = "RU"  # the state that hosts the hub: its witness does not count
WITNESSES = ("ru-guvm", "tj-mvd")  # those whose gateways run here
WITNESS_LINE = 'witness_file = "witness.pem"\n'
YEAR = timedelta(days=365)
MARK = ".made-by-hub-demo"
OFFICERS = "officers"


class DemoFolderError(StartError):
    """The folder of the demonstration holds something else, which it would have to delete."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            "demo-folder-taken",
            f"В папке {folder} лежит то, что показ не создавал, а он удалил бы её. Укажите другую папку в --folder.",
            f"The folder {folder} holds what no demonstration made, and one would delete it. Name another in --folder.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The folder of one demonstration and the digest of its root."""

    folder: Path
    anchor: str
    language: str

    @property
    def hub(self) -> Path:
        """Where the hub's trust list and keys are."""
        return self.folder / "hub"

    @property
    def clock(self) -> Path:
        """The file of the virtual clock."""
        return self.folder / "clock.json"

    @property
    def logs(self) -> Path:
        """Where the processes' logs are."""
        return self.folder / "logs"

    def site(self, participant: str) -> Path:
        """The participant's own folder."""
        return self.folder / participant

    def config(self, participant: str) -> Path:
        """The participant's gateway configuration."""
        return self.site(participant) / "gateway.toml"

    def settings(self) -> dict[str, str]:
        """Settings that all processes share."""
        return {"HUB_ORIGIN": ORIGIN, "HUB_TRAINING_CLOCK": str(self.clock), "HUB_LANGUAGE": self.language}

    def hub_settings(self, dsn: str, listen: str) -> dict[str, str]:
        """Settings of the hub's process."""
        return {
            **self.settings(),
            "HUB_DATABASE_URL": dsn,
            "HUB_LISTEN": listen,
            "HUB_TRUST_DIR": str(self.hub),
            "HUB_TRUST_ANCHOR": self.anchor,
            "HUB_LOG_KEY_FILE": str(self.hub / "log.pem"),
            "HUB_STATUS_KEY_FILE": str(self.hub / "status.pem"),
            "HUB_KEYRING_DIR": str(self.hub / "keyring"),
            "HUB_MASTER_KEY_FILE": str(self.hub / "master.key"),
        }


def clear(folder: Path) -> None:
    """Leave an empty folder; what another demonstration left in it goes.

    Raises:
        DemoFolderError: there is something in it that no demonstration made.
    """
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).is_file():
            raise DemoFolderError(folder)
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()


def make_stage(folder: Path, now: datetime, language: str) -> Stage:
    """Make the folder anew: every participant of the code list gets a key, the trust list names them all.

    Raises:
        DemoFolderError: the folder holds something else.
    """
    clear(folder)
    (folder / "hub").mkdir()
    (folder / "logs").mkdir()
    now = now.replace(microsecond=0)
    council = {f"council-{number}": PrivateKey.generate() for number in (1, 2, 3)}
    officers = {f"officer-{number}": PrivateKey.generate() for number in (1, 2)}
    status, log = PrivateKey.generate(), PrivateKey.generate()
    everybody = _participants(folder, now)
    enrolled = tuple(EnrolledKey(participant=key.participant, kid=key.kid) for each in everybody for key in each.keys)
    content = replace(_root(council, officers, status, log, now), enrolled=enrolled)
    root = sign_by(trustlist.make_root(content), council)
    listed = Participants(
        hub=ORIGIN,
        version=1,
        issued_at=now,
        expires_at=now + timedelta(days=90),
        participants=everybody,
    )
    participants = sign_by(trustlist.make_participants(listed), officers)
    vouched = trustlist.make_status(
        root=root,
        participants=participants,
        version=1,
        issued_at=now,
        expires_at=now + timedelta(hours=24),
        trust_epoch=1,
    )
    documents = {"root": root, "participants": participants, "status": note.sign(vouched, "status", status)}
    for kind, document in documents.items():
        (folder / "hub" / f"{kind}.note").write_bytes(document)
    (folder / OFFICERS).mkdir()
    for name, officer in officers.items():
        keyfile.write(folder / OFFICERS / f"{name}.pem", officer, None)
    keyfile.write(folder / "hub" / "log.pem", log, None)
    keyfile.write(folder / "hub" / "status.pem", status, None)
    master_key.write(folder / "hub" / "master.key", [MasterKey.generate()])
    keyring.create(folder / "hub" / "keyring", origin=ORIGIN)
    return Stage(folder=folder, anchor=trustlist.digest(root), language=language)


def _root(
    council: dict[str, PrivateKey],
    officers: dict[str, PrivateKey],
    status: PrivateKey,
    log: PrivateKey,
    now: datetime,
) -> Root:
    return Root(
        hub=ORIGIN,
        version=1,
        issued_at=now,
        expires_at=now + YEAR,
        previous=None,
        council=_role(2, council),
        participants=_role(2, officers),
        status=_role(1, {"status": status}),
        log=note.verifier_key(ORIGIN, log),
        excluded_state=HUB_STATE,
    )


def _role(threshold: int, keys: dict[str, PrivateKey]) -> Role:
    return Role(threshold=threshold, keys=tuple(note.verifier_key(name, key) for name, key in keys.items()))


def read_officers(folder: Path) -> dict[str, PrivateKey]:
    """Return the keys of those who sign the list of participants: here they lie beside it."""
    return {path.stem: keyfile.read(path, None) for path in sorted((folder / OFFICERS).glob("*.pem"))}


def sign_by(text: bytes, keys: dict[str, PrivateKey]) -> bytes:
    """Return a document of the trust list as a note, signed by all of these keys."""
    (first, key), *others = keys.items()
    signed = note.sign(text, first, key)
    for name, other in others:
        signed = note.add_signature(signed, name, other)
    return signed


def _participants(folder: Path, now: datetime) -> tuple[Participant, ...]:
    """Make a signing key for everybody, a witness key for those with a gateway, kept in the participant's folder."""
    made = []
    for entry in catalogue.load().code_list("participants").entries:
        site = folder / entry.code
        site.mkdir(exist_ok=True)
        signing = PrivateKey.generate()
        keyfile.write(site / "signing.pem", signing, None)
        cosigning = _witness(entry.code, site) if entry.code in WITNESSES else None
        made.append(
            Participant(
                id=entry.code,
                state=entry.more.get("state"),
                role=ParticipantRole(entry.more["role"]),
                keys=(_enrol(entry.code, signing, cosigning, now),),
                witness=cosigning,
            )
        )
    return tuple(made)


def _witness(participant: str, site: Path) -> VerifierKey:
    witness = PrivateKey.generate()
    keyfile.write(site / "witness.pem", witness, None)
    return note.verifier_key(f"{participant}-witness", witness, NoteAlgorithm.COSIGNATURE_V1)


def _enrol(participant: str, key: PrivateKey, witness: VerifierKey | None, now: datetime) -> ParticipantKey:
    """Return the key as it is listed, with its own request to be."""
    claim = Claim(
        hub=ORIGIN,
        participant=participant,
        public=key.public,
        use=KeyUse.SIGNING,
        valid_from=now - timedelta(minutes=5),
        valid_until=now + YEAR,
        at=now,
        witness=witness,
    )
    return ParticipantKey(
        participant=participant,
        public=claim.public,
        use=claim.use,
        valid_from=claim.valid_from,
        valid_until=claim.valid_until,
        enrolment=Enrolment(statement=enrolment.request(claim, key)),
    )


NO_ADAPTER = """\
# This participant uses the command line only (hub submit, hub inbox); there is no such module, and no gateway.
# Участник работает только из командной строки (hub submit, hub inbox); такого модуля нет, шлюз не запускают.
module = "adapters.none"
"""


def write_config(
    stage: Stage, participant: str, *, url: str, module: str = "", settings: str = "", every: float = 0.3
) -> None:
    """Write a participant's configuration.

    Args:
        stage: the folder of all.
        participant: whose it is.
        url: the hub's address.
        module: its adapter; without one, no gateway.
        settings: the adapter's own, as TOML.
        every: seconds between two readings of the adapter's source.
    """
    stage.config(participant).write_text(
        f"""[gateway]
participant = "{participant}"
state_dir = "state"

[hub]
url = "{url}"
origin = "{ORIGIN}"

[trust]
root_file = "{stage.hub / "root.note"}"

[key]
file = "signing.pem"
{WITNESS_LINE if participant in WITNESSES else ""}
[adapter]
{f'module = "{module}"' if module else NO_ADAPTER}

{settings}

[schedule]
spread_seconds = 0

[intervals]
source_seconds = {every}
trust_seconds = 5
witness_seconds = 2
""",
        encoding="utf-8",
    )
    (stage.site(participant) / "state").mkdir(mode=0o700, exist_ok=True)
