"""`hub keys suspend`: by the participant, by an officer, and by a file that is carried to the hub."""

import json

import pytest

from hub.cli.command import Exit
from hub.core.leaf import ActLeaf
from hub.core.receipt import leaves
from keys import base64url, keyfile
from tests.integration.cli.exchange import answering, closed_port, write_ban


@pytest.fixture
def served(own_hub):
    """Suspended keys stay suspended."""
    return own_hub


@pytest.fixture
def officer(served, tmp_path):
    """The key file of an officer."""
    keyfile.write(tmp_path / "officer.pem", served.site.trust.authority.officers["officer-2"], None)
    return tmp_path / "officer.pem"


@pytest.fixture
def about(served):
    """What names the hub, and the key of kg-migration."""
    kid = served.site.trust.keys["kg-migration"].kid
    return (
        kid,
        "--participant",
        "kg-migration",
        "--origin",
        served.site.trust.list.hub,
        "--reason",
        "stolen",
        "--compromised-since",
        "unknown",
    )


def test_a_participant_suspends_its_own_key_and_sends_nothing_more_by_it(hub, served, tmp_path):
    by = served.config("by-mvd")
    suspended = hub("keys", "suspend", served.site.trust.keys["by-mvd"].kid, "--config", by, "--json")
    leaf = leaves.parse(suspended.json["leaf"].encode())
    ban = write_ban(tmp_path, issuer="by-mvd")
    sent = hub(
        "submit", ban, "--config", by, "--type", "entry-ban", "--to", "tj-mvd",
        "--purpose", "entry-control", "--agreement", "cis-2000", "--subject", ban.stem, "--json",
    )  # fmt: skip

    again = hub("keys", "suspend", served.site.trust.keys["by-mvd"].kid, "--config", by, "--reason", "replaced")
    foreign = hub("keys", "suspend", served.site.trust.keys["kg-migration"].kid, "--config", by)
    assert "[statement-signer-out]" in again.err
    assert "[statement-foreign-key]" in foreign.err

    assert suspended.status == Exit.DONE
    assert isinstance(leaf, ActLeaf)
    assert (leaf.act, leaf.subject, leaf.at) == ("suspension", "by-mvd", suspended.json["at"])
    assert (sent.status, sent.json["code"]) == (Exit.REFUSED, "key-suspended")


def test_an_officers_statement_is_carried_to_the_hub_and_again_changes_nothing(hub, served, officer, about, tmp_path):
    path = tmp_path / "statement.jws"
    written = hub(
        "keys", "suspend", *about, "--key", officer, "--output", path, "--compromised-since", "2026-01-01T00:00:00Z"
    )
    sent = [hub("keys", "send", path, "--url", served.url) for _ in range(2)]
    straight = hub("keys", "suspend", *about, "--key", officer, "--url", served.url)

    again = hub("keys", "suspend", *about, "--key", officer, "--output", path)

    assert written.status == Exit.DONE
    assert f"hub keys send {path} --url URL" in written.out
    assert (again.status, "[file-exists]" in again.err) == (Exit.WRONG_USE, True)
    assert [(each.status, each.err) for each in sent] == [(Exit.DONE, "")] * 2
    assert sent[0].out == sent[1].out
    assert "in the log" in sent[0].out
    assert straight.status == Exit.DONE


def test_what_the_hub_refuses_is_said(hub, served, tmp_path, about):
    keyfile.write(tmp_path / "kz.pem", served.site.trust.keys["kz-mvd"], None)
    refused = hub("keys", "suspend", *about, "--key", tmp_path / "kz.pem", "--url", served.url)

    assert refused.status == Exit.REFUSED
    assert "[statement-signer]" in refused.err


