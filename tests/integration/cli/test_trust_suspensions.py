"""Suspensions that were made online, and the list that officers make on a machine without a network."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from keys import keyfile, suspended_list, suspension, trust_folder, trustlist
from keys.suspension import Logged, Reason
from keys.trustlist import KeyStatus, TrustList
from tests.integration.cli.conftest import Run
from tests.integration.cli.test_trust import ORIGIN, code, publish, published, room, sign

__all__ = ["published", "room"]
ONLINE = "online.json"


def now() -> datetime:
    """Return the time in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def kid(room: Path) -> str:
    """The key of tj-mvd."""
    return keyfile.read(room / "tj.pem", None).kid


def suspend(kid: str, signer: str = "officer", **members: object) -> bytes:
    """Return a statement about the key of tj-mvd."""
    given = {"hub": ORIGIN, "participant": "tj-mvd", "kid": kid, "reason": Reason.SUSPECTED, "at": now()}
    return suspension.sign(keyfile.read(Path(f"{signer}.pem"), None), **{**given, **members})  # type: ignore[arg-type]


def bring(*tokens: bytes) -> None:
    """Write what the hub would answer to GET /v1/trust-list."""
    told = dict.fromkeys(("root", "participants", "status"), "") | {"roots": []}
    times = [now().isoformat().replace("+00:00", ".000001Z") for _ in tokens]
    told |= {"suspensions": [token.decode() for token in tokens], "suspended_at": times}  # type: ignore[dict-item]
    Path(ONLINE).write_text(json.dumps(told))


def load(folder: Path) -> TrustList:
    """Load the published list."""
    found = trust_folder.read(folder)
    assert found.status is not None
    return trustlist.load(
        root=found.roots,
        participants=found.participants,
        status=found.status,
        anchor=trustlist.digest(found.roots[0]),
        now=now(),
    )


def make(hub: Run, name: str, *words: str) -> str:
    """Propose, sign and publish a list; return what the proposal said."""
    ended = hub("trust", "propose", "trust", name, *words)
    assert ended.status == 0, ended.err
    sign(hub, name, "officer")
    assert publish(hub, name, "--status-key", "status.pem").status == 0
    return ended.out


def test_a_routine_list_lifts_nothing_and_says_so(hub: Run, published: Path, kid: str):
    token = suspend(kid)
    said = make(hub, "renewal", "--renew-list")
    _, applied = suspended_list.apply(load(published), [Logged(token=token, since=now())])

    assert "This list lifts no suspension that was made online" in said
    assert applied.keys() == {kid}


def test_what_is_brought_is_taken_into_the_list(hub: Run, published: Path, kid: str):
    since = now() - timedelta(days=2)
    tokens = [suspend(kid, reason=Reason.OTHER), suspend(kid, compromised_since=since)]
    bring(*tokens)
    said = make(hub, "renewal", "--suspensions", ONLINE)
    (key,) = load(published).participants["tj-mvd"].keys

    assert "takes in the suspensions" in said
    assert "lifts no suspension" not in said
    assert (key.status, key.reason, key.compromised_since) == (KeyStatus.SUSPENDED, "suspected", since)
    assert list(key.decides) == [suspension.read(token, now()).sha256 for token in tokens]


def test_only_what_is_brought_is_lifted(hub: Run, published: Path, kid: str):
    known, unknown = suspend(kid), suspend(kid, reason=Reason.LOST)
    bring(known)
    said = make(hub, "back", "--suspensions", ONLINE, "--restore", kid)
    listed = load(published)
    statements = [Logged(token=token, since=now()) for token in (known, unknown)]

    assert "LIFTS the suspensions" in said
    assert suspended_list.apply(listed, statements[:1])[1] == {}
    assert suspended_list.apply(listed, statements)[1][kid].token == unknown
    make(hub, "renewal", "--renew-list")
    assert suspended_list.apply(load(published), statements[:1])[1] == {}, "the next list goes on naming it"


def test_a_key_that_was_taken_in_comes_back_with_what_the_list_knows(hub: Run, published: Path, kid: str):
    token = suspend(kid)
    Path(ONLINE).write_bytes(token + b"\n")
    make(hub, "in", "--suspensions", ONLINE)
    make(hub, "out", "--restore", kid)

    assert suspended_list.apply(load(published), [Logged(token=token, since=now())])[1] == {}


def test_what_a_list_decides_about_each_is_shown(hub: Run, published: Path, kid: str):
    bring(suspend(kid, compromised_since=now()))
    show = ["trust", "show", "--suspensions", ONLINE]
    before, russian = hub(*show, "trust"), hub("--language", "ru", *show, "trust").out
    for name, more in (("in", []), ("out", ["--restore", kid])):
        assert hub("trust", "propose", "trust", name, "--suspensions", ONLINE, *more).status == 0
    states = [hub(*show, name, "--json").json["suspensions"][0]["state"] for name in ("trust", "in", "out")]

    assert "COUNTS: the list says nothing of it. To take it in: hub trust propose" in before.out
    assert f"--restore {kid}" in before.out
    assert "подозрение на компрометацию" in russian
    assert states == ["counts", "listed", "lifted"]
    bring()
    assert "the file has none" in hub(*show, "trust").out


def test_a_statement_that_does_not_hold_is_not_taken_in(hub: Run, published: Path, kid: str):
    for token in (suspend(kid, "council"), suspend(kid, participant="kz-mvd"), suspend("x" * 43)):
        bring(token)
        ended = hub("trust", "propose", "trust", "bad", "--suspensions", ONLINE)
        assert (code(ended), Path("bad").exists()) == ("suspension-wrong", False)
    assert hub("trust", "show", "trust", "--suspensions", ONLINE).status != 0
