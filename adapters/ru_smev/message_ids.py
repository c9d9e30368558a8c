"""Message ids of SMEV 3: UUID version 1, whose time the queue reads: ids that are too old are refused.

The node is drawn at random once per process and marked as such (RFC 9562 §6.10): the network card's address of a
ministry's machine does not travel.
"""

import datetime
import secrets
import uuid

_EPOCH = datetime.datetime(1582, 10, 15, tzinfo=datetime.UTC)
_NODE = secrets.randbits(48) | (1 << 40)


def make() -> str:
    """Return a new message id."""
    return str(uuid.uuid1(node=_NODE))


def instant(message_id: str) -> datetime.datetime:
    """Return the time inside a message id.

    Raises:
        ValueError: it is no UUID version 1.
    """
    value = uuid.UUID(message_id)
    if value.version != 1:
        raise ValueError("not a UUID version 1")
    return _EPOCH + datetime.timedelta(microseconds=value.time // 10)
