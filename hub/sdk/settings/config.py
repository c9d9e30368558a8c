"""The gateway's configuration: one TOML file, each key checked, each mistake said in one line.

    [gateway]
    participant = "tj-molme"
    state_dir = "/var/lib/cis-gateway/tj-molme"

    [hub]
    url = "https://mig.example"
    origin = "mig.example/production"

    [trust]
    root_sha256 = "…64 hexadecimal digits, from paper, never from the hub…"

    [key]
    file = "signing.pem"
    passphrase_file = "passphrase"
    encryption_files = ["opening-2027.pem", "opening-2026.pem"]

    [adapter]
    module = "adapters.tj_files"

    [adapter.settings]          # handed to the adapter as they are
    folder = "/srv/exchange"

Secrets are never written here: keys name the files that hold them. Paths are relative to the file's own folder.
`docs/reference/gateway.md` describes every key; a test compares it with the table below.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.sdk.adapter_process.limits import Limits
from hub.sdk.books.inbox import Lane
from hub.sdk.errors import ConfigError
from hub.sdk.settings import config_values as values
from hub.sdk.settings.config_values import Parse, WrongValueError


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayConfig:
    """Everything one gateway has to know; times in seconds. The order is that of the file."""

    participant: str
    state_dir: Path
    lanes: tuple[Lane, ...]
    batch_size: int
    keep_days: int
    url: str
    origin: str
    ca_file: Path | None
    certificate_file: Path | None
    certificate_key_file: Path | None
    proxy: str | None
    root_sha256: str | None
    root_file: Path | None
    key_file: Path | str
    passphrase_file: Path | str | None
    pkcs11_module: Path | None
    encryption_key_files: tuple[Path | str, ...]
    witness_key_file: Path | str | None
    publish_file: Path | None
    peers: tuple[str, ...]
    own_kids: tuple[str, ...]
    approval_types: tuple[str, ...]
    approval_folder: Path | None
    protection_officers: tuple[str, ...]
    pull: str
    spread_seconds: int
    module: str
    settings: Mapping[str, Any]
    limits: Limits
    source_seconds: float
    trust_seconds: float
    long_poll_seconds: int
    answer_seconds: float
    witness_seconds: float


_REQUIRED = object()

# Field of the configuration -> table and key of the file, how it is read, what it is when absent.
KEYS: Mapping[str, tuple[str, str, Parse, Any]] = {
    "participant": ("gateway", "participant", values.participant, _REQUIRED),
    "state_dir": ("gateway", "state_dir", values.path, _REQUIRED),
    "lanes": ("gateway", "lanes", values.lanes, (Lane.URGENT, Lane.ORDINARY)),
    "batch_size": ("gateway", "batch_size", values.number(1, 500), 100),
    "keep_days": ("gateway", "keep_days", values.number(35, 3650), 90),
    "url": ("hub", "url", values.url, _REQUIRED),
    "origin": ("hub", "origin", values.origin, _REQUIRED),
    "ca_file": ("hub", "ca_file", values.file, None),
    "certificate_file": ("hub", "certificate_file", values.file, None),
    "certificate_key_file": ("hub", "certificate_key_file", values.file, None),
    "proxy": ("hub", "proxy", values.proxy, None),
    "root_sha256": ("trust", "root_sha256", values.digest, None),
    "root_file": ("trust", "root_file", values.file, None),
    "key_file": ("key", "file", values.key, _REQUIRED),
    "passphrase_file": ("key", "passphrase_file", values.secret, None),
    "pkcs11_module": ("key", "pkcs11_module", values.file, None),
    "encryption_key_files": ("key", "encryption_files", values.key_list, ()),
    "witness_key_file": ("key", "witness_file", values.key, None),
    "publish_file": ("witness", "publish_file", values.path, None),
    "peers": ("witness", "peers", values.places, ()),
    "own_kids": ("key", "own_kids", values.kids, ()),
    "approval_types": ("approval", "types", values.record_types, ()),
    "approval_folder": ("approval", "folder", values.path, None),
    "protection_officers": ("protection", "officers", values.persons, ()),
    "pull": ("schedule", "pull", values.pull, values.ALWAYS),
    "spread_seconds": ("schedule", "spread_seconds", values.number(0, 3600), 300),
    "module": ("adapter", "module", values.module, _REQUIRED),
    "settings": ("adapter", "settings", values.table, {}),
    "source_seconds": ("intervals", "source_seconds", values.seconds(0.05, 86400), 5.0),
    "trust_seconds": ("intervals", "trust_seconds", values.seconds(1, 3600), 300.0),
    "long_poll_seconds": ("intervals", "long_poll_seconds", values.number(0, 30), 25),
    "answer_seconds": ("intervals", "answer_seconds", values.seconds(1, 300), 30.0),
    "witness_seconds": ("intervals", "witness_seconds", values.seconds(0.05, 10), 5.0),
}
LIMITS: Mapping[str, Parse] = {
    "memory_mb": values.number(128, 65536),
    "cpu_seconds": values.number(1, 3600),
    "file_mb": values.number(1, 65536),
    "open_files": values.number(32, 65536),
    "call_seconds": values.number(1, 3600),
    "start_seconds": values.number(1, 600),
}


def load(path: Path) -> GatewayConfig:
    """Read and check a configuration file.

    Raises:
        ConfigError: it cannot be read, or a key is missing, unknown or wrong.
    """
    document = _read(path)
    base = path.absolute().parent
    limits = _pop(document, "adapter", path).pop("limits", {})
    given = {name: _value(document, path, base, name) for name in KEYS}
    bounds = _limits(limits, path, base)
    _refuse_rest(document, path)
    config = GatewayConfig(**given, limits=bounds)
    _check_together(config, path)
    return config


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(
            place=str(path),
            ru=f"файл не читается ({error.strerror}). Проверьте путь и права.",
            en=f"the file cannot be read ({error.strerror}). Check its path and permissions.",
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        line = re.search(r"at line \d+", str(error))
        where = f" ({line.group(0).removeprefix('at ')})" if line else ""
        raise ConfigError(
            place=f"{path}{where}",
            ru="файл не в формате TOML. Исправьте его; строки пишутся в кавычках.",
            en="the file is not TOML. Mend it; texts stand in quotes.",
        ) from None


def _pop(document: dict[str, Any], table: str, path: Path) -> dict[str, Any]:
    value = document.setdefault(table, {})
    if not isinstance(value, dict):
        raise ConfigError(place=f"{path} {table}", ru="нужна таблица [...]", en="a table [...] is needed")
    return value


def _value(document: dict[str, Any], path: Path, base: Path, name: str) -> Any:
    table, key, parse, default = KEYS[name]
    given = _pop(document, table, path).pop(key, default)
    if given is _REQUIRED:
        raise ConfigError(
            place=f"{path} [{table}] {key}",
            ru="ключ не задан. Задайте его; описание в docs/reference/gateway.md.",
            en="the key is missing. Set it; it is described in docs/reference/gateway.md.",
        )
    return given if given is default else _parse(parse, given, base, f"{path} [{table}] {key}")


def _limits(given: Any, path: Path, base: Path) -> Limits:
    place = f"{path} [adapter.limits]"
    if not isinstance(given, dict):
        raise ConfigError(place=place, ru="нужна таблица.", en="a table is needed.")
    for key in given:
        if key not in LIMITS:
            raise _unknown(f"{place} {key}")
    return Limits(**{key: _parse(LIMITS[key], value, base, f"{place} {key}") for key, value in given.items()})


def _parse(parse: Parse, given: Any, base: Path, place: str) -> Any:
    try:
        return parse(given, base)
    except WrongValueError as error:
        raise ConfigError(place=place, ru=f"{error.ru}.", en=f"{error.en}.") from None


def _refuse_rest(document: dict[str, Any], path: Path) -> None:
    for table, rest in document.items():
        if table not in {place[0] for place in KEYS.values()}:
            raise _unknown(f"{path} [{table}]")
        for key in rest:
            raise _unknown(f"{path} [{table}] {key}")


def _unknown(place: str) -> ConfigError:
    return ConfigError(
        place=place,
        ru="такого ключа нет. Проверьте написание по docs/reference/gateway.md.",
        en="there is no such key. Check its spelling in docs/reference/gateway.md.",
    )


def _check_together(config: GatewayConfig, path: Path) -> None:
    if (config.root_sha256 is None) == (config.root_file is None):
        raise ConfigError(
            place=f"{path} [trust]",
            ru="нужен ровно один из ключей root_sha256, root_file.",
            en="exactly one of root_sha256, root_file is needed.",
        )
    if (config.certificate_file is None) != (config.certificate_key_file is None):
        raise ConfigError(
            place=f"{path} [hub]",
            ru="certificate_file и certificate_key_file задаются вместе.",
            en="certificate_file and certificate_key_file are set together.",
        )
