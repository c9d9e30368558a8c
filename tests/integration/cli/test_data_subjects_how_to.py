"""The commands of the how-to, as they stand there: a request, a correction that reaches everybody, the answer."""

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.support.hub import make_ban
from tests.support.records import example

PAGES = Path(__file__).parents[3] / "docs" / "how-to"
ASKER, KEEPER = "tj-molme", "ru-guvm"
ROUTING = ("--agreement", "cis-2000", "--purpose", "entry-control")


def commands(language: str) -> list[list[str]]:
    """Return the words of every line of the page that begins with `hub`."""
    page = (PAGES / f"data-subjects.{language}.md").read_text(encoding="utf-8")
    return [shlex.split(line) for line in re.findall(r"^ *hub (.*)$", page, flags=re.MULTILINE)]


def write_records(folder: Path, record: dict[str, str], end: str) -> None:
    """Write the files that the page names; references end so that each run has its own."""
    about = {"records": [record]}
    asked = {"request_id": f"TJ-D-2026-0001-{end}", "requesting_authority": ASKER}
    used = {"request_id": f"RU-U-2026-0001-{end}", "requesting_authority": KEEPER}
    for name, value in {
        "request": example("data-subject-request", "erasure", **asked, **about),
        "correction": example("correction-notice", "erase", notice_id=f"RU-C-2026-0001-{end}", **about),
        "answer": example("data-subject-answer", "not-held", **asked),
        "use": example("usage-report-request", "one-record", **used, **about),
    }.items():
        (folder / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_command_of_the_page_does_what_the_page_says(hub, served, tmp_path, monkeypatch, language):
    monkeypatch.chdir(tmp_path)
    end, ban = f"{language}-{tmp_path.name}"[:30], tmp_path / "ban.json"
    ban.write_text(json.dumps({**make_ban(771, issuer=KEEPER), "ban_id": f"RU-{end}"}))
    made = hub("submit", ban, "--config", served.config(KEEPER), "--type", "entry-ban", "--to", ASKER, *ROUTING,
               "--subject", f"RU-{end}", "--json")  # fmt: skip
    assert made.status == 0, made
    leaf = json.loads(made.json["receipt"]["leaf"])
    write_records(tmp_path, {"sender": KEEPER, "id": leaf["id"], "sha256": leaf["sha256"]}, end)
    configs = {name: served.config(name) for name in (ASKER, KEEPER)}
    asked, done = "", []
    for words in commands(language):
        by = configs[ASKER if "request.json" in words else KEEPER]
        given = {"gateway.toml": str(by), "ID": asked}
        ended = hub(*(f"{word}-{end}" if word.endswith("-0001") else given.get(word, word) for word in words),
                    *([] if "--json" in words else ["--json"]))  # fmt: skip
        assert ended.status == 0, ended
        done.append(words[0] if words[0] == "inbox" else words[1])
        asked = ended.json["id"] if "request.json" in words else asked

    assert done == ["request.json", "inbox", "correction.json", "answer.json", "use.json"]
