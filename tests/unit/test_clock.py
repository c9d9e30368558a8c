"""The clocks."""

import datetime
import os
from pathlib import Path

import pytest

from hub.clock import SystemClock, TrainingClock, advance, make_clock
from hub.settings import Settings, SettingsError

HOUR = datetime.timedelta(hours=1)


def near(moment: datetime.datetime, other: datetime.datetime) -> bool:
    """Tell whether two readings of a clock were taken together."""
    return abs(moment - other) < datetime.timedelta(seconds=5)


def test_the_systems_clock_is_aware_and_in_utc():
    now = SystemClock().now()

    assert now.utcoffset() == datetime.timedelta()
    assert near(now, datetime.datetime.now(datetime.UTC))
    assert SystemClock().shift() == datetime.timedelta()


def test_a_training_clock_without_file_shows_the_real_time(tmp_path):
    clock = TrainingClock(tmp_path / "clock.json")

    assert clock.shift() == datetime.timedelta()
    assert near(clock.now(), SystemClock().now())


def test_all_clocks_that_share_a_file_move_together(tmp_path):
    path = tmp_path / "clock.json"
    one, other = TrainingClock(path), TrainingClock(path)
    assert one.shift() == datetime.timedelta()

    assert advance(path, 3600) == 3600
    assert (one.shift(), other.shift()) == (HOUR, HOUR)
    assert advance(path, 3600) == 7200
    assert (one.shift(), other.shift()) == (2 * HOUR, 2 * HOUR)
    assert near(one.now(), SystemClock().now() + 2 * HOUR)
    assert [file.name for file in tmp_path.iterdir()] == ["clock.json"]


def test_the_file_is_read_only_when_it_was_replaced(tmp_path, monkeypatch):
    path = tmp_path / "clock.json"
    advance(path, 10)
    clock = TrainingClock(path)
    clock.shift()
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read again"))

    assert clock.shift() == datetime.timedelta(seconds=10)


def test_a_clock_never_goes_back(tmp_path):
    with pytest.raises(ValueError, match="never goes back"):
        advance(tmp_path / "clock.json", -1)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b'{"shift_seconds": -1}', b'{"shift_seconds": true}', b'{"shift_seconds": 1.5}',
     b'{"shift_seconds": 99999999999}', b'{"shift_seconds": "1"}', b'{"shift_seconds": NaN}'],
)  # fmt: skip
def test_a_wrong_file_is_named_and_changes_no_time(tmp_path, content):
    path = tmp_path / "clock.json"
    path.write_bytes(content)

    with pytest.raises(SettingsError) as failure:
        TrainingClock(path).now()

    assert failure.value.code == "training-clock-unreadable"
    assert str(path) in failure.value.ru


def test_a_file_put_back_with_an_old_date_is_noticed(tmp_path):
    path = tmp_path / "clock.json"
    advance(path, 10)
    clock = TrainingClock(path)
    clock.shift()
    advance(path, 20)
    os.utime(path, (0, 0))

    assert clock.shift() == datetime.timedelta(seconds=30)


def test_only_a_training_environment_has_a_virtual_clock(tmp_path):
    assert isinstance(make_clock(Settings()), SystemClock)
    assert isinstance(make_clock(Settings(training_clock=tmp_path / "clock.json")), TrainingClock)
