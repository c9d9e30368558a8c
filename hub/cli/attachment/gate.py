"""The protection gate for files: they are held back with the record that they are about."""

from collections.abc import Mapping
from hashlib import sha256

from hub.cli import protection_gate
from hub.cli.connection import Connection
from hub.cli.files import FileError
from hub.client.answers import MAX_ENVELOPE
from hub.client.members import Members
from hub.client.reading import shape
from hub.core import attachment
from hub.core import envelope as envelopes
from hub.core.envelope import Envelope
from keys import jws

VERSION = "1.0"
OTHER = (
    "Узел показал не ту запись, которая названа в --about. Сверьте SHA-256 её конверта.",
    "The hub shows another record than --about names. Check the SHA-256 of its envelope.",
)


async def pass_gate(connection: Connection, about: Mapping[str, str], subject: str | None) -> None:
    """Let no file be sent of a case or a person that the member's protection register holds back.

    A description of files names no person. So the record itself is read, and judged as one that is sent now.

    Raises:
        UnprocessableError: an officer has to review it first; why is not said.
        DamagedStateError: the register cannot be read.
        FileError: the hub shows another record than the one named.
        ClientError: the hub does not show it.
    """
    config, now = connection.config, connection.clock.now()
    envelope = await _read(connection, about)
    protection_gate.check(config, attachment.TYPE, VERSION, (subject, envelope.record), now)
    protection_gate.check(config, attachment.TYPE, VERSION, (envelope.subject, envelope.record), now)
    if envelope.sender == config.participant:
        protection_gate.check_envelope(config, envelope.raw, now)


async def _read(connection: Connection, about: Mapping[str, str]) -> Envelope:
    answer = await connection.client.look(f"/v1/messages/{about['id']}", {"from": about["sender"]})
    token = shape(lambda body: Members(body, "answer").text("envelope", MAX_ENVELOPE), answer).encode()
    if sha256(token).hexdigest() != about["sha256"]:
        raise FileError("attachment-about-other", *OTHER)
    return envelopes.parse(jws.read(token, envelopes.TYP).payload, token)
