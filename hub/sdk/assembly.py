"""Putting a gateway together from its configuration; whatever of it cannot be used is said in one line."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from hub.client.client import HubAddress, open_client
from hub.clock import Clock
from hub.sdk.adapter_process.adapter_log import AdapterLog
from hub.sdk.adapter_process.process import AdapterProcess, Launch
from hub.sdk.books.ban_book import BanBook
from hub.sdk.books.inbox import Inbox
from hub.sdk.books.list_notes import ListNotes
from hub.sdk.books.outbox import Outbox
from hub.sdk.books.search_book import SearchBook
from hub.sdk.books.sync_book import SyncBook
from hub.sdk.books.waiting_room import WaitingRoom
from hub.sdk.errors import ConfigError
from hub.sdk.exchange.application import Application
from hub.sdk.exchange.approval import ApprovalDesk
from hub.sdk.exchange.inbound import Inbound
from hub.sdk.exchange.outbound import Outbound
from hub.sdk.exchange.searches import SearchRhythm
from hub.sdk.health import Health
from hub.sdk.sealing.protection import Gate, ProtectionRegister
from hub.sdk.sealing.seal import Sealer
from hub.sdk.sealing.sealed_parts import SealedParts
from hub.sdk.settings.config import GatewayConfig
from hub.sdk.settings.key_files import PatientSigner, read_encryption_keys, read_key, read_witness_key
from hub.sdk.site import Site
from hub.sdk.state import Disk, State
from hub.sdk.sync.ban_lists import BanLists
from hub.sdk.sync.schedule import ScheduleKeeper, Sources
from hub.sdk.sync.sync_orders import OrderFolder
from hub.sdk.sync.syncs import Desk as SyncDesk
from hub.sdk.sync.syncs import SyncRunner
from hub.sdk.trust_list.log_history import LogHistory
from hub.sdk.trust_list.own_keys import OwnKeys
from hub.sdk.trust_list.statements import StatementKeeper
from hub.sdk.trust_list.trust import TrustKeeper, read_anchor
from hub.sdk.witnessing.witness import Post, Witness
from keys.errors import KeysError
from keys.signer import Signer
from schemas import catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """The parts of one gateway."""

    config: GatewayConfig
    site: Site
    outbox: Outbox
    inbox: Inbox
    outbound: Outbound
    inbound: Inbound
    witness: Witness
    room: WaitingRoom
    desk: ApprovalDesk
    searches: SearchRhythm
    schedule: ScheduleKeeper
    syncs: SyncRunner
    book: SyncBook
    orders: OrderFolder
    bans: BanBook
    lists: BanLists
    list_notes: ListNotes
    health: Health
    log: AdapterLog


@asynccontextmanager
async def open_gateway(config: GatewayConfig, clock: Clock) -> AsyncIterator[Gateway]:
    """Put a gateway together; nothing moves yet. Everything is let go of at the end of the context.

    Raises:
        StartError: something of it cannot be used.
    """
    signer, openers, anchor = PatientSigner(read_key(config)), read_encryption_keys(config), anchor_of(config)
    post = Post(key=read_witness_key(config), publish_file=config.publish_file, peers=config.peers)
    state = _open_state(config)
    disk, log = Disk(), AdapterLog(config.state_dir / "adapter.log")
    adapter = AdapterProcess(_launch(config), log)
    try:
        async with open_client(address_of(config), signer, clock) as client:
            kids = {signer.kid, *(opener.kid for opener in openers), *config.own_kids}
            mine = OwnKeys(participant=config.participant, known=frozenset(kids))
            trust = TrustKeeper(state, disk, client, own=mine, anchor=anchor, origin=config.origin, clock=clock)
            own = {"participant": config.participant, "origin": config.origin}
            parts = SealedParts(trust.current, openers, **own)
            gate = Gate(register=ProtectionRegister(config.state_dir))
            held = config.approval_types
            sealer = Sealer(
                signer,
                catalogue.load(),
                clock=clock,
                state=lambda: trust.newest().state_of(config.participant),
                parts=parts,
                gate=gate,
                held=held,
                **own,
            )
            history = LogHistory(state, disk, client, directory=config.state_dir)
            site = Site(
                participant=config.participant,
                origin=config.origin,
                kid=signer.kid,
                clock=clock,
                disk=disk,
                client=client,
                adapter=adapter,
                sealer=sealer,
                parts=parts,
                trust=trust,
                history=history,
                statements=StatementKeeper(client, history),
                catalogue=catalogue.load(),
            )
            yield _assemble(config, state, site, log, Keys(post=post, signer=signer))
    finally:
        await adapter.close()
        disk.close()
        state.close()


def anchor_of(config: GatewayConfig) -> str:
    """Return the digest of the root that the member trusts.

    Raises:
        ConfigError: its file cannot be used.
    """
    if config.root_file is None:
        return str(config.root_sha256)
    try:
        return read_anchor(config.root_file.read_bytes())
    except KeysError as error:
        place = f"[trust] root_file {config.root_file}"
        raise ConfigError(place=place, ru=error.text("ru"), en=error.text("en")) from None
    except OSError as error:
        raise _unreadable("[trust] root_file", config.root_file, error) from None


def address_of(config: GatewayConfig) -> HubAddress:
    """Return where the hub is and who asks.

    Raises:
        ConfigError: a certificate cannot be used.
    """
    return HubAddress(
        url=config.url,
        origin=config.origin,
        participant=config.participant,
        proxy=config.proxy,
        tls=_tls(config),
        seconds=config.answer_seconds,
    )


def _tls(config: GatewayConfig) -> ssl.SSLContext | None:
    if config.ca_file is None and config.certificate_file is None:
        return None
    try:
        context = ssl.create_default_context(cafile=config.ca_file)
        if config.certificate_file is not None:
            context.load_cert_chain(config.certificate_file, config.certificate_key_file)
    except OSError:  # of the file or of what is in it
        raise ConfigError(
            place="[hub] ca_file, certificate_file, certificate_key_file",
            ru="сертификат или его ключ не читается. Нужны файлы PEM, ключ к этому сертификату без пароля.",
            en="a certificate or its key cannot be read. PEM files are needed, the certificate's own key, no password.",
        ) from None
    return context


def _open_state(config: GatewayConfig) -> State:
    try:
        state = State.open(config.state_dir, owner=f"{config.participant} @ {config.origin}")
        _adapter_directory(config).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _unreadable("[gateway] state_dir", config.state_dir, error) from None
    return state


def _adapter_directory(config: GatewayConfig) -> Path:
    return config.state_dir / "adapter"


def _launch(config: GatewayConfig) -> Launch:
    return Launch(
        module=config.module, settings=config.settings, directory=_adapter_directory(config), limits=config.limits
    )


def _unreadable(key: str, path: Path | None, error: OSError) -> ConfigError:
    return ConfigError(
        place=f"{key} {path}",
        ru=f"нет доступа ({error.strerror}). Проверьте путь и права.",
        en=f"no access ({error.strerror}). Check path and permissions.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What signs beside the sealer: checkpoints, and reports of syncs."""

    post: Post
    signer: Signer


