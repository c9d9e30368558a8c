"""Years of exchange of all rooms in virtual time; `make simulate` lives through ten of them with 100,000 messages."""

from tests.simulation.__main__ import simulate


async def test_projections_rebuilt_from_the_log_are_those_that_lived_through_the_years(fresh_database, tmp_path):
    found = await simulate(tmp_path, fresh_database, seed=7, years=2, messages=240)

    assert found["differences"] == []
    assert found["messages"] > 200
    assert found["erased"] > 0, "some were erased on the way, and forgotten"
    assert sum(count > 0 for count in found["rows"].values()) >= 7
