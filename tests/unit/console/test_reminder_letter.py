"""The letter of reminder: totals alone, Russian plurals, both languages."""

from datetime import UTC, datetime

import pytest

from hub.console.reminder_letter import both, write
from hub.store.overdue import OverdueCount
from hub.workflows.desk.read_overdue import Debt

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def debt(*counts: int) -> Debt:
    """Return what a participant owes Kazakhstan, and others."""
    waiting = ("kz-mvd", "not-listed-yet")
    owed = tuple(
        OverdueCount(acting="tj-mvd", waiting=name, count=count, oldest=AT, fresh=count, older=0, oldest_ones=0)
        for name, count in zip(waiting, counts, strict=False)
    )
    return Debt(participant="tj-mvd", counts=owed, at=AT)


@pytest.mark.parametrize(
    ("count", "words"), [(1, "просрочен 1 ответ:"), (3, "просрочено 3 ответа:"), (11, "просрочено 11 ответов:")]
)
def test_the_number_of_replies_is_said_as_russians_say_it(count, words):
    assert words in write(debt(count), "ru")[0]
    assert "22 ноября 2026" in write(debt(count), "ru")[0]


def test_who_waits_is_named_officially_or_by_its_id():
    letter = "\n".join(write(debt(2, 1), "en"))

    assert "On 22 November 2026 3 replies are overdue:" in letter
    assert "Kazakhstan: 2 (up to 3 days 2, 4 to 14 days 0, 15 days and more 0);" in letter
    assert "to not-listed-yet: 1" in letter


def test_where_nothing_is_owed_the_letter_says_so_in_both_languages():
    assert write(debt(), "en") == ["On 22 November 2026 no reply is overdue."]
    assert both(debt()).count("* * *") == 1
