"""What an adapter's author provides for the contract suite: a national system that can be moved and looked at."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from hub.sdk.ports import Adapter, Delivery


class Harness(Protocol):
    """One national system in a fresh state, and adapters over it."""

    @property
    def secrets(self) -> Sequence[str]:
        """Values of secret settings; they may never be seen."""
        ...

    def open_adapter(self) -> Adapter:
        """Return a new adapter over the same national system and the same state directory, as after a crash."""
        ...

    def put(self, count: int) -> None:
        """Let the national system have that many more ordinary records to send."""
        ...

    def put_text(self, text: str) -> None:
        """Let it have one more record, with this text where the national form takes free text."""
        ...

    def put_unknown_field(self) -> None:
        """Let it have one more record, with a field the adapter does not know."""
        ...

    def refusals(self) -> int:
        """Return how many times the national side was told that something cannot be sent."""
        ...

    def revisions(self) -> Sequence[Delivery]:
        """Return deliveries of one subject in the order of their revisions, three at least, indexes rising."""
        ...

    def held(self) -> object:
        """Return what the national system holds of the deliveries now, to be compared with ==."""
        ...

    def down(self) -> AbstractContextManager[None]:
        """Make the national system silent for a while."""
        ...

    def showing_html(self) -> AbstractContextManager[None]:
        """Make it show an HTML page where data should be, for a while."""
        ...


OpenHarness = Callable[[Path], AbstractContextManager[Harness]]
"""Opens a harness in an empty folder."""
