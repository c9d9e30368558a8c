"""`hub schedule`: both sides state the terms, one stops, anybody of them looks."""

import json

TERMS = {
    "sync": "cli-bans",
    "sender": "ru-guvm",
    "recipients": ["tj-molme"],
    "type": "entry-ban",
    "begins_on": "2026-12-01",
    "rhythm": {
        "every": "day", "weekday": None, "open_day": 0, "open_hour": 2,
        "due_day": 0, "due_time": "06:00", "due_working": False,
    },
}  # fmt: skip


def test_one_side_proposes_the_other_agrees_and_one_stops(hub, served, tmp_path):
    path = tmp_path / "terms.json"
    path.write_text(json.dumps(TERMS))
    mine, other, office = (served.config(name) for name in ("ru-guvm", "tj-molme", "cis-ec"))

    def shown() -> dict:
        return next(
            each for each in hub("schedule", "list", "--config", mine, "--json").json if each["sync"] == "cli-bans"
        )

    nothing = hub("schedule", "agree", "cli-bans", "--config", other)
    proposed = hub("schedule", "set", path, "--config", mine)
    between = shown()
    foreign = hub("schedule", "set", path, "--config", office)
    agreed = hub("schedule", "agree", "cli-bans", "--config", other)
    after = shown()
    stopped = hub("schedule", "stop", "cli-bans", "--config", other)
    unknown = hub("schedule", "stop", "no-such", "--config", other)

    assert (nothing.status, proposed.status, foreign.status, agreed.status) == (2, 0, 1, 0)
    assert (between["state"], between["proposed"]["stated_by"]) == ("proposed", ["ru-guvm"])
    assert (after["state"], after["version"], after["proposed"]) == ("in_force", 1, None)
    assert (stopped.status, unknown.status) == (0, 2)
    assert (shown()["state"], shown()["version"]) == ("stopped", 2)
    assert "cli-bans" in hub("schedule", "list", "--config", mine).out


def test_terms_that_make_no_sense_are_told_before_anything_is_sent(hub, served, tmp_path):
    path = tmp_path / "terms.json"
    path.write_text(json.dumps({**TERMS, "rhythm": {**TERMS["rhythm"], "due_time": "01:00"}}))
    ended = hub("schedule", "set", path, "--config", served.config("ru-guvm"))

    assert ended.status == 2
    assert "file-no-schedule" in ended.err
