"""`hub serve` with the role `console`, as a process of its own."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import aiohttp

from tests.console.served import Served
from tests.support.hub import HubProcess


def _settings(served: Served, listen: str, roles: str) -> dict[str, str]:
    more = {"HUB_UNSAFE_DATABASE": "1", "HUB_CONSOLE_LISTEN": listen}
    return served.hub.site.environment(served.hub.dsn, roles=roles, **more)


async def test_the_role_console_serves_pages_beside_the_api_until_it_is_told_to_stop(served: Served):
    process = HubProcess(_settings(served, "127.0.0.1:0", "api,console"))
    try:
        line = process.process.stdout.readline().decode()
        url = line.removeprefix("console on ").strip()
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{url}/tasks", headers={"Accept-Language": "en"}) as answer:
                assert (answer.status, answer.url.path) == (200, "/sign-in")
                assert "Sign in" in await answer.text()
            async with session.get(f"{url}/v1/participants") as answer:
                assert answer.status == 404
    finally:
        assert process.stop() == 0
    assert urlsplit(url).hostname == "localhost"


def test_an_address_that_is_taken_is_told_with_its_setting(served: Served):
    port = urlsplit(served.url).port
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    run = subprocess.run(
        [sys.executable, "-m", "hub.cli", "--language", "en", "serve"],
        env={**inherited, **_settings(served, f"127.0.0.1:{port}", "console")},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 2
    assert b"Check HUB_CONSOLE_LISTEN" in run.stderr
    assert b"[listen-failed]" in run.stderr
