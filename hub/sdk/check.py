"""Look over a gateway before it runs: each setting in plain words, each thing it will need tried once.

Nothing is sent, nothing is read for good, no message is taken: what is opened is closed again.
"""

import tempfile
from collections.abc import AsyncIterator, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from hub.client.client import HubClient, open_client
from hub.client.errors import ClientError
from hub.clock import Clock
from hub.core import instant
from hub.sdk.adapter_process.adapter_log import AdapterLog
from hub.sdk.adapter_process.process import AdapterProcess, Launch
from hub.sdk.assembly import address_of, anchor_of
from hub.sdk.errors import AdapterFailedError, OwnKeyUnknownError
from hub.sdk.new_adapter import NO_ROOT
from hub.sdk.ports import Note
from hub.sdk.settings.config import KEYS, GatewayConfig
from hub.sdk.settings.config_words import WORDS
from hub.sdk.settings.key_files import read_encryption_keys, read_key, read_witness_key
from hub.sdk.state import State
from hub.sdk.trust_list.own_keys import OwnKeys
from hub.sdk.trust_list.trust import fetch_trust
from hub.settings import StartError
from keys.errors import KeysError
from keys.signer import Signer
from keys.trustlist import TrustList


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried: whether it is right, and a sentence about it in both languages."""

    ok: bool
    ru: str
    en: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of the file: where it stands, its value as far as it may be shown, what it is for."""

    place: str
    value: str
    ru: str
    en: str


def explain(config: GatewayConfig) -> Iterator[Setting]:
    """Yield every setting that has a value, in the order of the table of keys."""
    for name, (table, key, _, _) in KEYS.items():
        value = getattr(config, name)
        if value is not None and value not in ((), {}):
            yield Setting(f"[{table}] {key}", _shown(name, value), *WORDS[name])


def _shown(name: str, value: object) -> str:
    if name == "proxy":
        return _without_login(str(value))
    return ", ".join(map(str, value)) if isinstance(value, tuple | dict) else str(value)


def _without_login(address: str) -> str:
    """Return an address without user name and password."""
    scheme, between, rest = address.partition("://")
    return f"{scheme}{between}{rest.rpartition('@')[2]}"


async def check(config: GatewayConfig, clock: Clock, *, offline: bool = False) -> AsyncIterator[Finding]:
    """Try what the gateway will need, one after another; what fails does not end the rest."""
    key: Signer | None = None
    try:
        key = read_key(config)
        yield Finding(True, f"ключ подписи открывается: {key.kid}", f"the signing key opens: {key.kid}")
    except StartError as error:
        yield _wrong(error)
    for finding in _check_files(config):
        yield finding
    for finding in await _check_adapter(config):
        yield finding
    if offline:
        return
    if key is None:
        yield _NOT_ASKED
        return
    async for finding in _check_hub(config, key, clock):
        yield finding


def _check_files(config: GatewayConfig) -> Iterator[Finding]:
    for read in (read_witness_key, read_encryption_keys):
        try:
            read(config)
        except StartError as error:
            yield _wrong(error)
    try:
        yield _judge_root(anchor_of(config))
    except StartError as error:
        yield _wrong(error)
    try:
        State.try_out(config.state_dir, owner=f"{config.participant} @ {config.origin}")
        yield Finding(True, "каталог состояния ваш и свободен", "the state directory is yours and free")
    except StartError as error:
        yield _wrong(error)
    except OSError as error:
        yield Finding(
            False,
            f"каталог состояния недоступен ({error.strerror}). Проверьте путь и права.",
            f"the state directory cannot be used ({error.strerror}). Check path and permissions.",
        )


def _judge_root(anchor: str) -> Finding:
    if anchor == NO_ROOT:
        return Finding(
            False,
            "корень доверия — заготовка из одних нулей. Впишите отпечаток корня с бумаги.",
            "the root to trust is the skeleton's, all zeros. Write the root's digest there, from paper.",
        )
    return Finding(True, f"корень доверия задан: {anchor}", f"the root to trust is set: {anchor}")


async def _check_adapter(config: GatewayConfig) -> list[Finding]:
    with tempfile.TemporaryDirectory(prefix="gateway-check-") as folder:
        launch = Launch(module=config.module, settings=config.settings, directory=Path(folder), limits=config.limits)
        adapter = AdapterProcess(launch, AdapterLog(Path(folder) / "adapter.log"))
        try:
            await adapter.start()
        except (StartError, AdapterFailedError) as error:
            return [_wrong(error)]
        finally:
            await adapter.close()
    started = Finding(
        True,
        "адаптер запускается и принимает настройки; отвечает ли национальная система, видно при работе шлюза",
        "the adapter starts and accepts its settings; whether your system answers shows when the gateway runs",
    )
    return [started, *(_noted(note) for note in adapter.notes)]


