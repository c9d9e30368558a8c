"""`hub trust keygen`, `vkey` and `request`: the keys of a ceremony, and the request with which a participant comes."""

import argparse
import sys
from datetime import timedelta
from pathlib import Path

from hub.cli import files
from hub.cli.command import FILE, Argument, Command, Text
from hub.cli.files import FileError
from hub.cli.trust.arguments import (
    ENDS,
    NAME,
    NUMBER,
    PASSPHRASE,
    key_argument,
    nothing_overwritten,
    open_key,
    parse_instant,
    read_verifier,
    say,
)
from hub.cli.trust.words import aloud
from hub.clock import make_clock
from hub.setting_values import number, parse_origin
from hub.settings import Settings
from keys import enrolment, enrolment_file, instant, jwk, keyfile, note, trust_proposal
from keys.enrolment import Claim, Enrolment, KeyUse
from keys.errors import KeyRefusedError, StatementError
from keys.jwk import PrivateKey, Signer
from keys.note_key import NoteAlgorithm
from keys.public_key import PublicKey

MADE = Text(
    "Создан ключ «{name}»: закрытый {file}, открытый {public}\n  отпечаток  {kid}\n{line}",
    "The key “{name}” is made: private {file}, public {public}\n  thumbprint  {kid}\n{line}",
)
ASKED = Text(
    "Заявка {file}\n"
    "  участник   {participant}\n  отпечаток  {kid}\n  вслух      {aloud}\n"
    "  действует  {begin} … {end}{witness}\n{how}",
    "Request {file}\n"
    "  participant  {participant}\n  thumbprint   {kid}\n  read aloud   {aloud}\n"
    "  valid        {begin} … {end}{witness}\n{how}",
)
THUMBPRINT = Text("отпечаток {kid}", "thumbprint {kid}")
OF_WITNESS = Text("\n  свидетель  {kid}", "\n  witness      {kid}")
BY_COUNCIL = Text(
    "Первый ключ или замена утерянного: понадобятся подписи Совета.",
    "A first key, or one for a lost one: the Council has to sign.",
)
BY_OLDER = Text(
    "Поручился прежний ключ {kid}: достаточно двух уполномоченных.",
    "The older key {kid} vouches: two officers are enough.",
)


