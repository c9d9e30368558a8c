"""The file in which a participant hands over its request for a key: what `hub trust request` writes, as JSON.

{"statement": "<the request, signed by the new key>", "vouched": null | "<the same, signed by an older key>"}
"""

from collections.abc import Mapping

from keys import strict_json
from keys.enrolment import Enrolment
from keys.errors import StatementError

MEMBERS = {"statement", "vouched"}


def read(value: object) -> Enrolment:
    """Return the proof that the value of such a file holds; nobody has verified it.

    Raises:
        StatementError: it is none.
    """
    if not isinstance(value, Mapping) or value.keys() != MEMBERS:
        raise StatementError(member="?")
    vouched = None if value["vouched"] is None else _token(value, "vouched")
    return Enrolment(statement=_token(value, "statement"), vouched=vouched)


def format(proof: Enrolment) -> bytes:  # noqa: A001  (the pair of read)
    """Return the file."""
    return strict_json.dumps_lines(members(proof))


def members(proof: Enrolment) -> dict[str, str | None]:
    """Return the members that such a file has."""
    vouched = None if proof.vouched is None else proof.vouched.decode("ascii")
    return {"statement": proof.statement.decode("ascii"), "vouched": vouched}


def _token(value: Mapping[str, object], member: str) -> bytes:
    token = value[member]
    if not isinstance(token, str) or not token.isascii():
        raise StatementError(member=member)
    return token.encode("ascii")