def _noted(note: Note) -> Finding:
    place = f"[adapter] settings.{note.setting}"
    return Finding(True, f"обратите внимание, {place}: {note.ru}", f"mind {place}: {note.en}")


async def _check_hub(config: GatewayConfig, key: Signer, clock: Clock) -> AsyncIterator[Finding]:
    proxy = _without_login(config.proxy or "")
    way, by = (f" через {proxy}", f" through {proxy}") if proxy else ("", "")
    try:
        async with open_client(address_of(config), key, clock) as client:
            trust, _ = await fetch_trust(client, anchor_of(config), clock.now())
            yield _judge_list(trust, config, way, by)
            yield _judge_owner(trust.signing_key(key.kid, clock.now()).participant, config)
            for finding in _judge_others(trust, config, {key.kid, *(one.kid for one in read_encryption_keys(config))}):
                yield finding
            yield await _check_inbox(client, config)
    except (ClientError, KeysError, StartError) as error:
        yield _wrong(error)


def _judge_list(trust: TrustList, config: GatewayConfig, way: str, by: str) -> Finding:
    if trust.hub != config.origin:
        return Finding(
            False,
            f"по этому адресу отвечает узел {trust.hub}, а не {config.origin}. Проверьте [hub] url и origin.",
            f"the hub at this address is {trust.hub}, not {config.origin}. Check [hub] url and origin.",
        )
    until = instant.format(trust.expires_at, seconds=True)
    return Finding(
        True,
        f"узел {trust.hub} отвечает{way}, его список доверия исходит из вашего корня и действует до {until}",
        f"the hub {trust.hub} answers{by}, its trust list begins with your root and holds until {until}",
    )


def _judge_owner(owner: str, config: GatewayConfig) -> Finding:
    if owner != config.participant:
        return Finding(
            False,
            f"ваш ключ внесён в список доверия за {owner}, а вы {config.participant}. "
            "Проверьте participant и [key] file.",
            f"the trust list holds your key as that of {owner}, and you are {config.participant}. "
            "Check participant and [key] file.",
        )
    return Finding(
        True, f"ваш ключ внесён в список доверия за {owner}", f"the trust list holds your key as that of {owner}"
    )


def _judge_others(trust: TrustList, config: GatewayConfig, known: Collection[str]) -> Iterator[Finding]:
    """Yield the alarm that the gateway would raise, where the list gives the participant a key it was not told of."""
    try:
        OwnKeys(participant=config.participant, known=frozenset({*known, *config.own_kids})).check(trust)
    except OwnKeyUnknownError as error:
        yield _wrong(error)


async def _check_inbox(client: HubClient, config: GatewayConfig) -> Finding:
    for lane in config.lanes:
        await client.read_inbox(str(lane), 0, limit=1, wait=0)
    return Finding(True, "узел пускает вас ко входящим", "the hub lets you read your inbox")


def _wrong(error: StartError | AdapterFailedError | OwnKeyUnknownError | ClientError | KeysError) -> Finding:
    if isinstance(error, ClientError) and error.why in _WHYS:
        ru, en = _WHYS[error.why]
        return Finding(False, f"{ru} [{error.code}]", f"{en} [{error.code}]")
    return Finding(False, f"{error.text('ru')} [{error.code}]", f"{error.text('en')} [{error.code}]")


_NOT_ASKED = Finding(
    False,
    "узел не спрошен: вопрос ему подписывают ключом. Исправьте ключ подписи и проверьте снова.",
    "the hub was not asked: a question to it is signed. Mend the signing key and check again.",
)
_NOT_FOUND = (
    "имя узла не находится в сети. Проверьте [hub] url и сервер имён (DNS) этой машины.",
    "the hub's name is not found in the network. Check [hub] url and this machine's name server (DNS).",
)
_CLOSED = (
    "узел не принимает соединение. Проверьте [hub] url, порт и межсетевой экран.",
    "the hub takes no connection. Check [hub] url, the port and the firewall.",
)
_STRANGER = (
    "сертификат узла не внушает доверия. Проверьте [hub] url и ca_file; не подменяет ли кто соединение?",
    "the hub's certificate is not to be trusted. Check [hub] url and ca_file; does somebody stand in between?",
)
_NO_PROXY = (
    "прокси не отвечает. Проверьте [hub] proxy.",
    "the proxy does not answer. Check [hub] proxy.",
)
_WHYS = {
    "ClientConnectorDNSError": _NOT_FOUND,
    "ClientConnectorError": _CLOSED,
    "ConnectionTimeoutError": _CLOSED,
    "ClientConnectorCertificateError": _STRANGER,
    "ClientConnectorSSLError": _STRANGER,
    "ClientProxyConnectionError": _NO_PROXY,
}
"""What the most usual faults of a connection mean."""
