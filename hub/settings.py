"""The one reader of the environment: every setting of the hub, its bounds, and why it is there.

A setting is a `HUB_*` variable, or the same name in lower case without `HUB_` in the TOML file that `HUB_CONFIG` names;
the variable wins. Secrets are never settings themselves: a setting names the file that holds the secret.
`docs/reference/settings.md` and `deploy/hub.env.example` are compared with the table below by a test.

Nothing here is opened or connected: `load` only reads and checks. A program that cannot start raises a `StartError`;
the command line prints its one line and exits with status 2.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from hub.setting_values import (
    WrongValueError,
    number,
    one_of,
    parse_console_url,
    parse_database_url,
    parse_digest,
    parse_flag,
    parse_key,
    parse_listen,
    parse_mailbox,
    parse_mailboxes,
    parse_origin,
    parse_path,
    parse_secret,
    parse_webhook,
    some_of,
)

NOT_SETTINGS = {"HUB_VECTORS"}  # where the public test vectors are: only tests read it


class StartError(Exception):
    """The program cannot start; a person has to change something on this machine first."""

    def __init__(self, code: str, ru: str, en: str) -> None:
        super().__init__(f"{en} [{code}]")
        self.code = code
        self.ru = ru
        self.en = en

    def text(self, language: str) -> str:
        """Return what is wrong and what to do, in "ru" or "en"."""
        return self.en if language == "en" else self.ru


class SettingsError(StartError):
    """A setting is missing or wrong."""


def _by(parse: Callable[[str], Any]) -> dict[str, Callable[[str], Any]]:
    return {"parse": parse}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, parsed and within bounds. None: not set."""

    # The log's origin: the hub's name and, after the slash, its environment. An envelope names it, so that a training
    # envelope can never be replayed into production.
    origin: str | None = field(default=None, metadata=_by(parse_origin))
    # Where PostgreSQL is. Not set: outside production the hub runs one of its own under HUB_STATE_DIR.
    database_url: str | None = field(default=None, repr=False, metadata=_by(parse_database_url))
    # The database role's password, when it is not to stand in the address.
    database_password_file: Path | None = field(default=None, metadata=_by(parse_path))
    # Connections of one process to PostgreSQL.
    pool_size: int = field(default=8, metadata=_by(number(2, 200)))
    # Accept a database that may lose what it acknowledged (fsync off). Only in an environment named `test`.
    unsafe_database: bool = field(default=False, metadata=_by(parse_flag))
    # Where the API listens. TLS ends before it, in a reverse proxy on the same machine.
    listen: tuple[str, int] = field(default=("127.0.0.1", 8080), metadata=_by(parse_listen))
    # Let several API processes of this machine share the port; else a port in use is an error at start.
    listen_shared: bool = field(default=False, metadata=_by(parse_flag))
    # Where the console listens. TLS ends before it, too.
    console_listen: tuple[str, int] = field(default=("127.0.0.1", 8081), metadata=_by(parse_listen))
    # The console's address as people's browsers know it: forms and passkeys hold for it alone. Not set: localhost.
    console_url: str | None = field(default=None, metadata=_by(parse_console_url))
    # Seconds after which a session ends that nobody used, and after which every session ends.
    session_idle: int = field(default=30 * 60, metadata=_by(number(60, 24 * 3600)))
    session_lifetime: int = field(default=12 * 3600, metadata=_by(number(300, 7 * 24 * 3600)))
    # The mail relay for notices of alerts; with TLS wherever it is not on this machine.
    alert_relay: tuple[str, int] | None = field(default=None, metadata=_by(parse_listen))
    # From whom and to whom these notices go.
    alert_sender: str | None = field(default=None, metadata=_by(parse_mailbox))
    alert_recipients: tuple[str, ...] | None = field(default=None, metadata=_by(parse_mailboxes))
    # The web address that is told of alerts, and the file of the secret that signs what it is told.
    alert_webhook: str | None = field(default=None, metadata=_by(parse_webhook))
    alert_signing_file: Path | None = field(default=None, metadata=_by(parse_path))
    # The word by which the operator's monitoring may read /metrics. Not set: nobody may.
    metrics_token_file: Path | None = field(default=None, metadata=_by(parse_path))
    # What this process does.
    roles: tuple[str, ...] = field(
        default=("api", "worker"), metadata=_by(some_of("api", "console", "worker", "screening"))
    )
    # Folder with the trust list: root, participants, status.
    trust_dir: Path | None = field(default=None, metadata=_by(parse_path))
    # SHA-256 of the first root document this machine trusts, read from paper, never from the hub.
    trust_anchor: str | None = field(default=None, metadata=_by(parse_digest))
    # The log's signing key, which signs checkpoints and nothing else: a file, credential:NAME, or a pkcs11: URI.
    log_key_file: Path | str | None = field(default=None, metadata=_by(parse_key))
    # The online key that renews the trust list's status, likewise; only the worker needs it.
    status_key_file: Path | str | None = field(default=None, metadata=_by(parse_key))
    # The key of the participant `hub`, which signs what the hub says of itself: notices. Only the worker needs it.
    notice_key_file: Path | str | None = field(default=None, metadata=_by(parse_key))
    # The passphrase of the key files, or the hardware module's PIN. Not set: the key files are not encrypted.
    key_passphrase_file: Path | None = field(default=None, metadata=_by(parse_path))
    # The library of the hardware module, for pkcs11: URIs without module-path.
    pkcs11_module: Path | None = field(default=None, metadata=_by(parse_path))
    # The keyring: the keys that records at rest are encrypted by, wrapped by the master key. Kept outside the database.
    keyring_dir: Path | None = field(default=None, metadata=_by(parse_path))
    # The master key, which opens the keyring: a file or credential:NAME. Never kept with the keyring or a backup.
    master_key_file: Path | str | None = field(default=None, metadata=_by(parse_secret))
    # The shared virtual clock of a training environment. Refused in any other environment.
    training_clock: Path | None = field(default=None, metadata=_by(parse_path))
    # Embedded database, sockets and other things of this machine.
    state_dir: Path = field(default=Path("/var/lib/cis-migration-hub"), metadata=_by(parse_path))
    # Language of messages where the caller names none.
    language: str = field(default="ru", metadata=_by(one_of("ru", "en")))
    # The least important events to log.
    log_level: str = field(default="info", metadata=_by(one_of("debug", "info", "warning", "error")))
    # Most envelopes committed together.
    group_limit: int = field(default=256, metadata=_by(number(1, 5000)))
    # Most envelopes that wait for a commit; above it a submission is told to come later.
    queue_limit: int = field(default=8000, metadata=_by(number(1, 100_000)))
    # Envelopes a second that one participant may submit to one process, in the long run; 0 sets no limit.
    quota_rate: int = field(default=5000, metadata=_by(number(0, 1_000_000)))
    # Envelopes that one participant may submit at once before the rate holds.
    quota_burst: int = field(default=50_000, metadata=_by(number(1, 10_000_000)))
    # Persons a second that one participant may have one process screen, in the long run; 0 sets no limit.
    screening_rate: int = field(default=50, metadata=_by(number(0, 100_000)))
    # Persons that one participant may have screened at once before the rate holds.
    screening_burst: int = field(default=2000, metadata=_by(number(100, 1_000_000)))
    # Largest single envelope, in bytes.
    envelope_limit: int = field(default=1024 * 1024, metadata=_by(number(1024, 16 * 1024 * 1024)))
    # Largest body of a submission by lines, in bytes.
    lines_limit: int = field(default=8 * 1024 * 1024, metadata=_by(number(1024, 64 * 1024 * 1024)))
    # Most envelopes in a submission by lines.
    lines_count: int = field(default=1000, metadata=_by(number(1, 10_000)))
    # Largest attachment, in bytes of its ciphertext.
    attachment_limit: int = field(default=32 * 1024 * 1024, metadata=_by(number(1024, 1024 * 1024 * 1024)))
    # Bytes of attachments that one participant may have uploaded and not referred to yet.
    attachment_quota: int = field(default=256 * 1024 * 1024, metadata=_by(number(1024, 64 * 1024 * 1024 * 1024)))
    # Bytes of all bodies that one process receives at the same time; above it a submission is told to come later.
    bodies_limit: int = field(default=64 * 1024 * 1024, metadata=_by(number(1024 * 1024, 4 * 1024 * 1024 * 1024)))

    @property
    def environment(self) -> str:
        """Return the environment in the origin: "production", "training", "test" ... ("" without an origin)."""
        return (self.origin or "").rpartition("/")[2]

    def need(self, *names: str) -> None:
        """Refuse to go on without these settings.

        Raises:
            SettingsError: the first of them that is not set.
        """
        for name in names:
            if getattr(self, name) is None:
                variable = variable_of(name)
                raise SettingsError(
                    "setting-missing",
                    f"Не задана настройка {variable}. Задайте её; описание в docs/reference/settings.md.",
                    f"The setting {variable} is missing. Set it; it is described in docs/reference/settings.md.",
                )

    def path(self, name: str) -> Path:
        """Return the file or folder that the setting `name` holds.

        Raises:
            SettingsError: it is not set.
        """
        self.need(name)
        return Path(getattr(self, name))


