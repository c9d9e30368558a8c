"""A participant's quota: what it lets through, and when it lets through again."""

import datetime

import pytest

from hub.core.errors import OverloadedError
from hub.core.quota import Quotas

NOW = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)


def later(seconds: float) -> datetime.datetime:
    return NOW + datetime.timedelta(seconds=seconds)


def test_a_burst_is_let_through_and_no_more():
    quotas = Quotas(rate=2, burst=5)
    for _ in range(5):
        quotas.charge("ru-guvm", NOW)

    with pytest.raises(OverloadedError) as refused:
        quotas.charge("ru-guvm", NOW)
    assert refused.value.facts["retry_after"] == 1


def test_the_bucket_fills_at_its_rate_and_not_beyond_its_burst():
    quotas = Quotas(rate=2, burst=3)
    for _ in range(3):
        quotas.charge("ru-guvm", NOW)
    quotas.charge("ru-guvm", later(0.5))
    with pytest.raises(OverloadedError):
        quotas.charge("ru-guvm", later(0.5))
    for _ in range(3):
        quotas.charge("ru-guvm", later(3600))
    with pytest.raises(OverloadedError):
        quotas.charge("ru-guvm", later(3600))


def test_one_participants_flood_leaves_anothers_quota_alone():
    quotas = Quotas(rate=1, burst=1)
    quotas.charge("ru-guvm", NOW)

    quotas.charge("kz-mvd", NOW)
    with pytest.raises(OverloadedError):
        quotas.charge("ru-guvm", NOW)


def test_a_clock_that_steps_back_fills_nothing():
    quotas = Quotas(rate=10, burst=1)
    quotas.charge("ru-guvm", later(10))
    with pytest.raises(OverloadedError):
        quotas.charge("ru-guvm", NOW)


def test_a_rate_of_nothing_is_no_limit():
    quotas = Quotas(rate=0, burst=1)
    for _ in range(100):
        quotas.charge("ru-guvm", NOW)


def test_several_are_taken_together_or_not_at_all():
    quotas = Quotas(rate=1, burst=10)
    quotas.charge("tj-mvd", NOW, count=7)

    with pytest.raises(OverloadedError) as refused:
        quotas.charge("tj-mvd", NOW, count=5)
    quotas.charge("tj-mvd", NOW, count=3)

    assert refused.value.facts["retry_after"] == 2
