"""Bans on exit travel only where an agreement names them, from that sender to that recipient."""

import pytest

from hub.core import agreement, entry_ban
from hub.core.agreement import Allowance
from hub.core.errors import ExitBanNotAllowedError
from schemas import agreements
from tests.unit.core.entry_ban.bans import ban, envelope


def clause(**changes):
    members = {"types": {"entry-ban"}, "purposes": {"p"}, "senders": {"ru-guvm"}, "recipients": {"tj-mvd"}}
    sets = {name: frozenset(value) for name, value in {**members, **changes}.items() if name != "exit_bans"}
    return Allowance(**sets, exit_bans=changes.get("exit_bans", False))


def document(*clauses):
    base = agreement.from_json(next(each for each in agreements.load() if each["id"] == "cis-2000"), "00")
    return agreement.Agreement(
        id=base.id,
        version=1,
        status="in_force",
        parties=base.parties,
        valid_from=None,
        valid_until=None,
        reference_only=False,
        allows=clauses,
        digest="00",
    )


@pytest.mark.parametrize(
    ("clauses", "recipients", "allowed"),
    [
        ([clause(exit_bans=True)], ["tj-mvd"], True),
        ([clause()], ["tj-mvd"], False),
        ([clause(exit_bans=True)], ["tj-mvd", "kz-mvd"], False),
        ([clause(exit_bans=True), clause(exit_bans=True, recipients={"kz-mvd"})], ["tj-mvd", "kz-mvd"], True),
        ([clause(exit_bans=True, senders={"kz-mvd"})], ["tj-mvd"], False),
        ([clause(exit_bans=True, types={"receipt"})], ["tj-mvd"], False),
    ],
)
def test_an_agreement_names_exit_bans_pair_by_pair(clauses, recipients, allowed):
    asked = {"record_type": "entry-ban", "sender": "ru-guvm", "recipients": recipients}
    if allowed:
        agreement.check_exit_ban(document(*clauses), **asked)
        return
    with pytest.raises(ExitBanNotAllowedError) as caught:
        agreement.check_exit_ban(document(*clauses), **asked)
    assert "cis-2000" in caught.value.text("ru")


def test_no_agreement_of_the_register_names_exit_bans_and_one_may():
    for each in agreements.load():
        known = agreement.from_json(each, "00")
        assert not any(one.exit_bans for one in known.allows)
    named = {**agreements.load()[0], "allows": [{**BAN_CLAUSE, "exit_bans": True}]}
    assert agreements.check(named) == []
    assert agreement.from_json(named, "00").allows[0].exit_bans


BAN_CLAUSE = {"types": ["entry-ban"], "purposes": ["entry-control"], "senders": ["ru-guvm"], "recipients": ["tj-mvd"]}


@pytest.mark.parametrize(("direction", "closes"), [("entry", False), ("exit", True), ("both", True)])
def test_a_ban_on_both_closes_the_exit_too(direction, closes):
    assert entry_ban.closes_exit(envelope("entry-ban", ban(direction=direction))) is closes
    assert not entry_ban.closes_exit(envelope("ban-hit-report", ban(direction=direction)))
