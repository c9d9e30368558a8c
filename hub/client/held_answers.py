"""The answer that lists a participant's own messages that are held: well-formed and bounded."""

from dataclasses import dataclass

from hub.client.members import Members, ShapeError

MAX_PAGE = 500
MAX_NAME = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A message of ours that is held from some recipients."""

    index: int
    id: str
    sha256: str
    type: str
    kid: str
    recipients: tuple[str, ...]


def parse_held(value: object) -> tuple[Held, ...]:
    """Read the list of messages that are held.

    Raises:
        ShapeError: it is none.
    """
    return Members(value, "answer").items("messages", MAX_PAGE, _parse_held)


def _parse_held(value: object) -> Held:
    members = Members(value, "message")
    return Held(
        index=members.number("index"),
        id=members.text("id", 36),
        sha256=members.text("sha256", 64),
        type=members.text("type", 64),
        kid=members.text("kid", 64),
        recipients=members.items("recipients", MAX_PAGE, _parse_name),
    )


def _parse_name(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_NAME:
        raise ShapeError("message: recipients holds what is not a participant")
    return value
