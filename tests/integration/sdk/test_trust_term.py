"""A gateway's kept trust list: it serves without the hub until it expires, and not a second longer."""

from datetime import timedelta

import pytest

from hub.sdk.assembly import open_gateway
from hub.sdk.errors import TrustError
from tests.integration.sdk.fake_hub import FakeHub
from tests.integration.sdk.sites import Site
from tests.support.clock import MovedClock
from tests.support.trust import Trust

DAY = timedelta(hours=24)


async def test_the_kept_list_serves_without_the_hub_until_it_expires(hub: FakeHub, russia: Site, trust: Trust) -> None:
    async with russia.open():
        pass
    clock = MovedClock(DAY - timedelta(hours=2))  # the list is as old as the whole run of the tests
    async with open_gateway(russia.config, clock) as gateway:
        keeper = gateway.site.trust
        await keeper.restore()  # the hub is not asked
        assert keeper.current().version == (1, 1, 1)
        keeper.check_own_key(trust.keys["ru-guvm"].kid, "ru-guvm")

        clock.moved = DAY
        with pytest.raises(TrustError) as caught:
            keeper.current()
        assert "it has expired" in caught.value.text("en")
        assert "список истёк" in caught.value.text("ru")
        with pytest.raises(TrustError):
            keeper.check_own_key(trust.keys["ru-guvm"].kid, "ru-guvm")


async def test_an_expired_list_is_replaced_by_a_fresh_one_and_the_exchange_goes_on(
    hub: FakeHub, russia: Site, trust: Trust
) -> None:
    async with russia.open():
        pass
    clock = MovedClock(DAY * 2)
    async with open_gateway(russia.config, clock) as gateway:
        keeper = gateway.site.trust
        await keeper.restore()
        with pytest.raises(TrustError, match="trust-list-expired"):
            await keeper.refresh()  # the hub, too, still has the old one
        documents = trust.documents["root"], trust.documents["participants"]
        fresh = trust.authority.status(*documents, now=clock.now().replace(microsecond=0), version=2)
        hub.documents |= {"status": fresh}
        await keeper.refresh()

        assert keeper.current().version == (1, 1, 2)
