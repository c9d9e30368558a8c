"""Reads an active list back and tells its facts, to be compared with those of the issuers.

    {"count": 2, "bans": [{"ban_id": …}, …]}

Names and forms of the facts are those the simulated Russian register tells of its own list, in the same order.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from io import BufferedReader
from pathlib import Path
from typing import Any

from adapters._files import csv_rows, workbook, xml_rows
from adapters._files.csv_rows import EndRow, Row
from adapters._files.encoding import AUTO
from adapters._files.folder import open_file
from adapters._files.forms.form import Form
from adapters._files.limits import Limits
from adapters._files.tables import RowReader, Sheet, recognise
from adapters._parts import dates
from adapters._parts.faults import Findings
from keys import strict_json


def read(form: Form, path: Path) -> list[dict[str, Any]]:
    """Return the facts of a list, CSV or XLSX.

    Raises:
        FileRefusedError: it is no list of bans.
        MappingError: a row cannot be understood.
    """
    limits = Limits(rows=2_000_000, file_bytes=2**32, unpacked_bytes=2**34)
    with open_file(path) as file:
        sheet, rows = _open(form, file, path.suffix, limits)
        found = []
        for row in rows:
            findings = Findings()
            record = form.parse(RowReader(sheet, row, findings), "")
            findings.settle()
            found.append(of_record(record))
        return found


def _open(form: Form, file: BufferedReader, suffix: str, limits: Limits) -> tuple[Sheet, Iterator[Row]]:
    if suffix == ".xml":
        return xml_rows.read(file, [form.table], limits)
    rows = csv_rows.read(file, AUTO, EndRow.OFF, limits) if suffix == ".csv" else workbook.read(file, limits)
    return recognise(rows, [form.table]), rows


def of_record(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of one ban."""
    period, decision = record["period"], record["decision"]
    return {
        **{name: record[name] for name in ("ban_id", "revision", "status", "issuer")},
        **_of_person(record["subject"]),
        "grounds": record["grounds"],
        "period_kind": period["kind"],
        **{name: period.get(name) for name in ("duration", "start_event", "start_on", "end_on")},
        "action": record["action"],
        "decision_number": decision["number"],
        "decision_date": decision["date"],
    }


def _of_person(person: Mapping[str, Any]) -> dict[str, Any]:
    primary = {name["script"]: name for name in reversed(person["names"]) if name["role"] == "primary"}
    cyrillic, latin = primary.get("Cyrl", {}), primary.get("Latn", {})
    document = (person.get("documents") or [{}])[0]
    birth = person.get("birth", {}).get("date")
    return {
        **{name: cyrillic.get(name) for name in ("surname", "given", "patronymic")},
        **{f"{name}_latin": latin.get(name) for name in ("surname", "given")},
        "birth_date": None if birth is None else dates.format_partial(birth),
        "sex": person["sex"],
        "citizenship": [nationality["code"] for nationality in person["nationalities"]],
        **{f"document_{name}": document.get(name) for name in ("type", "series", "number")},
    }


def main(form: Form, prog: str) -> None:
    """Read the command line and print the facts."""
    parser = argparse.ArgumentParser(prog=prog, description="Facts of an active list")
    parser.add_argument("list", type=Path, help="entry-bans-active.csv, .xlsx or .xml")
    bans = read(form, parser.parse_args().list)
    sys.stdout.buffer.write(strict_json.dumps({"count": len(bans), "bans": bans}) + b"\n")
