"""The reference page of cases says what the machine does."""

import re
from pathlib import Path

from hub.core.readmission.case_state import CLOSED, Side
from hub.core.readmission.moves import MOVES

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "readmission.md"


def test_the_page_shows_every_stage_with_the_moves_of_each_side():
    rows = re.findall(r"^\| (\(none\)|`[a-z_]+`) \| (.*?) ?\| (.*?) ?\|$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    shown = {
        stage.strip("`"): (set(re.findall("`(.+?)`", one)), set(re.findall("`(.+?)`", two))) for stage, one, two in rows
    }

    for stage, moves in MOVES.items():
        sides = [{kind for kind, by in moves.items() if side in by} for side in (Side.REQUESTING, Side.REQUESTED)]
        assert shown["(none)" if stage is None else stage.value] == tuple(sides)


def test_the_page_names_the_closed_stages():
    (line,) = re.findall(r"^- Closed are (.+):", PAGE.read_text("utf-8"), flags=re.MULTILINE)

    assert set(re.findall("`(.+?)`", line)) == set(CLOSED)
