"""What the settings of an X-Road connection leave open is told before the first record travels."""

from pathlib import Path

import pytest

from adapters import kg_tunduk
from adapters._xroad import open_ends
from hub.sdk.adapter_process import wire


@pytest.mark.parametrize(
    ("server", "certificate", "request_hash", "settings"),
    [
        ("http://127.0.0.1:8080", None, "present", []),
        ("http://[::1]:8080", None, "compare", []),
        ("http://localhost", None, "compare", []),
        ("http://10.0.0.7", None, "compare", ["security_server"]),
        ("http://security-server.example", None, "present", ["security_server", "request_hash"]),
        ("https://security-server.example", None, "compare", ["certificate"]),
        ("https://security-server.example", Path("own.pem"), "compare", []),
    ],
)
def test_what_is_left_open_is_told(
    server: str, certificate: Path | None, request_hash: str, settings: list[str]
) -> None:
    values = {"security_server": server, "certificate": certificate, "request_hash": request_hash}

    assert [note.setting for note in open_ends.notes(values)] == settings


def test_an_adapter_tells_it_at_its_start(tmp_path: Path) -> None:
    adapter = kg_tunduk.make_adapter(
        {
            "security_server": "http://security-server.example",
            "client": "central-server/GOV/99999901/mig-gateway",
            "service": "central-server/GOV/99999901/mig-register/exchange",
            "participant": "kg-migration",
            "state_dir": str(tmp_path),
            "routes": [{"type": "entry-ban", "to": ["ru-guvm"], "purpose": "entry-control"}],
        }
    )
    adapter.close()

    assert [note.setting for note in wire.parse_notes(wire.format_notes(adapter.notes))] == ["security_server"]
