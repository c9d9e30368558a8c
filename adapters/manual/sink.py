"""The writing side: everything is kept to be read, and what fits a table stands in the lists and files of `in/` too."""

from collections.abc import Sequence

from adapters._files.sink import FilesSink
from adapters._parts import versions
from adapters._parts.outcomes import TYPE_NOT_SUPPORTED
from adapters.manual.received import Received
from adapters.manual.tables import FORMS
from hub.sdk.ports import Delivery, Outcome, Problem, SinkUnavailableError
from schemas import catalogue


class ManualSink:
    """Records that other participants sent to this one."""

    def __init__(self, *, tables: FilesSink, received: Received) -> None:
        self._tables = tables
        self._received = received

    def apply(self, deliveries: Sequence[Delivery]) -> list[Outcome]:
        """Keep the records.

        Raises:
            SinkUnavailableError: the folder is not there.
        """
        tabled = [versions.reduced(each) for each in deliveries if FORMS.find(each.type) is not None]
        problems = {outcome.message_id: outcome.problem for outcome in self._tables.apply(tabled)}
        try:
            return [
                Outcome(
                    message_id=delivery.message_id, problem=problems.get(delivery.message_id) or self._keep(delivery)
                )
                for delivery in deliveries
            ]
        except OSError as error:
            raise SinkUnavailableError(f"the folder cannot be written ({type(error).__name__})") from None

    def erase(self, subjects: Sequence[str]) -> None:
        """Remove what is kept about subjects, everywhere.

        Raises:
            SinkUnavailableError: the folder is not there.
        """
        self._tables.erase(subjects)
        try:
            self._received.erase(subjects)
        except OSError as error:
            raise SinkUnavailableError(f"the folder cannot be written ({type(error).__name__})") from None

    def _keep(self, delivery: Delivery) -> Problem | None:
        if (delivery.type, delivery.version) not in catalogue.load().types:
            return TYPE_NOT_SUPPORTED
        self._received.keep(delivery)
        return None
