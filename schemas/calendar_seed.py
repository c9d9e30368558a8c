"""Make the calendars of working days anew from the package `holidays`: `python -m schemas.calendar_seed`.

Run by a maintainer when a new year's transfers have been published; the secretariat may then override single days.
Names of holidays are translated by `calendars/names.json`; one that is not there stops the run, so that none stays half
translated.
"""

import importlib.metadata
import re
import sys
from typing import Any

import holidays
import msgspec

from schemas import files

STATES = ("AM", "AZ", "BY", "KZ", "KG", "RU", "TJ", "TM", "UZ")
FIRST_YEAR, LAST_YEAR = 2024, 2027
VERSION = "2026.1"
FOLDER = files.ROOT / "calendars"
_MOVED = re.compile(r"Day off \(substituted from (\d\d)/(\d\d)/(\d{4})\)")
_NOTED = re.compile(r"(?P<name>.*) \((?P<notes>(?:observed|estimated)(?:, estimated)?)\)")
_SOURCE = "holidays {version} (public holidays and transferred days of the national law, as published until then)"


class Names:
    """The Russian names of holidays of one state."""

    def __init__(self, state: str, data: dict[str, Any]) -> None:
        self._names: dict[str, str] = {**data["names"], **data["of_state"].get(state, {})}
        self._notes: dict[str, str] = data["notes"]

    def russian(self, name: str) -> str:
        """Return the Russian name.

        Raises:
            KeyError: there is none yet.
        """
        moved, noted = _MOVED.fullmatch(name), _NOTED.fullmatch(name)
        if moved:
            return f"Выходной, перенесён с {moved[2]}.{moved[1]}.{moved[3]}"
        if noted:
            notes = ", ".join(self._notes[note] for note in noted["notes"].split(", "))
            return f"{self._names[noted['name']]} ({notes})"
        return self._names[name]

    @staticmethod
    def english(name: str) -> str:
        """Return the English name, with dates as elsewhere."""
        moved = _MOVED.fullmatch(name)
        return f"Day off, moved from {moved[3]}-{moved[1]}-{moved[2]}" if moved else name


def make(state: str) -> dict[str, Any]:
    """Return the calendar of one state."""
    names = Names(state, files.read(FOLDER / "names.json"))
    known = holidays.country_holidays(state, years=range(FIRST_YEAR, LAST_YEAR + 1), language="en_US")
    days = []
    for day, said in sorted(known.items()):
        parts = said.split("; ")
        entry: dict[str, Any] = {"date": day.isoformat()}
        entry["ru"] = "; ".join(names.russian(part) for part in parts)
        entry["en"] = "; ".join(names.english(part) for part in parts)
        if "estimated" in said:
            entry["estimated"] = True
        days.append(entry)
    return {
        "state": state,
        "version": VERSION,
        "source": _SOURCE.format(version=importlib.metadata.version("holidays")),
        "first": f"{FIRST_YEAR}-01-01",
        "last": f"{LAST_YEAR}-12-31",
        "weekend": sorted(known.weekend),
        "worked": [day.isoformat() for day in sorted(known.weekend_workdays) if day.year >= FIRST_YEAR],
        "holidays": days,
    }


def write(calendar: dict[str, Any]) -> bytes:
    """Return the file of a calendar: one line a day, so that a change of one day is a change of one line."""
    head = {name: value for name, value in calendar.items() if name != "holidays"}
    begun = msgspec.json.format(msgspec.json.encode(head), indent=2).decode("utf-8").removesuffix("\n}")
    days = ",\n".join("    " + msgspec.json.encode(day).decode("utf-8") for day in calendar["holidays"])
    return f'{begun},\n  "holidays": [\n{days}\n  ]\n}}\n'.encode()


def main() -> int:
    """Write all calendars."""
    for state in STATES:
        (FOLDER / f"{state}.json").write_bytes(write(make(state)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
