"""The simulated platform as a process of its own."""

import signal
from pathlib import Path

from adapters.uz_mip.simulator.naming import to_cyrillic, to_latin
from tests.adapters.simulated import started

MODULE = "adapters.uz_mip.simulator"


def test_it_keeps_its_state_through_a_kill_and_ends_cleanly(tmp_path: Path) -> None:
    with started(MODULE, tmp_path) as platform:
        platform.put("entry-ban", count=5)
        before = platform.ask("own")
        platform.process.send_signal(signal.SIGKILL)
        platform.process.wait()

    with started(MODULE, tmp_path) as platform:
        assert platform.ask("own") == before
        platform.process.send_signal(signal.SIGTERM)
        assert platform.process.wait(10) == 0


def test_names_are_spelt_in_three_ways() -> None:
    name = "Sinovova-Gʻoya Oʻrnakchaʼ"

    assert to_latin(name) == "Sinovova-Goya Ornakcha"
    assert to_cyrillic(name) == "Синовова-Гоя Урнакчаъ"
