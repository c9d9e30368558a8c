"""The hardware module with the log's key fails for a while: in doubt, nothing lost, the same receipt afterwards."""

import pytest

from hub.core import receipt as receipts
from hub.core.errors import UnavailableError
from hub.workflows.log.release_log import release_rest
from keys.errors import KeyDeviceError
from keys.jwk import PrivateKey, PublicKey
from tests.integration.hubs import Hub


class Module:
    """A key in a module that can be away."""

    def __init__(self, key: PrivateKey) -> None:
        self._key = key
        self.away = False

    @property
    def alg(self) -> str:
        return self._key.alg

    @property
    def kid(self) -> str:
        return self._key.kid

    @property
    def public(self) -> PublicKey:
        return self._key.public

    def sign(self, message: bytes) -> bytes:
        if self.away:
            raise KeyDeviceError(why="DeviceRemoved")
        return self._key.sign(message)


async def test_while_the_module_is_away_the_outcome_is_in_doubt_and_then_it_is_accepted(node: Hub):
    module = Module(node.trust.log)
    node.exchange.log_key = module
    first, second = node.ban(), node.ban()
    before = await node.receipt(first)
    module.away = True

    for _ in range(2):
        with pytest.raises(UnavailableError):
            await node.submit(second)
    assert not node.exchange.stopped, "a module that is away is no damage to the log"
    module.away = False
    receipt = await node.receipt(second)
    await release_rest(node.exchange)

    assert await node.receipt(first) == before
    assert await node.receipt(second) == receipt
    leaf, _ = receipts.verify(receipts.parse(receipt), node.trust.list.log_verifier)
    assert leaf.kind == "message"
