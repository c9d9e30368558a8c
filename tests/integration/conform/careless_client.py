"""A client that believes the hub in everything: it verifies neither signatures nor records. The kit has to find it out.

`python -m tests.integration.conform.careless_client CONFIG FOLDER`
"""

import asyncio
import sys
from pathlib import Path

from hub.conform import gateway
from hub.core import envelope as envelopes
from hub.sdk.exchange import inbound
from hub.sdk.verification import Verified
from keys import jws


def believe(proven, *_judges):
    """Take a message for what it says."""
    item = proven.item
    envelope = envelopes.parse(jws.read(item.envelope, envelopes.TYP).payload, item.envelope)
    return Verified(number=item.number, index=item.index, accepted_at=proven.leaf.at, envelope=envelope)


if __name__ == "__main__":
    inbound.accept = believe
    asyncio.run(gateway._run(Path(sys.argv[1]), Path(sys.argv[2])))
