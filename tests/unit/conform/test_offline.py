"""Files with envelopes are judged as a hub would judge them, with nothing of a hub at hand."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from hub.conform import offline
from hub.conform.messages import break_signature, find_kind
from hub.core import envelope as envelopes
from hub.core import ids
from keys import jws, strict_json
from keys.jwk import PrivateKey
from schemas import files

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
ORIGIN = "mig.example/training"
KEY = PrivateKey.generate()


def token(**changed):
    kind = find_kind("entry-ban")
    record = strict_json.loads((files.ROOT / f"entry-ban/1.0/examples/{kind.example}.json").read_bytes())
    record |= {"ban_id": "KZ-1", "issuer": "kz-mvd", "grounds": ["OVERSTAY"], **changed.pop("record", {})}
    at = changed.pop("sent_at", NOW)
    members = {
        "hub": ORIGIN,
        "message_id": ids.make_message_id(at, secrets.token_bytes(10)),
        "sender": "kz-mvd",
        "to": ["tj-mvd"],
        "sent_at": at,
        "type": "entry-ban",
        "version": "1.0",
        "subject": "KZ-1",
        "agreement": "cis-2000",
        "purpose": "entry-control",
        "record": record,
    }
    return jws.sign(envelopes.format(**{**members, **changed}), KEY, envelopes.TYP)


@pytest.fixture(scope="module")
def judgement():
    return offline.make_judgement("kz-mvd", ORIGIN, KEY, NOW)


def verdict(judgement, raw):
    said = offline.judge_token(raw, "kz-mvd", judgement, NOW)
    return None if said is None else said.en


def test_a_right_envelope_is_accepted_however_old_the_sample_is(judgement):
    assert verdict(judgement, token()) is None
    assert verdict(judgement, token(sent_at=NOW - timedelta(days=60), record={"as_of": "2026-09-01T09:00:00Z"})) is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (break_signature(token()), "signature-invalid"),
        (token(record={"revision": "one"}), "schema-violation"),
        (token(hub="mig.example/production"), "wrong-hub"),
        (token(sender="ru-guvm"), "sender-mismatch"),
        (token(agreement="no-such"), "agreement-unknown"),
        (token(to=["tm-sms"]), "not-allowed"),
        (b"no token at all", "token-malformed"),
    ],
)
def test_what_a_hub_would_refuse_is_refused_with_its_code(judgement, raw, code):
    assert code in verdict(judgement, raw)


def test_a_folder_is_judged_file_by_file_in_the_order_of_names(tmp_path):
    (tmp_path / "b.jws").write_bytes(break_signature(token()))
    (tmp_path / "a.jws").write_bytes(token() + b"\n")
    (tmp_path / "notes.txt").write_text("not looked at")

    results = list(offline.judge(tmp_path, "kz-mvd", ORIGIN, KEY, NOW))

    assert [(one.name, str(one.verdict)) for one in results] == [("a.jws", "held"), ("b.jws", "failed")]


def test_a_folder_without_envelopes_is_said_so(tmp_path):
    with pytest.raises(offline.NoFilesError, match=r"holds no \.jws files"):
        list(offline.judge(tmp_path, "kz-mvd", ORIGIN, KEY, NOW))
