"""`hub requests`: what was asked about data, and who has not answered yet."""

import json
import time

from tests.support.records import example

ASKER, KEEPER = "tj-molme", "ru-guvm"
ROUTING = ("--agreement", "cis-2000", "--purpose", "entry-control", "--to")


def send(hub, served, path, ways, record, *, reply_to=None):
    sender, to, kind = ways
    path.write_text(json.dumps(record), encoding="utf-8")
    more = ("--subject", record["request_id"], *(() if reply_to is None else ("--reply-to", reply_to)))
    config = served.config(sender)
    ended = hub("submit", path, "--type", kind, *ROUTING, to, *more, "--config", config, "--json")
    assert ended.status == 0, ended
    return json.loads(ended.json["receipt"]["leaf"])["id"]


def test_a_request_is_listed_until_everybody_has_answered(hub, served, tmp_path):
    number = f"TJ-D-2026-{tmp_path.name}"[:40]
    listed = ("requests", "--config", served.config(ASKER))
    asked = example("data-subject-request", "access", request_id=number, requesting_authority=ASKER)
    request = send(hub, served, tmp_path / "asked.json", (ASKER, KEEPER, "data-subject-request"), asked)
    (row,) = until(lambda: [each for each in hub(*listed, "--waiting", "--json").json if each["subject"] == number])
    told = hub(*listed)
    answer = example("data-subject-answer", "not-held", request_id=number, requesting_authority=ASKER)
    ways = (KEEPER, ASKER, "data-subject-answer")
    send(hub, served, tmp_path / "answer.json", ways, answer, reply_to=request)
    until(lambda: number not in hub(*listed, "--waiting").out)

    assert (row["kind"], row["id"], row["asked"], row["waits_for"]) == ("request", request, [KEEPER], [KEEPER])
    assert f"{number}  request of a data subject  {request}  waits for: {KEEPER}" in told.out.splitlines()
    assert f"{number}  request of a data subject  {request}  all have answered" in hub(*listed).out.splitlines()


def test_nothing_asked_is_said_in_words(hub, served):
    assert hub("requests", "--config", served.config("by-mvd")).out == "no requests and no corrections\n"


def until(found):
    """Wait until the hub's readers have followed."""
    end = time.monotonic() + 20
    while not (value := found()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return value