def keygen(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make a key for notes, in two files."""
    key = PrivateKey.generate()
    line = _verifier(arguments.name, key, witness=arguments.witness)
    public = arguments.file.with_name(f"{arguments.file.name}.pub")
    with nothing_overwritten():
        if public.exists():
            raise FileExistsError(17, "", str(public))
        keyfile.write(arguments.file, key, files.read_passphrase(arguments.passphrase_file))
        trust_proposal.write_new(public, f"{line}\n".encode())
    say(MADE, settings, name=arguments.name, file=arguments.file, public=public, kid=key.kid, line=line)
    return 0


def vkey(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the public line of a key that is there, in a file or in a hardware module."""
    key = open_key(arguments.key, arguments.passphrase_file, settings)
    print(_verifier(arguments.name, key, witness=arguments.witness))
    print(THUMBPRINT.of(settings.language).format(kid=key.kid), file=sys.stderr)  # the line alone goes into a file
    return 0


def request(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the request of a participant for one key."""
    key = open_key(arguments.key, arguments.passphrase_file, settings)
    public = key.public if arguments.encryption is None else _encryption_key(arguments.encryption)
    now = make_clock(settings).now().replace(microsecond=0)
    begin = arguments.valid_from or now
    claim = Claim(
        hub=arguments.hub,
        participant=arguments.participant,
        public=public,
        use=KeyUse.SIGNING if arguments.encryption is None else KeyUse.ENCRYPTION,
        valid_from=begin,
        valid_until=begin + timedelta(days=arguments.days),
        at=now,
        witness=None if arguments.witness is None else read_verifier(arguments.witness),
    )
    older = None
    if arguments.old_key is not None:
        older = open_key(arguments.old_key, arguments.old_passphrase_file, settings)
    vouched = enrolment.request(claim, older) if older else None
    _write(arguments.file, Enrolment(statement=enrolment.request(claim, key), vouched=vouched))
    voucher = older or (key if arguments.encryption is not None else None)
    say(ASKED, settings, file=arguments.file, **_facts(claim, voucher, settings.language))
    return 0


def _facts(claim: Claim, voucher: Signer | None, language: str) -> dict[str, str]:
    how = BY_OLDER.of(language).format(kid=voucher.kid) if voucher else BY_COUNCIL.of(language)
    witness = OF_WITNESS.of(language).format(kid=claim.witness.public_key.thumbprint) if claim.witness else ""
    term = {"begin": instant.format(claim.valid_from), "end": instant.format(claim.valid_until)}
    kid = claim.public.thumbprint
    return {**term, "participant": claim.participant, "kid": kid, "aloud": aloud(kid), "witness": witness, "how": how}


def read_request(path: Path) -> Enrolment:
    """Read what `request` wrote.

    Raises:
        FileError: the file cannot be read, or holds something else.
    """
    try:
        value = files.read_object(path)
    except FileError as error:
        if error.code != "file-not-json":
            raise
        value = {}
    try:
        return enrolment_file.read(value)
    except StatementError:
        raise FileError(
            "request-malformed",
            f"{path}: это не заявка на внесение ключа. Дайте заявку, которую составила hub trust request.",
            f"{path}: this is no request for enrolment. Give the request made by hub trust request.",
        ) from None


def _write(path: Path, proof: Enrolment) -> None:
    with nothing_overwritten():
        trust_proposal.write_new(path, enrolment_file.format(proof))


def _verifier(name: str, key: Signer, *, witness: bool) -> str:
    algorithm = NoteAlgorithm.COSIGNATURE_V1 if witness else NoteAlgorithm.ED25519
    return note.verifier_key(name, key, algorithm).format()


def _encryption_key(path: Path) -> PublicKey:
    try:
        return jwk.parse(files.read_object(path))
    except KeyRefusedError as error:
        raise FileError("file-wrong", f"{path}: {error.text('ru')}", f"{path}: {error.text('en')}") from None


_NAME = Argument(
    name="name",
    value=NAME,
    help=Text(
        "имя ключа в документах; у ключа журнала это имя узла с контуром",
        "the key's name in the documents; of the log's key, the hub's origin",
    ),
)
_WITNESS = Argument(
    name="--witness",
    help=Text(
        "ключ свидетеля (подписывает контрольные точки журнала)", "a witness key (cosigns the log's checkpoints)"
    ),
)

KEYGEN = Command(
    name="keygen",
    title=Text("создать ключ церемонии", "make a key of the ceremony"),
    about=Text(
        "Создаёт ключ Ed25519 члена Совета, уполномоченного, статуса, журнала или свидетеля: закрытый файл (0600) и "
        "рядом открытый с окончанием .pub. Закрытый файл остаётся у держателя.",
        "Makes the Ed25519 key of a Council member, an officer, the status, the log or a witness: a private file "
        "(0600) and beside it a public one that ends in .pub. The private file stays with its holder.",
    ),
    arguments=(
        _NAME,
        Argument(name="file", value=FILE, parse=Path, help=Text("новый файл ключа", "the new key file")),
        _WITNESS,
        PASSPHRASE,
    ),
    ends=ENDS,
    run=keygen,
)
VKEY = Command(
    name="vkey",
    title=Text("напечатать открытую строку ключа", "print a key's public line"),
    about=Text(
        "Для ключа, который уже есть в файле или в аппаратном модуле; строку сохраняют в файл .pub.",
        "For a key that is there, in a file or a hardware module; the line is kept in a file .pub.",
    ),
    arguments=(
        _NAME,
        key_argument("--key", Text("файл, credential:ИМЯ или pkcs11:…", "a file, credential:NAME, or pkcs11:…")),
        _WITNESS,
        PASSPHRASE,
    ),
    ends=ENDS,
    run=vkey,
)
REQUEST = Command(
    name="request",
    title=Text("составить заявку на внесение ключа", "make a request for enrolment"),
    about=Text(
        "Участник подписывает заявку самим новым ключом, доказывая, что владеет им. С прежним ключом (--old-key) это "
        "ротация; без него ключ допускает Совет. Для ключа шифрования --key называет ключ подписи участника.",
        "The participant signs the request with the new key itself, which proves that it holds it. With an older key "
        "(--old-key) this is a rotation; without, the Council lets the key in. For an encryption key, --key names a "
        "signing key of the participant.",
    ),
    arguments=(
        Argument(name="file", value=FILE, parse=Path, help=Text("новый файл заявки", "the new file of the request")),
        Argument(
            name="--hub",
            value=Text("УЗЕЛ", "ORIGIN"),
            parse=parse_origin,
            required=True,
            help=Text("узел с контуром, например mig.example/production", "the origin, like mig.example/production"),
        ),
        Argument(name="--participant", value=NAME, required=True, help=Text("код участника", "the participant's id")),
        key_argument("--key", Text("новый ключ подписи", "the new signing key")),
        PASSPHRASE,
        key_argument(
            "--old-key", Text("действующий ключ, который поручается", "a key in force that vouches"), required=False
        ),
        Argument(
            name="--old-passphrase-file",
            value=FILE,
            parse=Path,
            help=Text("файл с паролем к прежнему ключу", "the file of the older key's passphrase"),
        ),
        Argument(
            name="--witness",
            value=FILE,
            parse=Path,
            help=Text("открытый ключ свидетеля (.pub) участника", "the participant's public witness key (.pub)"),
        ),
        Argument(
            name="--encryption",
            value=FILE,
            parse=Path,
            help=Text(
                "открытый ключ шифрования (JWK от hub keys show --json)",
                "the public encryption key (JWK by hub keys show --json)",
            ),
        ),
        Argument(
            name="--valid-from",
            value=Text("МОМЕНТ", "INSTANT"),
            parse=parse_instant,
            help=Text("с какого момента; иначе сейчас", "from when on; else now"),
        ),
        Argument(
            name="--days",
            value=NUMBER,
            parse=number(1, 1100),
            default=365,
            help=Text("сколько дней (365)", "for how many days (365)"),
        ),
    ),
    ends=ENDS,
    run=request,
)