def variable_of(name: str) -> str:
    """Return the environment variable of the field `name`."""
    return f"HUB_{name.upper()}"


def variables() -> dict[str, Any]:
    """Return every variable with its default, in the order of this file; `HUB_CONFIG` first."""
    return {"HUB_CONFIG": None} | {variable_of(item.name): item.default for item in fields(Settings)}


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check all settings, from the process's environment unless another mapping is given.

    Raises:
        SettingsError: a value is wrong, a name is unknown, or the TOML file cannot be read.
    """
    environment = os.environ if environ is None else environ
    given = {name: value for name, value in environment.items() if name.startswith("HUB_") and value}
    for name in NOT_SETTINGS:
        given.pop(name, None)
    config = given.pop("HUB_CONFIG", None)
    merged = (_read_config(Path(config)) if config else {}) | given
    known = {variable_of(item.name): item for item in fields(Settings)}
    for name in merged:
        if name not in known:
            raise SettingsError(
                "setting-unknown",
                f"Настройки {name} нет. Проверьте написание.",
                f"There is no setting {name}. Check its spelling.",
            )
    settings = Settings(**{known[name].name: _parse(known[name], text) for name, text in merged.items()})
    _check_environment(settings)
    return settings


def language(environ: Mapping[str, str] | None = None) -> str:
    """Return HUB_LANGUAGE, or the default where it is none: to say in it what is wrong with any setting."""
    given = (os.environ if environ is None else environ).get("HUB_LANGUAGE")
    return given if given in {"ru", "en"} else "ru"


def credentials_folder(environ: Mapping[str, str] | None = None) -> Path | None:
    """Return the folder of this service's credentials, if the service manager has made one."""
    named = (os.environ if environ is None else environ).get("CREDENTIALS_DIRECTORY")
    return Path(named) if named else None


