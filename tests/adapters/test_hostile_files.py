"""Hostile files meet each adapter over files in a process of its own, with the limits that the gateway sets."""

import csv
import json
import socket
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters import by_files, tj_files
from adapters._files.intake import Forms
from adapters.manual import tables as manual
from hub.sdk.adapter_process.adapter_log import AdapterLog
from hub.sdk.adapter_process.limits import Limits
from hub.sdk.adapter_process.process import AdapterProcess, Launch
from tests.adapters.hostile_files import Hostile, Target, cases, table
from tests.adapters.records import ban
from tests.adapters.tj_files.harness import ROUTES
from tests.bench.register import peak_memory

ADAPTERS: Mapping[str, tuple[Forms, str]] = {
    "tj_files": (tj_files.FORMS_OF_STATE, "tj-molme"),
    "by_files": (by_files.FORMS_OF_STATE, "by-mvd"),
    "manual": (manual.FORMS, "am-mcs"),
}
SECONDS = 60  # the time a call has; it takes two when nothing else runs


@pytest.fixture
def outside() -> Iterator[str]:
    """An address that nobody may ever ask."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x"
        with pytest.raises(TimeoutError):
            server.accept()


@asynccontextmanager
async def running(name: str, folder: Path) -> AsyncIterator[AdapterProcess]:
    """The adapter in its process, over `site` in a folder."""
    settings = {
        "folder": str(folder / "site"),
        "participant": ADAPTERS[name][1],
        "area": "TJ",
        "state_dir": str(folder / "state"),
        "routes": ROUTES,
        "settle_seconds": 0.001,
        "patience": 1,
    }
    launch = Launch(module=f"adapters.{name}", settings=settings, directory=folder, limits=Limits())
    process = AdapterProcess(launch, AdapterLog(folder / "adapter.log"))
    yield process
    await process.close()


@pytest.mark.parametrize("name", ADAPTERS)
async def test_hostile_files_are_refused_and_the_good_one_beside_them_is_taken(
    name: str, tmp_path: Path, outside: str
) -> None:
    forms, participant = ADAPTERS[name]
    form = forms.find("entry-ban")
    assert form is not None
    row = form.format(ban(ban_id="XX-1", issuer=participant))
    target = Target(table=form.table, row=row, url=outside)
    out = tmp_path / "site" / "out"
    out.mkdir(parents=True)
    (tmp_path / "state").mkdir()
    (out / "good.csv").write_bytes(table(target))
    hostile = cases(target)
    for case in hostile:
        case.write(out / case.name)
    started = time.monotonic()
    async with running(name, tmp_path) as process:
        batch = await process.changes(None, 100)
        again = await process.changes(batch.cursor, 100)
        memory = peak_memory(process.pid or "self")

    assert [change.subject for change in batch.changes] == ["XX-1"]
    assert (again.changes, process.restarts) == ((), 0)
    assert time.monotonic() - started < SECONDS
    assert memory < 250
    assert sorted(path.name for path in (tmp_path / "site" / "rejected").iterdir()) == sorted(
        case.name for case in hostile
    )
    for case in hostile:
        check_report(tmp_path / "site" / "reports", case)


def check_report(reports: Path, case: Hostile) -> None:
    """The report of a file names code and place, the reason and the remedy in both languages, and quotes nothing."""
    report: dict[str, Any] = json.loads((reports / f"{case.name}.report.json").read_bytes())
    fault = report["faults"][0]
    place = "" if fault["row"] is None else f"{fault['row']}{'' if not fault['column'] else 'C' + str(fault['column'])}"

    assert report["state"] == "rejected"
    assert fault["code"].startswith(case.code), case.name
    assert place.startswith(case.place), case.name
    for text in (fault["ru"], fault["en"]):
        assert text.count(".") >= 2, case.name
    with (reports / f"{case.name}.report.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [*csv.reader(file, delimiter=";")][2:]
