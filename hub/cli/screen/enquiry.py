"""What a doubt opens: the enquiry to the issuer, as a draft for a contact person or signed and submitted at once."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.cli import files, sending
from hub.cli.connection import Connection
from hub.client.answers import Accepted, Refused
from keys import strict_json


def write(folder: Path, enquiries: Sequence[Mapping[str, Any]]) -> list[Path]:
    """Write each enquiry's record to a file of its own, named by its subject; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for each in enquiries:
        path = folder / f"{each['subject']}.json"
        files.write(path, strict_json.dumps(each["record"]))
        written.append(path)
    return written


def command_of(path: Path, enquiry: Mapping[str, Any], config: Path) -> str:
    """Return the command that signs and submits a draft."""
    return (
        f"hub submit {path} --config {config} --type {enquiry['type']} --to {enquiry['to'][0]} "
        f"--purpose {enquiry['purpose']} --agreement {enquiry['agreement']} --subject {enquiry['subject']}"
    )


async def submit(connection: Connection, enquiry: Mapping[str, Any]) -> Accepted | Refused | None:
    """Sign and submit an enquiry; None where it is in doubt whether it was accepted.

    Raises:
        ClientError: the hub cannot be reached.
    """
    payload = sending.prepare(
        connection,
        enquiry["record"],
        type=enquiry["type"],
        version=enquiry["version"],
        to=enquiry["to"],
        purpose=enquiry["purpose"],
        agreement=enquiry["agreement"],
        subject=enquiry["subject"],
    )
    return await sending.submit(connection, sending.sign(connection, payload))