def test_in_doubt_the_same_bytes_are_left_in_a_file(hub, officer, about, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok") as url:
        doubtful = hub("keys", "suspend", *about, "--key", officer, "--url", url)
    path = tmp_path / f"suspension-{about[0][:8]}.jws"

    assert doubtful.status == Exit.LATER
    assert f"hub keys send {path.name} --url {url}" in doubtful.err
    assert path.read_bytes().count(b".") == 2


def test_a_hub_that_is_not_there_is_said(hub, officer, about):
    assert hub("keys", "suspend", *about, "--key", officer, "--url", closed_port()).status == Exit.LATER


@pytest.mark.parametrize(
    "left_out",
    [("--key", "K"), ("--url", "U"), ("--participant", "kg-migration"), ("--origin", "O")],
)
def test_without_a_configuration_everything_has_to_be_said(hub, served, officer, left_out):
    given = {
        "--key": officer,
        "--url": served.url,
        "--participant": "kg-migration",
        "--origin": served.site.trust.list.hub,
    }
    arguments = [word for name, value in given.items() if name != left_out[0] for word in (name, value)]
    ended = hub("keys", "suspend", "A" * 43, *arguments)

    assert ended.status == Exit.WRONG_USE
    assert left_out[0] in ended.err


@pytest.mark.parametrize("kid", ["-" + "h" * 42, "-json" + "_" * 38, "--" + "A" * 41])
def test_a_thumbprint_is_taken_whatever_it_begins_with(hub, served, tmp_path, kid):
    by = served.config("kz-mvd")
    for number, words in enumerate((("suspend", kid, "--config", by), ("suspend", "--config", by, kid))):
        path = tmp_path / f"{number}.jws"
        assert hub("keys", *words, "--output", path).status == Exit.DONE
        (_, payload, _) = path.read_bytes().split(b".")
        assert json.loads(base64url.decode(payload))["kid"] == kid
    unknown = hub("keys", "withdraw", kid, "--config", by)
    assert unknown.err
    assert "[arguments-wrong]" not in unknown.err


def test_a_word_that_is_no_thumbprint_is_refused(hub, about):
    ended = hub("keys", "suspend", "tj-mvd", *about[1:])

    assert (ended.status, "thumbprint" in ended.err) == (Exit.WRONG_USE, True)


def test_a_time_and_a_reason_have_one_form(hub, officer, about):
    for option, value in (("--compromised-since", "yesterday"), ("--reason", "because")):
        ended = hub("keys", "suspend", *about, "--key", officer, "--output", "-", option, value)
        assert ended.status == Exit.WRONG_USE


def test_a_reason_by_which_others_may_have_the_key_needs_a_time_or_the_word_that_nobody_knows_it(
    hub, served, officer, tmp_path
):
    named = (served.site.trust.keys["kg-migration"].kid, "--participant", "kg-migration", "--origin", "mig.example/x")
    for reason in ("lost", "stolen", "suspected"):
        path = tmp_path / f"{reason}.jws"
        asked = ("keys", "suspend", *named, "--key", officer, "--output", path, "--reason", reason)
        refused = hub(*asked)
        assert (refused.status, "--compromised-since" in refused.err, path.exists()) == (Exit.WRONG_USE, True, False)
        assert hub(*asked, "--compromised-since", "unknown").status == Exit.DONE
        (_, payload, _) = path.read_bytes().split(b".")
        assert json.loads(base64url.decode(payload))["compromised_since"] is None


def test_a_statement_is_sent_to_somewhere(hub, tmp_path):
    (tmp_path / "x").write_text(json.dumps({}))

    assert hub("keys", "send", tmp_path / "x").status == Exit.WRONG_USE


def test_held_messages_are_listed_and_a_release_of_none_is_refused(hub, served, officer, tmp_path):
    by = served.config("kz-mvd")
    assert hub("keys", "held", "--config", by).out.strip() == "nothing is held"
    assert hub("keys", "held", "--config", by, "--json").json == {"messages": []}
    message = "01930000-0000-7000-8000-000000000004"
    about = ("--message", message, "--participant", "kz-mvd", "--origin", served.site.trust.list.hub, "--key", officer)
    written = hub("keys", "release", *about, "--output", tmp_path / "release.jws")
    refused = hub("keys", "send", tmp_path / "release.jws", "--url", served.url)

    assert written.status == Exit.DONE
    assert (refused.status, "[nothing-held]" in refused.err) == (Exit.REFUSED, True)
    assert hub("keys", "release", *about[2:]).status == Exit.WRONG_USE