def _assemble(config: GatewayConfig, state: State, site: Site, log: AdapterLog, keys: Keys) -> Gateway:
    outbox, inbox, room, book = Outbox(state), Inbox(state), WaitingRoom(state), SyncBook(state)
    orders = OrderFolder(config.state_dir)
    bans, list_notes = BanBook(state), ListNotes(state)
    lists = BanLists(site, bans, list_notes)
    outbound = Outbound(site, outbox, batch_size=config.batch_size)
    sources = Sources(client=site.client, statements=site.statements, trust=site.trust, catalogue=site.catalogue)
    schedule = ScheduleKeeper(state, site.disk, sources, participant=config.participant)
    desk = SyncDesk(
        book=book,
        orders=orders,
        outbox=outbox,
        outbound=outbound,
        lists=lists,
        signer=keys.signer,
        spread_seconds=config.spread_seconds,
    )
    return Gateway(
        config=config,
        site=site,
        outbox=outbox,
        inbox=inbox,
        outbound=outbound,
        inbound=Inbound(site, inbox, Application(site.adapter), ProtectionRegister(config.state_dir)),
        witness=Witness(site, state, keys.post),
        room=room,
        desk=ApprovalDesk(site, room, outbox, config.approval_folder or config.state_dir / "approvals"),
        searches=SearchRhythm(site, SearchBook(state)),
        schedule=schedule,
        syncs=SyncRunner(site, schedule, desk),
        book=book,
        orders=orders,
        bans=bans,
        lists=lists,
        list_notes=list_notes,
        health=Health(config.state_dir, participant=config.participant, origin=config.origin),
        log=log,
    )
