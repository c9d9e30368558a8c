"""Uzbekistan: the register behind the interdepartmental integration platform, REST and JSON (see README.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters._parts import manifest
from adapters._parts.http_exchange import HttpExchange, Tls
from adapters._parts.quarantine import Quarantine
from adapters._parts.questions import Questions
from adapters._parts.sending import Sending
from adapters.uz_mip import credentials
from adapters.uz_mip.credentials import TokenKeeper
from adapters.uz_mip.platform_client import Platform
from adapters.uz_mip.sink import MipSink
from adapters.uz_mip.source import MipSource

_TOKEN_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class MipAdapter:
    """Both sides of the Uzbek adapter."""

    source: MipSource
    sink: MipSink
    resources: tuple[Platform, Questions] = field(repr=False)

    def close(self) -> None:
        """Close connections and files."""
        for resource in self.resources:
            resource.close()


def make_adapter(settings: Mapping[str, Any]) -> MipAdapter:
    """Return the adapter for the settings declared in `manifest.json`.

    Raises:
        AdapterSettingsError: a setting is missing or wrong.
    """
    values = manifest.read_settings(Path(__file__).parent, settings)
    access = credentials.read(values["credentials_file"])
    tls, timeout = Tls(authorities=values["ca_file"]), values["timeout_seconds"]
    service = HttpExchange(
        values["endpoint"], partner="the platform", timeout=timeout, max_bytes=values["max_answer_bytes"], tls=tls
    )
    identity_server = HttpExchange(
        values["token_url"], partner="the identity server", timeout=timeout, max_bytes=_TOKEN_BYTES, tls=tls
    )
    platform = Platform(service, TokenKeeper(identity_server, access))
    questions = Questions(values["state_dir"] / "questions.sqlite")
    sending = Sending(participant=values["participant"], routes=values["routes"], questions=questions)
    return MipAdapter(
        source=MipSource(
            platform=platform,
            sending=sending,
            quarantine=Quarantine(values["state_dir"] / "quarantine"),
            page_size=values["page_size"],
        ),
        sink=MipSink(platform=platform, questions=questions),
        resources=(platform, questions),
    )
