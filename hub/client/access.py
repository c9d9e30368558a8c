"""Access tokens for reading, signed by the participant's own key: a new one for each request, as each works once."""

import os

from hub.clock import Clock
from hub.core import ids
from keys import access
from keys.jws import Signer


class AccessTokens:
    """Makes tokens of one participant for one hub."""

    def __init__(self, signer: Signer, *, participant: str, origin: str, clock: Clock) -> None:
        self._signer = signer
        self._participant = participant
        self._origin = origin
        self._clock = clock

    def header(self) -> dict[str, str]:
        """Return the header that shows who asks."""
        now = self._clock.now()
        token = access.sign(
            self._signer,
            issuer=self._participant,
            audience=self._origin,
            now=now,
            jti=ids.make_message_id(now, os.urandom(10)),
        )
        return {"Authorization": f"Bearer {token.decode('ascii')}"}
