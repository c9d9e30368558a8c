"""What both directions of a gateway share."""

from dataclasses import dataclass

from hub.client.client import HubClient
from hub.clock import Clock
from hub.sdk.adapter_process.process import AdapterProcess
from hub.sdk.sealing.seal import Sealer
from hub.sdk.sealing.sealed_parts import SealedParts
from hub.sdk.state import Disk
from hub.sdk.trust_list.log_history import LogHistory
from hub.sdk.trust_list.statements import StatementKeeper
from hub.sdk.trust_list.trust import TrustKeeper
from schemas.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One participant's place: who it is (`kid` names its signing key), what it works with, whom it believes."""

    participant: str
    origin: str
    kid: str
    clock: Clock
    disk: Disk
    client: HubClient
    adapter: AdapterProcess
    sealer: Sealer
    parts: SealedParts
    trust: TrustKeeper
    history: LogHistory
    statements: StatementKeeper
    catalogue: Catalogue
