"""The files of the layout, as browsers get them."""

from hub.console import assets
from tests.console.served import Served


async def test_styles_and_scripts_travel_packed_where_the_browser_can_open_them(served: Served):
    address = assets.address_of("console.css")
    content = assets.read("console.css")[0]
    async with served.client() as client:
        async with client.get(address, headers={"Accept-Encoding": "gzip"}) as packed:
            assert packed.headers["Content-Encoding"] == "gzip"
            assert int(packed.headers["Content-Length"]) < len(content) / 2
            assert await packed.read() == content
        async with client.get(address, headers={"Accept-Encoding": "identity"}) as plain:
            assert "Content-Encoding" not in plain.headers
            assert await plain.read() == content