def is_credential(path: Path) -> bool:
    """Tell whether the service manager put this file there, which then may be root's and open to the service."""
    return path.parent == credentials_folder()


def inherited_environment() -> dict[str, str]:
    """Return the process's environment without our settings, for a process that gets settings of its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}


def _parse(item: "Field[Any]", text: str) -> Any:
    try:
        return item.metadata["parse"](text)
    except WrongValueError as error:
        name = variable_of(item.name)
        raise SettingsError(
            "setting-wrong", f"Настройка {name} неверна: {error.ru}.", f"The setting {name} is wrong: {error.en}."
        ) from None


def _read_config(path: Path) -> dict[str, str]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "TOML"
        raise SettingsError(
            "config-unreadable",
            f"Файл HUB_CONFIG {path} не читается ({reason}).",
            f"The file of HUB_CONFIG {path} cannot be read ({reason}).",
        ) from None
    return {variable_of(name): _toml_text(value) for name, value in table.items()}


def _toml_text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        return ",".join(str(part) for part in value)
    return str(value)


def _check_environment(settings: Settings) -> None:
    if settings.training_clock is not None and settings.environment != "training":
        raise SettingsError(
            "setting-wrong",
            "HUB_TRAINING_CLOCK допустима только в контуре training. Уберите её или смените HUB_ORIGIN.",
            "HUB_TRAINING_CLOCK is allowed only in the environment training. Remove it or change HUB_ORIGIN.",
        )
    if settings.unsafe_database and settings.environment != "test":
        raise SettingsError(
            "setting-wrong",
            "HUB_UNSAFE_DATABASE допустима только в контуре test. Уберите её.",
            "HUB_UNSAFE_DATABASE is allowed only in the environment test. Remove it.",
        )
