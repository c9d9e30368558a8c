"""The one reader of the time in adapters: national envelopes carry the moment, and certificates end.

The gateway's clock is out of reach here (docs/adr/0007). What needs the time takes a `Clock` and is given `now`, so
that a test may stand at any moment.
"""

import datetime
from collections.abc import Callable

Clock = Callable[[], datetime.datetime]


def now() -> datetime.datetime:
    """Return the time now, aware, in UTC."""
    return datetime.datetime.now(datetime.UTC)  # noqa: TID251 - the one place in adapters
