"""The simulated service as a process of its own."""

import signal
import urllib.error
from pathlib import Path

import pytest

from tests.adapters.ru_smev.running import MODULE, running
from tests.adapters.simulated import Simulator, started


def test_it_says_where_it_listens_keeps_its_state_through_a_kill_and_ends_cleanly(tmp_path: Path) -> None:
    with started(MODULE, tmp_path) as service:
        service.put("entry-ban", count=5, seed=3)
        before = service.ask("own")
        service.process.send_signal(signal.SIGKILL)
        service.process.wait()

    with started(MODULE, tmp_path) as service:
        assert service.ask("own") == before
        assert service.ask("figures")["waiting"] == 1
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(10) == 0


def test_the_same_seed_makes_the_same_bans_and_another_seed_others() -> None:
    lists = []
    for seed in (1, 1, 2):
        service = running()
        service.put("entry-ban", count=30, seed=seed)
        lists.append(service.ask("own")["sha256"])

    assert lists[0] == lists[1] != lists[2]


def test_the_persons_are_varied_and_plainly_fictitious(service: Simulator) -> None:
    service.put("entry-ban", count=400)
    bans = service.ask("own")["records"]

    roots = ("Тест", "Пробн", "Образцов", "Примеров", "Учебн", "Макетов", "Шаблонов", "Проб")
    assert all(ban["surname"].startswith(roots) for ban in bans)
    assert all(ban["surname_latin"].isascii() for ban in bans)
    assert {len(ban["birth_date"]) for ban in bans} >= {4, 10}
    assert {ban["patronymic"] is None for ban in bans} == {True, False}
    assert {ban["status"] for ban in bans} == {"active", "pending_start"}
    assert len({ban["grounds"][0] for ban in bans}) == 10
    assert len({ban["period_kind"] for ban in bans}) == 4


@pytest.mark.parametrize("order", ["misbehave", "put", "change"])
def test_wrong_orders_are_refused(service: Simulator, order: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        service.tell(order, mode="dance", type="no-such-type", how="no-such-change")

    assert caught.value.code == 400
    caught.value.close()
