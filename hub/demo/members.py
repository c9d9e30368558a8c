"""Who takes part in the whole exchange: each with an adapter, and with a simulated national system to speak to.

The hub knows adapters by name only: `adapter` and `adapter.simulator` are started as processes, and told apart by the
line in which a system says where it listens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hub.demo.stage import Stage, write_config

SECRETARIAT = "cis-ec"

Setting = str | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A participant with a gateway; in settings `{site}` is its folder, and `{name}` an address its system told."""

    participant: str
    state: str
    adapter: str
    settings: Mapping[str, Setting]
    files: Mapping[str, str] = field(default_factory=dict)
    arguments: Sequence[str] = ()
    every: float = 1.0  # seconds between two readings of its source
    bans: bool = True  # else an observer: documents of the Council and summaries only

    @property
    def simulator(self) -> str:
        """The module of its national system."""
        return f"{self.adapter}.simulator"


SENDER = "kz-training"  # word of a simulated system on the loopback
SIGNED = {
    "signing_key_file": "{client_key}",
    "signing_certificate_file": "{client_certificate}",
    "trusted_certificates_file": "{certificates}",
}
RUSSIAN = Member(
    participant="ru-guvm",
    state="RU",
    adapter="adapters.ru_smev",
    settings={"endpoint": "{soap}", "messages_per_call": 100, **SIGNED},
    arguments=("--signed",),
    every=0.3,
)
TAJIK = Member(
    participant="tj-mvd", state="TJ", adapter="adapters.tj_files", settings={"folder": "{folder}"}, every=0.3
)
MEMBERS = (
    Member(
        participant="az-sms",
        state="AZ",
        adapter="adapters.az_ehis",
        settings={
            "security_server": "{security_server}",
            "client": "AZ/GOV/10000001/exchange",
            "provider": "AZ/GOV/10000002/register",
        },
    ),
    Member(
        participant="am-mcs",
        state="AM",
        adapter="adapters.am_gip",
        settings={
            "security_server": "{security_server}",
            "client": "AM/GOV/20000001/exchange",
            "service": "AM/GOV/20000002/register/exchange",
        },
    ),
    Member(
        participant="by-mvd",
        state="BY",
        adapter="adapters.by_files",
        settings={
            **{name: f"{{{name}}}" for name in ("sftp_host", "sftp_port", "sftp_user", "sftp_host_key")},
            "sftp_key_file": "{sftp_key_file}",
        },
    ),
    Member(
        participant="kz-mvd",
        state="KZ",
        adapter="adapters.kz_shep",
        settings={
            "sync_endpoint": "{sync}",
            "async_endpoint": "{async}",
            "inbound_service": "MIG_REGISTER_OUT",
            "outbound_service": "MIG_REGISTER_IN",
            "sender_id": "mig-gateway",
            "sender_password": SENDER,
            **SIGNED,
        },
        arguments=("--password", SENDER),
    ),
    Member(
        participant="kg-migration",
        state="KG",
        adapter="adapters.kg_tunduk",
        settings={
            "security_server": "{security_server}",
            "client": "central-server/GOV/99999901/mig-gateway",
            "service": "central-server/GOV/99999901/mig-register/exchange",
        },
    ),
    Member(
        participant="uz-migration",
        state="UZ",
        adapter="adapters.uz_mip",
        settings={
            "endpoint": "{endpoint}",
            "token_url": "{token}",
            "credentials_file": "{site}/credentials.json",
        },
        files={
            "credentials.json": '{"consumer_key": "sinov-kaliti", "consumer_secret": "sinov-siri", '
            '"username": "sinov-foydalanuvchi", "password": "sinov-paroli"}'
        },
    ),
    Member(
        participant="tm-sms",
        state="TM",
        adapter="adapters.tm_xroad",
        settings={
            "security_server": "{security_server}",
            "client": "TM/GOV/9901/mig-gateway",
            "service": "TM/GOV/9901/mig-register/council",
        },
        bans=False,
    ),
)
"""Those who join Russia and Tajikistan, whose systems and gateways run from the beginning."""
OFFICE = Member(
    participant=SECRETARIAT,
    state="",
    adapter="adapters.manual",
    settings={"folder": "{site}/exchange", "area": "BY"},
    bans=False,
)
"""The secretariat, in whose folder what arrives is laid as pages; it has no national system."""
BANNING = tuple(member for member in (RUSSIAN, TAJIK, *MEMBERS) if member.bans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One row of an adapter's setting `routes`."""

    type: str
    to: Sequence[str]
    agreement: str
    purpose: str
    nationality: str | None = None

    def format(self) -> str:
        """Return it as TOML."""
        narrowed = [] if self.nationality is None else [f'nationality = "{self.nationality}"']
        listed = ", ".join(f'"{name}"' for name in self.to)
        rows = [f'type = "{self.type}"', *narrowed, f"to = [{listed}]"]
        rows += [f'agreement = "{self.agreement}"', f'purpose = "{self.purpose}"']
        return "\n".join(["[[adapter.settings.routes]]", *rows, ""])


def to_all(sender: str) -> Route:
    """Return the route of a participant's bans to all others."""
    others = [member.participant for member in BANNING if member.participant != sender]
    return Route(type="entry-ban", to=others, agreement="cis-2000", purpose="entry-control")


def to_secretariat() -> Route:
    """Return the route of summaries."""
    return Route(type="situation-summary", to=[SECRETARIAT], agreement="cis-2007", purpose="council-statistics")


def to_council() -> Route:
    """Return the route of what the secretariat would lay into its folder for all members."""
    return Route(type="situation-summary", to=["@council"], agreement="cis-2007", purpose="council-statistics")


def to_russia() -> Route:
    """Return Kazakhstan's route of replies to Russia's requests."""
    agreement = "ru-kz-readmission"
    return Route(type="readmission-reply", to=[RUSSIAN.participant], agreement=agreement, purpose="readmission")


def write_files(
    stage: Stage, member: Member, where: Mapping[str, Setting], *, url: str, routes: Sequence[Route]
) -> None:
    """Write a member's gateway configuration, and what its adapter needs beside it."""
    values = fill(member, where, stage.site(member.participant))
    lines = ["[adapter.settings]", *(f"{name} = {_toml(value)}" for name, value in values.items()), ""]
    settings = "\n".join([*lines, *(route.format() for route in routes)])
    write_config(stage, member.participant, url=url, module=member.adapter, settings=settings, every=member.every)


def fill(member: Member, where: Mapping[str, Setting], site: Path) -> dict[str, Setting]:
    """Return an adapter's settings but for its routes, and write into the site what they name.

    Args:
        member: whose adapter it is.
        where: what its national system told.
        site: the participant's folder.
    """
    (site / "adapter").mkdir(exist_ok=True)
    for name, content in member.files.items():
        _write_secret(site / name, content)
    known = {**where, "site": site}
    values: dict[str, Setting] = {"participant": member.participant, "state_dir": str(site / "adapter")}
    for name, value in member.settings.items():
        told = known.get(value[1:-1]) if isinstance(value, str) else value
        values[name] = told if isinstance(told, int) else str(value).format(**known)
    return values


def _write_secret(path: Path, content: str) -> None:
    path.touch(mode=0o600)
    path.write_text(content, encoding="utf-8")


def _toml(value: Setting) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
