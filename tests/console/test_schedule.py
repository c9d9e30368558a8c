"""The page of the schedule: syncs, their runs, what waits for the other side; each sees its own."""


async def test_the_secretariat_sees_every_sync_and_what_became_of_its_runs(served):
    async with served.client("cis-ec.secretariat-officer", lang="en") as client:
        async with client.get("/schedule") as answer:
            listed = await answer.text()
        async with client.get("/schedule/council-bans") as answer:
            one = await answer.text()

    assert all(name in listed for name in ("council-summaries", "council-bans", "ru-tj-bans"))
    assert "proposed" in listed
    assert all(word in one for word in ("late", "missed", "less than usual", "schema-violation", "refused 2"))


async def test_others_see_the_councils_syncs_and_not_those_between_two(served):
    async with served.client("kz-mvd.liaison", lang="ru") as client:
        async with client.get("/schedule") as answer:
            listed = await answer.text()
        async with client.get("/schedule/ru-tj-bans") as answer:
            assert answer.status == 404
        async with client.get("/schedule/council-bans") as answer:
            one = await answer.text()

    assert "council-summaries" in listed
    assert "ru-tj-bans" not in listed
    assert "пропущен" in one
    assert "schema-violation" not in one, "how much came is for its sides"


async def test_a_side_sees_the_terms_proposed_and_who_stated_them(served):
    async with (
        served.client("tj-mvd.liaison", lang="en") as client,
        client.get("/schedule/ru-tj-bans") as answer,
    ):
        one = await answer.text()

    assert "Stated by:" in one
    assert "each day; due 06:00" in one
