"""A short campaign on real processes: the hub loses nothing, and the same checker catches a hub that lies."""

from hub.embedded.cluster import Cluster, make_cluster
from tests.faults.campaign import Fault, make_plan, run_campaign
from tests.faults.machine import open_machine
from tests.support.trust import ORIGIN


def make_cluster_of_ours() -> Cluster:
    return make_cluster(None, durable=True)


async def test_nothing_is_lost_when_the_hub_and_its_database_are_killed_under_load():
    plan = [Fault.API, Fault.POSTGRESQL]

    async with open_machine(make_cluster_of_ours, origin=ORIGIN, processes=1) as machine:
        outcome = await run_campaign(machine, plan, seed=1)

    assert outcome.is_clean, (outcome.verdict.examples, outcome.lost_machine, outcome.failed_requests)
    assert outcome.verdict.acknowledged > 0
    assert outcome.kills == {"api": 1, "postgresql": 1}


async def test_a_hub_that_answers_before_it_commits_is_caught():
    module = "tests.faults.answer_first"

    async with open_machine(make_cluster_of_ours, origin=ORIGIN, processes=1, module=module) as machine:
        outcome = await run_campaign(machine, [Fault.API] * 3, seed=1)

    assert outcome.verdict.counts["lost"] > 0


def test_a_quarter_of_the_kills_strike_the_database_in_an_order_that_the_seed_decides():
    plan = make_plan(40, seed=7)

    assert (plan.count(Fault.API), plan.count(Fault.POSTGRESQL)) == (30, 10)
    assert make_plan(40, seed=7) == plan
    assert make_plan(40, seed=8) != plan
