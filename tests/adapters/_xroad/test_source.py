"""The reading side over a register that answers oddly: nothing spins, nothing is kept back in silence."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from adapters._parts.questions import Questions
from adapters._parts.routes import Routes
from adapters._parts.sending import Sending
from adapters._xroad.documents import Documents
from adapters._xroad.errors import XRoadError, XRoadFaultError, XRoadUnavailableError
from adapters._xroad.register import Entry, Page, Result
from adapters._xroad.results import Results
from adapters._xroad.source import XRoadSource
from hub.sdk.ports import Sent, SourceUnavailableError, Verdict

DENIED = XRoadFaultError("Server.ServerProxy.AccessDenied")
SILENT = XRoadUnavailableError("nobody there")
OUTCOME = Sent(origin={"number": 3}, message_id="hub-1", verdict=Verdict.ACCEPTED)


@dataclass
class Scripted:
    """A register that gives the page it is told to, and hears results or does not."""

    page: Page
    deaf: XRoadError | None = None
    heard: list[Result] = field(default_factory=list)

    def feed(self, _after: int, _limit: int) -> Page:
        return self.page

    def report(self, results: Sequence[Result]) -> None:
        if self.deaf is not None:
            raise self.deaf
        self.heard += results


Make = Callable[[Any], XRoadSource]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    questions, results = Questions(tmp_path / "questions.sqlite"), Results(tmp_path / "results.sqlite")

    def made(register: Any) -> XRoadSource:
        sending = Sending(participant="kg-migration", routes=Routes(routes=()), questions=questions)
        return XRoadSource(register=register, documents=Documents(()), sending=sending, results=results)

    yield made
    questions.close()
    results.close()


def page(*numbers: int, following: int = 0, more: bool = False) -> Page:
    return Page(entries=[Entry(number=number, kind="unknown") for number in numbers], next=following, more=more)


def test_a_page_that_promises_more_and_leads_nowhere_is_not_asked_for_again_at_once(make: Make) -> None:
    with pytest.raises(SourceUnavailableError, match="leads nowhere"):
        make(Scripted(page(following=5, more=True))).changes("5", 10)


def test_an_empty_page_that_leads_on_is_followed(make: Make) -> None:
    batch = make(Scripted(page(following=9, more=True))).changes("5", 10)

    assert (batch.cursor, batch.more) == ("9", True)


def test_a_register_that_is_away_hears_results_later_and_stops_nothing(make: Make) -> None:
    register = Scripted(page(1, following=1), deaf=SILENT)
    source = make(register)
    source.sent([OUTCOME])
    assert source.changes(None, 10).cursor == "1"

    register.deaf = None
    source.changes("1", 10)
    assert [result.number for result in register.heard] == [1, 3]


def test_a_register_that_does_not_let_us_report_is_told_to_a_person_and_documents_go_on(make: Make) -> None:
    register = Scripted(page(1, following=1), deaf=DENIED)
    source = make(register)
    assert source.changes(None, 10).cursor == "1"

    register.page = page(following=1)
    for act in (lambda: source.changes("1", 10), lambda: source.sent([OUTCOME])):
        with pytest.raises(SourceUnavailableError) as caught:
            act()
        assert (caught.value.cause, caught.value.person) == ("Server.ServerProxy.AccessDenied", True)
    register.deaf = None
    source.sent([OUTCOME])
    assert [result.number for result in register.heard] == [1, 3]


@pytest.mark.parametrize(
    ("type_", "cause", "person"),
    [
        ("Client.BadRequest", "Client.BadRequest", True),
        ("Server.ServerProxy.ServiceFailed.Testova", "Server.ServerProxy.ServiceFailed", False),
        ("Testova", "", False),
    ],
)
def test_the_cause_of_a_fault_is_made_of_known_words_alone(type_: str, cause: str, person: bool) -> None:
    error = XRoadFaultError(type_)

    assert (error.cause, error.person) == (cause, person)
