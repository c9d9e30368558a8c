"""The simulated service as a process of its own."""

import json
import signal
import subprocess
import sys
import urllib.error
from pathlib import Path

import pytest

from tests.adapters.ru_smev.running import Service, running

ROOT = Path(__file__).parents[3]


def start(folder: Path) -> tuple[subprocess.Popen[bytes], Service]:
    command = [sys.executable, "-m", "adapters.ru_smev.simulator", "--port", "0", "--state", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    where = json.loads(process.stdout.readline())
    return process, Service(soap=where["soap"], control=where["control"])


def test_it_says_where_it_listens_keeps_its_state_through_a_kill_and_ends_cleanly(tmp_path: Path) -> None:
    process, service = start(tmp_path / "state")
    service.post("publish", count=5, seed=3)
    before = service.get("active-bans")
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()

    process, service = start(tmp_path / "state")
    assert service.get("active-bans") == before
    assert service.get("figures")["waiting"] == 1
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert process.stdout is not None
    process.stdout.close()


def test_the_same_seed_makes_the_same_bans_and_another_seed_others(tmp_path: Path) -> None:
    lists = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        (tmp_path / name).mkdir()
        with running(tmp_path / name) as service:
            service.post("publish", count=30, seed=seed)
            lists.append(service.get("active-bans")["sha256"])

    assert lists[0] == lists[1] != lists[2]


def test_the_persons_are_varied_and_plainly_fictitious(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        service.post("publish", count=400, seed=1)
        bans = service.get("active-bans")["bans"]

    roots = ("Тест", "Пробн", "Образцов", "Примеров", "Учебн", "Макетов", "Шаблонов", "Проб")
    assert all(ban["surname"].startswith(roots) for ban in bans)
    assert all(ban["surname_latin"].isascii() for ban in bans)
    assert {len(ban["birth_date"]) for ban in bans} >= {4, 10}
    assert {ban["patronymic"] is None for ban in bans} == {True, False}
    assert {ban["status"] for ban in bans} == {"active", "pending_start"}
    assert len({ban["grounds"][0] for ban in bans}) == 10
    assert len({ban["period_kind"] for ban in bans}) == 4


def test_wrong_orders_are_refused(tmp_path: Path) -> None:
    with running(tmp_path) as service, pytest.raises(urllib.error.HTTPError):
        service.post("misbehave", mode="dance")
