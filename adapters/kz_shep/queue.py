"""The asynchronous channel as the reading side needs it, and the way of one message into the exchange."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from adapters._parts.faults import MappingError
from adapters._parts.queue_source import Message, Taken
from adapters._parts.sending import Sending
from adapters._parts.spool import Unit, Verdicted
from adapters.kz_shep import mapping
from adapters.kz_shep.channels import Channels, ShepTooLargeError
from adapters.kz_shep.mapping import exchange
from hub.sdk.ports import Change, Part, Verdict

_LONGEST_SUBJECT = 64


class ShepQueue:
    """Messages of the register's service."""

    def __init__(self, channels: Channels, most_at_once: int) -> None:
        self._channels = channels
        self._most_at_once = self._most_now = most_at_once

    def take(self, most: int) -> Sequence[Message]:
        """Return the next messages; where they are too large together, fewer.

        Raises:
            ShepError: the gateway does not give them; of a message that is too large alone a person has to see to it
                that the gateway's operator takes it back, or `max_answer_bytes` is raised.
        """
        while True:
            asked = min(most, self._most_now)
            try:
                found = self._channels.get_messages(asked)
            except ShepTooLargeError:
                if asked == 1:
                    raise
                self._most_now = (asked + 1) // 2
            else:
                # What was too large comes again later, so it is not asked for as much at once for a while.
                self._most_now = min(self._most_at_once, self._most_now + (1 if found else 0))
                return found

    def acknowledge(self, message_id: str) -> None:
        """Tell that a message is safe here.

        Raises:
            ShepError: the gateway did not hear it.
        """
        self._channels.notify(message_id)

    def answer(self, unit: Unit, verdicts: Sequence[Verdicted]) -> None:
        """Tell what became of the document of a message.

        Raises:
            ShepError: the gateway did not take the answer.
        """
        for verdict in verdicts:
            self._channels.respond(unit.info["answer_id"], unit.name, exchange.format_outcome(verdict))


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Maps, validates and routes what the register sends."""

    sending: Sending

    def take(self, message: Message) -> Taken:
        """Return the change of one message, or the verdict that it cannot be sent."""
        try:
            document, parts = exchange.parse_submission(message.content)
        except MappingError as error:
            return Taken(verdicts=[_refused(None, error)], whole=True)
        try:
            return Taken(changes=[self._change(document, parts)])
        except MappingError as error:
            return Taken(verdicts=[_refused(document, error)])

    def _change(self, document: etree._Element, parts: Sequence[Part]) -> Change:
        type_ = mapping.type_of(document)
        if type_ is None:
            raise MappingError([mapping.unknown()])
        return self.sending.change(
            type_,
            mapping.parse(document, self.sending.participant),
            lambda pointer: mapping.place_of(type_, pointer),
            origin={"place": f"/{mapping.ELEMENTS[type_]}"},
            parts=parts,
        )


def _refused(document: etree._Element | None, error: MappingError) -> Verdicted:
    return Verdicted(
        place="/",
        subject=None if document is None else _subject(document),
        message_id="",
        verdict=Verdict.REFUSED,
        problems=[fault.problem() for fault in error.faults],
    )


def _subject(document: etree._Element) -> str | None:
    """Return the number of a document, where it has a plain one, to name it in the answer."""
    found = (document.findtext(f"{{{mapping.NAMESPACE}}}{name}") for name in ("banNumber", "caseNumber", "checkNumber"))
    text = next((each for each in found if each), None)
    return None if text is None else text.strip()[:_LONGEST_SUBJECT]
