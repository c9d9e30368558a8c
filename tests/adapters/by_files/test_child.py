"""The adapter over SFTP in the process that the gateway gives it: its bounds, its bare environment."""

from pathlib import Path

from hub.sdk.adapter_process.adapter_log import AdapterLog
from hub.sdk.adapter_process.process import AdapterProcess, Launch
from tests.adapters.by_files.running import settings
from tests.adapters.records import ban
from tests.adapters.simulated import delivery, simulator


async def test_sftp_works_within_the_bounds_of_the_adapters_process(tmp_path: Path) -> None:
    register = simulator("adapters.by_files.simulator")
    register.put("entry-ban", count=20)
    launch = Launch(module="adapters.by_files", settings=settings(register, tmp_path), directory=tmp_path)
    process = AdapterProcess(launch, AdapterLog(tmp_path / "adapter.log"))
    try:
        batch = await process.changes(None, 100)
        outcomes = await process.apply([delivery(ban(), index=1)])
        again = await process.changes(batch.cursor, 100)
    finally:
        await process.close()

    assert len(batch.changes) == 20
    assert [outcome.problem for outcome in outcomes] == [None]
    assert not again.changes
    assert len(register.ask("held")["records"]) == 1
    assert not (tmp_path / "adapter.log").exists(), "it says nothing of keys and names"
