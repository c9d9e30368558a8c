"""Misbehaviour on command: the next answers of the service go wrong in a chosen way.

    slow       waits `seconds` before it answers        error      HTTP 500 without doing anything
    html       an HTML page with status 200             reset      closes the connection without an answer
    garbage    half of the answer                       fault      a SOAP fault of the given `name`
    forget     does it, then answers 500                duplicate  GetRequest gives a message already acknowledged
    shuffle    GetRequest gives the newest first

A command holds for `times` calls, of one `operation` or of all.
"""

from dataclasses import dataclass

MODES = ("slow", "error", "html", "reset", "garbage", "fault", "forget", "duplicate", "shuffle")


@dataclass(slots=True, kw_only=True)
class Command:
    """One misbehaviour that is due."""

    mode: str
    times: int
    operation: str | None
    seconds: float
    name: str


class Mischief:
    """The misbehaviours ordered and not yet done."""

    def __init__(self) -> None:
        self._commands: list[Command] = []

    def order(self, command: Command) -> None:
        """Add a misbehaviour.

        Raises:
            ValueError: there is no such mode.
        """
        if command.mode not in MODES:
            raise ValueError("no such mode")
        self._commands.append(command)

    def clear(self) -> None:
        """Behave again."""
        self._commands.clear()

    def next(self, operation: str) -> Command | None:
        """Return what must go wrong with this call, or None."""
        for command in self._commands:
            if command.operation in {None, operation}:
                command.times -= 1
                if command.times <= 0:
                    self._commands.remove(command)
                return command
        return None
