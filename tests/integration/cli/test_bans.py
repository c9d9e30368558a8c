"""`hub bans`: a list is compared by digests, an act is evaluated, and only the issuer's own revision lifts."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integration.api.test_bans import ACT
from tests.integration.cli.exchange import BAN
from tests.support.hub import make_ban

ISSUER = "by-mvd"
TO = ("--to", "tj-mvd", "--purpose", "entry-control", "--agreement", "cis-2000", "--json")


def submit(hub: Callable[..., Any], config: Path, folder: Path, record: dict[str, Any], kind: str, *more: str) -> Any:
    """Submit a record."""
    path = folder / "record.json"
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return hub("submit", path, "--config", config, "--type", kind, *TO, *more)


def ban(hub: Callable[..., Any], config: Path, folder: Path, ban_id: str, **changes: Any) -> None:
    """Publish a ban of Belarus, or a revision."""
    number = sum(map(ord, ban_id)) + 55_000
    record = {**make_ban(number, issuer=ISSUER), "ban_id": ban_id, "grounds": ["OVERSTAY"], **changes}
    ended = submit(hub, config, folder, record, "entry-ban", "--subject", ban_id)
    assert ended.status == 0, ended


def until(look: Callable[[], Any], wanted: Callable[[Any], bool]) -> Any:
    """Look until what is wanted is there: the worker follows the log a little later."""
    end = time.monotonic() + 20
    while not wanted(found := look()):
        assert time.monotonic() < end, found
        time.sleep(0.1)
    return found


def test_a_list_is_reconciled_and_an_act_evaluated_from_the_command_line(hub, served, tmp_path):
    by, tj = served.config(ISSUER), served.config("tj-mvd")
    for number in range(4):
        ban(hub, by, tmp_path, f"BY-{number}")
    ban(hub, by, tmp_path, "BY-9", grounds=["CONVICTION"])

    def listed() -> list[dict[str, Any]]:
        shown = hub("bans", "list", "--config", tj, "--issuer", ISSUER, "--json")
        return [json.loads(line) for line in shown.out.splitlines()]

    bans = until(listed, lambda found: len(found) == 5)
    assert {each["status"] for each in bans} == {"active"}

    national = [{name: each[name] for name in ("ban_id", "revision", "status")} for each in bans]
    exported = tmp_path / "list.json"
    exported.write_text(json.dumps({"count": 5, "bans": national}))
    same = hub("bans", "compare", "--config", by, "--list", exported)
    assert (same.status, same.out) == (0, "the lists are the same: 5 bans\n")
    exported.write_text(
        json.dumps({"bans": [{**national[0], "revision": 2}, *national[2:], {**national[1], "ban_id": "X"}]})
    )
    differing = hub("bans", "compare", "--config", by, "--list", exported)
    assert differing.status == 1
    assert differing.out.splitlines() == [
        "you lack: BY-1, rev. 1, active",
        "only yours: X, rev. 1, active",
        "differs: BY-0: yours is rev. 2, active; delivered was rev. 1, active",
    ]

    stated = hub("bans", "state", "--config", by)
    assert submit(hub, by, tmp_path, stated.json, "ban-list-state").status == 0
    compared = until(
        lambda: hub("bans", "compare", "--config", tj, "--issuer", ISSUER, "--json"), lambda ended: ended.status == 0
    )
    assert compared.json["equal"] is True

    received = tmp_path / "state.json"
    received.write_text(stated.out)
    answer = hub("bans", "state", "--config", tj, "--issuer", ISSUER, "--list", exported, "--answers", received)
    assert {entry["ban_id"] for part in answer.json["detail"] for entry in part["entries"]} == {
        *("BY-0", "BY-2", "BY-3", "BY-9", "X"),
    }
    assert submit(hub, tj, tmp_path, answer.json, "ban-list-state", *("--to", ISSUER)).status == 1, "not to oneself"
    path = tmp_path / "record.json"
    assert hub("submit", path, "--config", tj, *TO[2:], "--to", ISSUER, "--type", "ban-list-state").status == 0
    assert hub("bans", "state", "--config", tj, "--answers", received).status == 2
    wrong = hub("bans", "state", "--config", tj, "--list", exported, "--answers", exported)
    assert (wrong.status, "list-state-malformed" in wrong.complaint) == (2, True)

    act = {**ACT, "act_id": "BY-A-1", "issuer": ISSUER}
    assert submit(hub, by, tmp_path, act, "amnesty-act", "--subject", "BY-A-1").status == 0
    evaluated = until(lambda: hub("bans", "amnesty", "BY-A-1", "--config", by), lambda ended: ended.status == 0)
    *lines, total = evaluated.out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        *([f"BY-{number}", "eligible"] for number in range(4)),
        ["BY-9", "ineligible"],
    ]
    assert total == "5 in all: eligible 4, ineligible 1"
    foreign = hub("bans", "amnesty", "BY-A-1", "--config", tj)
    assert (foreign.status, "not-found" in foreign.err) == (1, True)

    drafted = hub("bans", "amnesty", "BY-A-1", "--config", by, "--drafts", tmp_path)
    path = tmp_path / "entry-ban-1.jsonl"
    assert f"drafts: 4 in {path}" in drafted.out
    command = drafted.out.partition("to submit them: hub ")[2].splitlines()[0].split()
    assert {each["status"] for each in listed()} == {"active"}, "drafts lift nothing"
    assert hub(*command).status == 0
    lifted = until(listed, lambda found: found[0]["status"] == found[3]["status"] == "lifted")
    assert [each["listed"] for each in lifted] == [False, False, False, False, True]
    again = hub("bans", "amnesty", "BY-A-1", "--config", by, "--drafts", tmp_path)
    assert again.out.splitlines()[-1] == "5 in all: ineligible 5"


def test_what_waits_for_an_answer_is_shown_with_its_term(hub, served, tmp_path):
    by, tj = served.config(ISSUER), served.config("tj-mvd")
    assert hub("bans", "waiting", "--config", served.config("kz-mvd")).out == "nothing waits for an answer\n"
    enquiry = {
        "enquiry_id": "TJ-E-9",
        "requesting_authority": "tj-mvd",
        "issuer": ISSUER,
        "ban_id": "BY-W",
        "questions": ["in_force"],
        "case_number": "17",
        "asked_on": "2026-11-21",
    }
    sent = submit(hub, tj, tmp_path, enquiry, "ban-status-enquiry", "--to", ISSUER, "--subject", "TJ-E-9")
    assert sent.status == 1, "it goes to the issuer alone"
    path = tmp_path / "record.json"
    routing = [each for each in BAN if each not in {"tj-mvd", "entry-ban"}]
    routing[routing.index("--to") + 1 : routing.index("--to") + 1] = [ISSUER]
    routing[routing.index("--type") + 1 : routing.index("--type") + 1] = ["ban-status-enquiry"]
    assert hub("submit", path, "--config", tj, *routing, "--subject", "TJ-E-9").status == 0

    waiting = until(lambda: hub("bans", "waiting", "--config", by), lambda ended: "TJ-E-9" in ended.out)

    assert waiting.out.startswith("ban-enquiry  tj-mvd TJ-E-9: ban BY-W of by-mvd; answer by ")
    assert json.loads(hub("bans", "waiting", "--config", tj, "--json").out)[0]["kind"] == "ban-enquiry"


BAN_OF_LIST = {"ban_id": "A", "revision": 1, "status": "active"}
NO_LISTS = [
    *("{}", "[]", "{"),
    json.dumps({"bans": [BAN_OF_LIST] * 2}),
    *(
        json.dumps({"bans": [{**BAN_OF_LIST, **wrong}]})
        for wrong in ({"ban_id": 1}, {"ban_id": "A\u0000B"}, {"revision": 0}, {"status": "действует"})
    ),
]


@pytest.mark.parametrize("content", NO_LISTS)
def test_a_list_that_is_none_is_named(hub, served, tmp_path, content):
    path = tmp_path / "list.json"
    path.write_text(content)

    ended = hub("bans", "compare", "--config", served.config(ISSUER), "--list", path)

    assert ended.status == 2
    assert "list-malformed" in ended.complaint


def test_a_day_that_is_none_is_refused(hub, served):
    ended = hub("bans", "list", "--config", served.config(ISSUER), "--on", "2026-02-30")

    assert ended.status == 2
