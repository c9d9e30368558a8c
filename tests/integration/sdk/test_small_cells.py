"""Small asylum figures do not leave the member's site."""

from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.sdk.books.inbox import Lane
from schemas import figures
from tests.integration.sdk.sites import Site, make_change, receive, send
from tests.support.trust import Trust, make_trust

ROUTING = {
    "type": "situation-summary",
    "subject": None,
    "to": ["@council"],
    "agreement": "cis-2007",
    "purpose": "council-statistics",
}


@pytest.fixture
def real_trust() -> Trust:
    """A trust list of the hub's real time."""
    return make_trust(now=SystemClock().now(), origin="hub.test/test")


async def test_a_gateway_blurs_small_asylum_figures_before_it_signs(
    tmp_path: Path, real_trust: Trust, real_url: str
) -> None:
    said = figures.load()["tj-2020-h1"]
    part = {"indicator": "ASY.APP", "dims": {"citizenship": "AFG", "sex": "M"}, "value": 1, "qualifier": "exact"}
    part |= {"unit": "persons", "status": "final"}
    tajikistan = Site(tmp_path / "tj", "tj-molme", real_trust, real_url)
    russia = Site(tmp_path / "ru", "ru-guvm", real_trust, real_url)
    tajikistan.put(make_change("", **ROUTING, record={**said, "observations": [part]}))
    async with tajikistan.open() as sender, russia.open() as recipient:
        await send(sender)
        assert sender.outbox.counts()["accepted"] == 1
        await receive(recipient, Lane.ORDINARY)

    (applied,) = russia.read("applied")
    assert applied["record"]["observations"] == [{**part, "value": 5, "qualifier": "under"}]
