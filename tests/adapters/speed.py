"""Measures how fast national forms are mapped, in processor time: `python -m tests.adapters.speed`.

A process of its own, so that a tracer of the test run is not measured with it.
"""

import copy
import io
import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from lxml import etree

from adapters._files import csv_rows, xml_rows
from adapters._files.csv_rows import EndRow
from adapters._files.limits import Limits
from adapters._files.tables import RowReader, recognise
from adapters._files.writing import xml_filler
from adapters._parts import xml_tree
from adapters._parts.faults import Findings
from adapters._parts.json_form import document
from adapters._xroad import soap_assembly
from adapters.am_gip import mapping as armenia
from adapters.az_ehis import mapping as azerbaijan
from adapters.by_files.mapping import entry_ban as belarus
from adapters.kg_tunduk import mapping as tunduk
from adapters.kz_shep import mapping as kazakhstan
from adapters.ru_smev.mapping import entry_ban as card
from adapters.tj_files.mapping import TABLES
from adapters.tj_files.mapping import entry_ban as row_of
from adapters.tm_xroad import mapping as turkmenistan
from adapters.uz_mip.mapping import FORMS
from keys import strict_json
from schemas import catalogue
from tests.adapters.records import ban
from tests.adapters.tj_files.harness import write_csv

COUNT, TURNS = 500, 6


def xml_cards() -> Callable[[], None]:
    raw = etree.tostring(card.format(ban()), encoding="utf-8")

    def run() -> None:
        for _ in range(COUNT):
            element = etree.fromstring(raw)
            record = card.parse(element, element, "ru-guvm")
            assert not catalogue.load().validate("entry-ban", "1.0", record)

    return run


def csv_bans() -> Callable[[], None]:
    raw = write_csv(row_of.TABLE, [row_of.format(ban(ban_id=f"TJ-{number}")) for number in range(COUNT)])

    def run() -> None:
        file = io.BufferedReader(io.BytesIO(raw))  # type: ignore[arg-type]
        rows = csv_rows.read(file, "auto", EndRow.REQUIRED, Limits())
        sheet = recognise(rows, TABLES)
        for row in rows:
            findings = Findings()
            record = row_of.parse(RowReader(sheet, row, findings), "tj-molme")
            findings.settle()
            assert not catalogue.load().validate("entry-ban", "1.0", record)

    return run


def xml_rows_of_bans() -> Callable[[], None]:
    raw = io.BytesIO()
    xml_filler(belarus.TABLE, [belarus.format(ban(ban_id=f"BY-{number}")) for number in range(COUNT)])(raw)  # type: ignore[arg-type]

    def run() -> None:
        file = io.BufferedReader(io.BytesIO(raw.getvalue()))  # type: ignore[arg-type]
        sheet, rows = xml_rows.read(file, [belarus.TABLE], Limits())
        for row in rows:
            findings = Findings()
            record = belarus.parse(RowReader(sheet, row, findings), "by-mvd")
            findings.settle()
            assert not catalogue.load().validate("entry-ban", "1.0", record)

    return run


def json_documents() -> Callable[[], None]:
    raw = strict_json.dumps(FORMS["entry-ban"].format(ban()))

    def run() -> None:
        for _ in range(COUNT):
            record = document(FORMS["entry-ban"], strict_json.loads(raw))
            assert not catalogue.load().validate("entry-ban", "1.0", record)

    return run


def json_lines() -> Callable[[], None]:
    kind = tunduk.DOCUMENTS.of_kind("entryBan")
    raw = strict_json.dumps(kind.form.format(ban()))

    def run() -> None:
        for _ in range(COUNT):
            record = kind.read(strict_json.loads(raw), "kg-migration")
            assert not catalogue.load().validate("entry-ban", "1.0", record)

    return run


def xml_trees() -> Callable[[], None]:
    kind = soap_assembly.documents(azerbaijan.KINDS, azerbaijan.FORMS).of_kind("Qadaga")
    plain = kind.form.format(ban())
    raw = etree.tostring(xml_tree.document("Qadaga", plain, azerbaijan.NAMESPACE, "az"), encoding="utf-8")

    def run() -> None:
        for _ in range(COUNT):
            tree = xml_tree.to_plain(etree.fromstring(raw), azerbaijan.NAMESPACE, kind.form)
            assert not catalogue.load().validate("entry-ban", "1.0", kind.read(tree, "az-sms"))

    return run


def json_in_armenian() -> Callable[[], None]:
    kind = armenia.DOCUMENTS.of_kind("Entry_Ban")
    raw = strict_json.dumps(kind.form.format(ban()))

    def run() -> None:
        for _ in range(COUNT):
            record = kind.read(strict_json.loads(raw), "am-mcs")
            assert not catalogue.load().validate("entry-ban", "1.0", record)

    return run


def summaries() -> Callable[[], None]:
    kind = turkmenistan.DOCUMENTS.of_type("situation-summary")
    assert kind is not None
    golden = Path(turkmenistan.__file__).parents[1] / "golden" / "situation-summary.document.json"
    raw = strict_json.dumps(json.loads(golden.read_bytes())["document"])

    def run() -> None:
        for _ in range(COUNT):
            record = kind.read(strict_json.loads(raw), "tm-sms")
            assert not catalogue.load().validate("situation-summary", "1.0", record)

    return run


def kazakh_xml() -> Callable[[], None]:
    raw = etree.tostring(kazakhstan.format("entry-ban", ban()), encoding="utf-8")

    def run() -> None:
        for _ in range(COUNT):
            record = kazakhstan.parse(etree.fromstring(raw), "kz-mvd")
            assert not catalogue.load().validate("entry-ban", "1.0", record)

    return run


def copies() -> Callable[[], None]:
    """The measure of the machine: copying the same record, plain Python as mapping is."""
    record = ban()

    def run() -> None:
        for _ in range(COUNT):
            copy.deepcopy(record)

    return run


FORMS_OF_NATIONS: Mapping[str, Callable[[], Callable[[], None]]] = {
    "xml": xml_cards,
    "csv": csv_bans,
    "xml_rows": xml_rows_of_bans,
    "json": json_documents,
    "lines": json_lines,
    "xml_trees": xml_trees,
    "armenian": json_in_armenian,
    "kazakh": kazakh_xml,
    "summaries": summaries,
}


def _seconds(run: Callable[[], None]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


def measure(make: Callable[[], Callable[[], None]]) -> dict[str, float]:
    """The best of several runs, in records a second, and how many copies each record costs, taken in turns."""
    run, copied = make(), copies()
    turns = [(_seconds(copied), _seconds(run)) for _ in range(TURNS)]
    best, copying = min(taken for _, taken in turns), min(taken for taken, _ in turns)
    return {"a_second": round(COUNT / best), "copies": round(best / copying, 2)}


if __name__ == "__main__":
    json.dump({name: measure(make) for name, make in FORMS_OF_NATIONS.items()}, sys.stdout, indent=1)
