"""`hub load` against a real hub: long lists, refused lines, and going on from where it stopped."""

import json
from pathlib import Path
from typing import Any

import pytest

from hub.cli.load import actions
from hub.client.client import HubClient
from hub.client.errors import RetryLaterError
from hub.core import envelope as envelopes
from keys import jws
from schemas import figures
from tests.integration.cli.exchange import BAN, arrived, closed_port
from tests.support.hub import make_ban

ROUTING = BAN
FIRST = 700_000


def write(path: Path, numbers: range, **changes: Any) -> Path:
    """Write a list of bans of Kazakhstan."""
    lines = [json.dumps({**make_ban(number, issuer="kz-mvd"), **changes}, ensure_ascii=False) for number in numbers]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def load(hub: Any, served: Any, path: Path, *options: object) -> Any:
    """Load a list."""
    return hub("load", path, "--config", served.config("kz-mvd"), *ROUTING, *options)


def test_a_list_is_submitted_in_batches_and_counted(hub, served, tmp_path):
    path = write(tmp_path / "list", range(FIRST, FIRST + 25))

    ended = load(hub, served, path, "--batch", 10, "--json")

    assert (ended.status, ended.json["accepted"], ended.json["refused"], ended.json["lines"]) == (0, 25, 0, 25)
    assert len(arrived(hub, served.config("tj-mvd"), "urgent", f"TEST-{FIRST + 24:08d}")) == 1


def test_lines_that_are_refused_are_named_and_the_others_accepted(hub, served, tmp_path):
    path = write(tmp_path / "list", range(FIRST + 100, FIRST + 103))
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[1].replace("OVERSTAY", "XX-1"), lines[2]]))

    ended = load(hub, served, path)

    assert ended.status == 1
    assert ended.err.strip() == "line 2: refused [schema-violation] /record/grounds/0"
    assert ended.out.startswith("accepted 2, refused 1; ")


def test_small_asylum_figures_of_a_list_are_blurred_before_they_are_signed(hub, served, tmp_path, monkeypatch):
    part = {"indicator": "ASY.APP", "dims": {"citizenship": "AFG"}, "value": 2, "qualifier": "exact"}
    part |= {"unit": "persons", "status": "final"}
    summary = {**figures.load()["tj-2020-h1"], "revision": 77, "observations": [part]}
    path, sent = tmp_path / "list", list[bytes]()
    path.write_text(json.dumps(summary, ensure_ascii=False) + "\n{}\n", encoding="utf-8")
    submit = HubClient.submit_lines

    async def keep(client, batch):
        sent.extend(batch)
        return await submit(client, batch)

    monkeypatch.setattr(HubClient, "submit_lines", keep)
    routing = ("--type", "situation-summary", "--to", "@council")
    routing += ("--purpose", "council-statistics", "--agreement", "cis-2007")

    ended = hub("load", path, *routing, "--config", served.config("tj-molme"), "--json")

    signed = [envelopes.parse(jws.read(token, envelopes.TYP).payload, token).record for token in sent]
    (shown,) = signed[0]["observations"]
    assert (shown["value"], shown["qualifier"]) == (5, "under")
    assert (ended.json["accepted"], ended.json["refused"], signed[1]) == (1, 1, {}), ended


def test_a_line_that_is_no_record_ends_the_load_and_names_the_line(hub, served, tmp_path):
    path = write(tmp_path / "list", range(FIRST + 200, FIRST + 202))
    path.write_text(path.read_text() + "[]\n")

    ended = load(hub, served, path, "--batch", 2, "--progress", tmp_path / "done")

    assert (ended.status, ended.complaint.startswith("hub: Line 3: a JSON object is needed.")) == (2, True)
    assert json.loads((tmp_path / "done").read_text()) == {"lines": 2, "accepted": 2, "refused": 0}


def test_a_load_goes_on_where_it_stopped_and_sends_a_batch_in_doubt_byte_for_byte(hub, served, tmp_path, monkeypatch):
    path, done = write(tmp_path / "list", range(FIRST + 300, FIRST + 306)), tmp_path / "done"
    submit, sent = HubClient.submit_lines, list[tuple[bytes, ...]]()

    async def lose_the_second_answer(client, batch):
        sent.append(tuple(batch))
        answer = await submit(client, batch)
        if len(sent) >= 2:
            raise RetryLaterError("lost on the way back")
        return answer

    monkeypatch.setattr(HubClient, "submit_lines", lose_the_second_answer)
    monkeypatch.setattr(actions, "PATIENCE", 0.0)
    monkeypatch.setattr(actions, "PAUSE", 0.01)
    stopped = load(hub, served, path, "--batch", 2, "--progress", done)
    in_doubt = sent[1]
    monkeypatch.undo()

    assert stopped.status == 75
    assert json.loads(done.read_text())["lines"] == 2
    assert tuple((tmp_path / "done.batch").read_bytes().splitlines()) == in_doubt
    ended = load(hub, served, path, "--batch", 2, "--progress", done, "--json")

    assert (ended.status, ended.json["accepted"], ended.json["lines"]) == (0, 6, 6)
    assert not (tmp_path / "done.batch").exists()
    for number in range(FIRST + 300, FIRST + 306):
        assert len(arrived(hub, served.config("tj-mvd"), "urgent", f"TEST-{number:08d}")) == 1


@pytest.mark.parametrize("content", ["{", "[]", '{"rows": 1}', '{"lines": 1, "lines": 2}'])
def test_a_progress_file_that_is_damaged_stops_the_load(hub, served, tmp_path, content):
    done = tmp_path / "done"
    done.write_text(content)

    ended = load(hub, served, write(tmp_path / "list", range(1)), "--progress", done)

    assert (ended.status, "progress-damaged" in ended.complaint) == (2, True)


def test_a_hub_that_is_not_there_is_waited_for_and_then_said(hub, served, tmp_path, monkeypatch):
    monkeypatch.setattr(actions, "PATIENCE", 0.0)
    monkeypatch.setattr(actions, "PAUSE", 0.01)
    config = served.config("kz-mvd", url=closed_port())

    ended = hub("load", write(tmp_path / "list", range(1)), "--config", config, *ROUTING)

    assert ended.status == 75
    assert hub("load", tmp_path / "none", "--config", config, *ROUTING).status == 2
