"""`hub gateway check`, and the way out through a proxy."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from hub import cli
from hub.clock import SystemClock
from hub.sdk import check
from hub.sdk.new_adapter import NO_ROOT
from keys import keyfile
from keys.jwk import PrivateKey
from tests.integration.sdk.fake_hub import FakeHub
from tests.integration.sdk.sites import Site, make_change, receive, send
from tests.integration.sdk.test_keys import served
from tests.support.trust import Trust


@asynccontextmanager
async def open_proxy(seen: list[str]) -> AsyncIterator[str]:
    """A plain HTTP proxy: takes requests with whole addresses, passes them on, notes them; without login it refuses."""

    async def handle(request: web.BaseRequest) -> web.Response:
        if "Proxy-Authorization" not in request.headers:
            return web.Response(status=407, headers={"Proxy-Authenticate": "Basic"})
        seen.append(f"{request.method} {request.url.path}")
        headers = {name: value for name, value in request.headers.items() if not name.lower().startswith("proxy")}
        async with (
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.request(request.method, request.url, headers=headers, data=await request.read()) as answer,
        ):
            kept = {"Content-Type": answer.headers.get("Content-Type", "text/plain")}
            return web.Response(status=answer.status, headers=kept, body=await answer.read())

    runner = web.ServerRunner(web.Server(handle))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://login:secret-of-the-proxy@127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def use_proxy(site: Site, address: str) -> None:
    text = site.path.read_text("utf-8").replace("[trust]", f'proxy = "{address}"\n[trust]')
    site.path.write_text(text, encoding="utf-8")


async def findings(site: Site, **how: bool) -> list[check.Finding]:
    return [found async for found in check.check(site.config, SystemClock(), **how)]


async def test_a_gateway_that_is_right_is_told_so(russia: Site):
    found = await findings(russia)

    assert [each.en for each in found if not each.ok] == []
    assert "the trust list holds your key as that of ru-guvm" in [each.en for each in found]
    assert "the hub lets you read your inbox" in [each.en for each in found]


async def test_offline_nobody_asks_the_hub(russia: Site, hub: FakeHub):
    russia.write_config("https://no-such-hub.invalid")

    assert all(each.ok for each in await findings(russia, offline=True))


async def test_a_hub_that_cannot_be_reached_is_said_beside_what_is_right(russia: Site):
    russia.write_config("http://127.0.0.1:9")

    found = await findings(russia)

    assert [each.ok for each in found] == [True, True, True, True, False]
    assert "[hub-unavailable]" in found[-1].ru


async def test_a_key_that_is_not_enrolled_is_found(russia: Site):
    (russia.folder / "signing.pem").unlink()
    keyfile.write(russia.folder / "signing.pem", PrivateKey.generate(), None)

    found = await findings(russia)

    assert "[key-unknown]" in found[-1].en


async def test_without_its_key_everything_else_is_tried_and_it_is_said_that_the_hub_was_not_asked(russia: Site):
    (russia.folder / "signing.pem").chmod(0o644)
    found = await findings(russia)

    assert [each.ok for each in found] == [False, True, True, True, False]
    assert found[-1].en.startswith("the hub was not asked")


async def test_a_key_that_was_suspended_online_is_found(russia: Site, hub: FakeHub, trust: Trust):
    hub.wrong["GET", "/v1/trust-list"].append(served(trust))
    found = await findings(russia)

    assert not found[-1].ok
    assert "[key-suspended]" in found[-1].en


async def test_a_participant_that_is_another_and_a_key_it_was_not_told_of_are_found(russia: Site):
    found = await findings(russia)
    russia.path.write_text(russia.path.read_text("utf-8").replace("ru-guvm", "tj-molme"), encoding="utf-8")
    wrong = [each.en for each in await findings(russia) if not each.ok]

    assert all(each.ok for each in found)
    assert any("as that of ru-guvm, and you are tj-molme. Check participant" in each for each in wrong)
    assert any("[own-key-unknown]" in each for each in wrong)


async def test_a_hub_of_another_name_is_told_with_both_names(russia: Site):
    text = re.sub('origin = ".*"', 'origin = "mig.example/other"', russia.path.read_text("utf-8"))
    russia.path.write_text(text, encoding="utf-8")
    wrong = [each.en for each in await findings(russia) if not each.ok]

    assert any("not mig.example/other. Check [hub] url and origin." in each for each in wrong)


async def test_a_directory_in_use_and_an_adapter_that_does_not_start_are_found(russia: Site):
    async with russia.open():
        russia.path.write_text(russia.path.read_text("utf-8").replace("journal_adapter", "no_such"), encoding="utf-8")
        found = await findings(russia, offline=True)

    assert [each.ok for each in found] == [True, True, False, False]


async def test_looking_leaves_nothing_behind_so_that_a_hub_misspelt_at_first_can_be_mended(russia: Site):
    right = russia.path.read_text("utf-8")
    russia.path.write_text(re.sub('origin = ".*"', 'origin = "mig.example/mistyped"', right), encoding="utf-8")
    await findings(russia, offline=True)
    left = russia.state_dir.exists() and sorted(each.name for each in russia.state_dir.iterdir())
    russia.path.write_text(right, encoding="utf-8")

    assert not left
    assert [each.en for each in await findings(russia) if not each.ok] == []


async def test_a_state_directory_of_another_hub_is_found(russia: Site):
    async with russia.open():
        pass
    text = re.sub('origin = ".*"', 'origin = "mig.example/other"', russia.path.read_text("utf-8"))
    russia.path.write_text(text, encoding="utf-8")

    assert [each.ok for each in await findings(russia, offline=True)] == [True, True, False, True]


async def test_a_state_directory_that_nobody_can_make_is_found(russia: Site):
    (russia.folder / "file").touch()
    text = re.sub('state_dir = ".*"', 'state_dir = "file/state"', russia.path.read_text("utf-8"), count=1)
    russia.path.write_text(text, encoding="utf-8")

    assert [each.ok for each in await findings(russia, offline=True)] == [True, True, False, True]


async def test_the_root_of_a_skeleton_is_none(russia: Site):
    text = re.sub('root_(file|sha256) = ".*"', f'root_sha256 = "{NO_ROOT}"', russia.path.read_text("utf-8"))
    russia.path.write_text(text, encoding="utf-8")

    assert [each.ok for each in await findings(russia, offline=True)] == [True, False, True, True]


async def test_what_the_adapters_settings_leave_open_is_said_plainly(russia: Site):
    module = "tests.unit.sdk.misbehaving_adapter"
    text = russia.path.read_text("utf-8").replace("tests.integration.sdk.journal_adapter", module)
    russia.path.write_text(text, encoding="utf-8")
    found = await findings(russia, offline=True)

    assert all(each.ok for each in found)
    assert found[-1].en == "mind [adapter] settings.signing_key_file: not set"


async def test_the_way_out_goes_through_the_proxy_and_nothing_past_it(russia: Site, tajikistan: Site):
    seen: list[str] = []
    async with open_proxy(seen) as address:
        for site in (russia, tajikistan):
            use_proxy(site, address)
        checked = await findings(russia)
        russia.put(make_change("RU-1"))
        async with russia.open() as sender, tajikistan.open() as recipient:
            await send(sender)
            await receive(recipient)

    assert all(each.ok for each in checked)
    assert not any("secret-of-the-proxy" in each.en for each in checked)
    assert tajikistan.subjects() == ["RU-1"]
    assert {"GET /v1/trust-list", "POST /v1/messages", "GET /v1/inbox/urgent"} <= set(seen)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:1", "the hub takes no connection. Check [hub] url, the port and the firewall."),
        ("https://no-such-hub.invalid", "the hub's name is not found in the network."),
    ],
)
async def test_a_hub_that_is_not_there_is_told_in_plain_words(russia: Site, url: str, said: str):
    russia.path.write_text(re.sub('url = ".*"', f'url = "{url}"', russia.path.read_text("utf-8")), encoding="utf-8")
    found = await findings(russia)

    assert found[-1].en.startswith(said)
    assert found[-1].en.endswith("[hub-unavailable]")


async def test_a_proxy_that_refuses_is_said_so(russia: Site):
    async with open_proxy([]) as address:
        use_proxy(russia, address.replace("login:secret-of-the-proxy@", ""))
        found = await findings(russia)

    assert not found[-1].ok


def test_settings_are_explained_without_what_is_secret(russia: Site, capsys: pytest.CaptureFixture[str]):
    use_proxy(russia, "http://login:secret-of-the-proxy@proxy.example:3128")

    status = cli.main(["--language", "ru", "gateway", "check", "--offline", "--config", str(russia.path)])
    said = capsys.readouterr().out

    assert status == 0
    assert "[hub] proxy = http://proxy.example:3128" in said
    assert "secret-of-the-proxy" not in said
    assert str(russia.system) not in said
    assert said.endswith("Узел не спрошен: перед запуском проверьте ещё раз без --offline.\n")


def test_without_a_configuration_the_command_says_what_is_missing(capsys: pytest.CaptureFixture[str]):
    assert cli.main(["--language", "en", "gateway"]) == 2
    assert "missing: --config" in capsys.readouterr().err
