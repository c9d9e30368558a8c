"""The file of requests that a ceremony takes: read strictly, checked like any request, and no authority by itself."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keys import enrolment_file, instant, strict_json, trust_change, trust_requests
from keys.enrolment import Enrolment
from keys.errors import (
    KeysError,
    SignatureError,
    StatementError,
    TrustChangeHubError,
    TrustChangeListedError,
    TrustChangeUnknownError,
    TrustRequestsError,
)
from keys.trust_change import Draft
from keys.trust_participants import KeyStatus
from keys.trust_requests import KeyRequest, RequestFile, RequestKind
from tests.support.trust import ORIGIN
from tests.unit.keys.test_trust_change import DRAFT, NEW, OLD, request
from tests.unit.keys.trust_publisher import NOW

HOUR = timedelta(hours=1)
PROOF = request("kz-mvd", NEW, by=OLD)
ENROL = KeyRequest(kind=RequestKind.ENROL, participant="kz-mvd", kid=NEW.kid, proof=PROOF)
SUSPEND = KeyRequest(kind=RequestKind.SUSPEND, participant="kz-mvd", kid=OLD.kid, reason="suspected", since=NOW - HOUR)
REVOKE = replace(SUSPEND, kind=RequestKind.REVOKE, reason="replaced", since=None)
RESTORE = KeyRequest(kind=RequestKind.RESTORE, participant="kz-mvd", kid=OLD.kid)


def file(*requests: KeyRequest, hub: str = ORIGIN) -> RequestFile:
    """Return a file of requests."""
    return RequestFile(hub=hub, made_at=NOW, requests=requests)


def apply(*requests: KeyRequest, draft: Draft = DRAFT, hub: str = ORIGIN) -> tuple[Draft, frozenset[str]]:
    """Apply a file to a draft, after a round trip through its bytes."""
    read = trust_requests.parse(trust_requests.format(file(*requests, hub=hub)))
    return trust_requests.apply(draft, read, newcomer=lambda _: None, now=NOW)


def test_a_file_reads_back_as_it_was_written():
    whole = file(ENROL, SUSPEND, REVOKE, RESTORE, replace(ENROL, proof=replace(PROOF, vouched=None)))
    assert trust_requests.parse(trust_requests.format(whole)) == whole


def test_a_new_key_is_listed_by_its_own_proof_and_a_listed_one_changes_as_asked():
    draft, restored = apply(ENROL, SUSPEND)
    assert draft.keys[NEW.kid].enrolment == PROOF
    old = draft.keys[OLD.kid]
    assert (old.status, old.status_at, old.reason) == (KeyStatus.SUSPENDED, NOW, "suspected")
    assert old.compromised_since == NOW - HOUR
    assert restored == frozenset()
    assert apply(REVOKE)[0].keys[OLD.kid].status is KeyStatus.REVOKED


def test_a_key_vouches_for_its_successor_even_if_its_revocation_was_asked_first():
    assert apply(REVOKE, ENROL) == apply(ENROL, REVOKE)


def test_what_is_to_be_restored_is_left_to_who_knows_of_suspensions_made_online():
    assert apply(RESTORE) == (DRAFT, frozenset({OLD.kid}))


def test_nothing_in_a_file_gets_around_the_checks_of_a_request():
    stolen = request("kz-mvd", NEW)
    broken = Enrolment(statement=stolen.statement[:-4] + b"AAAA")
    with pytest.raises(SignatureError):
        apply(replace(ENROL, proof=broken))
    with pytest.raises(TrustChangeHubError):
        apply(ENROL, hub="other.example/test")
    with pytest.raises(TrustChangeListedError):
        apply(ENROL, ENROL)
    with pytest.raises(TrustRequestsError):
        apply(replace(ENROL, participant="tj-mvd"))
    with pytest.raises(TrustRequestsError):
        apply(replace(ENROL, kid=OLD.kid))


@pytest.mark.parametrize("change", [{"participant": "tj-mvd"}, {"kid": NEW.kid}])
def test_a_change_names_a_key_that_its_participant_has(change: dict[str, str]):
    with pytest.raises(TrustChangeUnknownError):
        apply(replace(SUSPEND, **change))


def as_json(*requests: KeyRequest) -> dict[str, Any]:
    """Return the value of a file."""
    value = strict_json.loads(trust_requests.format(file(*requests)))
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize(
    ("request_", "changes"),
    [
        (ENROL, {"kind": "delete"}),
        (ENROL, {"statement": 1}),
        (ENROL, {"vouched": "ключ"}),
        (ENROL, {"more": 1}),
        (ENROL, {"kid": "short"}),
        (ENROL, {"participant": ""}),
        (SUSPEND, {"reason": None}),
        (SUSPEND, {"since": "yesterday"}),
        (SUSPEND, {"since": instant.format(NOW + HOUR)}),
        (SUSPEND, {"since": 5}),
        (RESTORE, {"reason": "found"}),
    ],
)
def test_a_request_of_another_form_is_refused_with_its_place(request_: KeyRequest, changes: dict[str, object]):
    value = as_json(RESTORE, request_)
    value["requests"][1] |= changes
    with pytest.raises(TrustRequestsError) as refused:
        trust_requests.parse(strict_json.dumps(value))
    assert str(refused.value.facts["place"]).startswith("requests/1")


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "else"},
        {"requests": []},
        {"requests": [{}] * (trust_requests.MOST + 1)},
        {"requests": ["x"]},
        {"made_at": "now"},
        {"hub": 7},
        {"more": 1},
    ],
)
def test_a_file_of_another_form_is_refused(changes: dict[str, object]):
    with pytest.raises(TrustRequestsError):
        trust_requests.parse(strict_json.dumps({**as_json(ENROL), **changes}))


@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_a_file_is_read_or_refused(raw: bytes):
    with pytest.raises(TrustRequestsError):
        trust_requests.parse(raw)


def test_a_file_of_one_request_reads_back():
    for proof in (PROOF, replace(PROOF, vouched=None)):
        assert enrolment_file.read(strict_json.loads(enrolment_file.format(proof))) == proof


JSON = st.recursive(st.none() | st.booleans() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3))


@given(st.dictionaries(st.sampled_from(["statement", "vouched", "more"]), JSON, max_size=3) | JSON)
def test_any_other_value_is_no_request(value: object):
    try:
        proof = enrolment_file.read(value)
    except StatementError:
        return
    assert enrolment_file.members(proof) == value
    with pytest.raises(KeysError):
        trust_change.enrol(DRAFT, proof, lambda _: None)
