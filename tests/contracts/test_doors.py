"""Every kind of token and document at every door: only its own opens, each refusal has a stable code, nothing is kept.

    kinds    what travels, a right sample of each                       tests/support/kinds.py, and `kinds` below
    doors    whatever takes bytes from others, and which kinds it takes   `OFFLINE`, `DOORS`

Whoever adds a kind or a door adds a line here; the matrix of both is made from these lists.
"""

import base64
import importlib.util
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest

from hub.api.serve import listening
from hub.client.answers import Delivered
from hub.core import evidence, verification
from hub.core import leaf as leaves
from hub.core import receipt as receipts
from hub.core import witness as witnesses
from hub.core.errors import HubError
from hub.embedded.cluster import Cluster
from hub.sdk.errors import UnacceptableError
from hub.sdk.verification import Proven, accept
from hub.workflows.log.release_log import release_rest
from keys import (
    access,
    approval,
    calendar_change,
    consent,
    delegation,
    enrolment,
    jwk,
    keyfile,
    keyring_file,
    master_key,
    note,
    note_key,
    outage,
    release,
    sealed,
    statement,
    strict_json,
    suspension,
    sync_plan,
    sync_run,
    trust_folder,
    trust_offline,
    trust_participants,
    trust_proposal,
    trust_root,
    trust_status,
    trustlist,
)
from keys.errors import KeysError
from keys.jwk import PrivateKey
from schemas import catalogue
from tests.contracts import error_sources
from tests.integration.api.callers import JOSE, LINES, Answer, Api
from tests.integration.hubs import MEMBERS, ORIGIN, Hub, count_rows, open_hub
from tests.support import database
from tests.support.hub import make_site, now
from tests.support.kinds import OPENER, SENDER, Maker, make_kinds

PRODUCTION, TRAINING = ORIGIN, f"{ORIGIN.partition('/')[0]}/training"
STABLE = {said.code for said in error_sources.read("hub", "keys", "schemas")} | {"trust-list-expired"}


@dataclass(frozen=True, kw_only=True)
class Site:
    """A hub with something in it, and a right sample of each kind."""

    hub: Hub
    api: Api
    kinds: Mapping[str, bytes]
    envelope: bytes
    receipt: receipts.Receipt


@pytest.fixture(scope="module")
async def site(migrated_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A hub in the environment `test`, which here stands for production, with one accepted and answered message."""
    folder = make_site(tmp_path_factory.mktemp("doors"), MEMBERS, origin=PRODUCTION)
    async with (
        database.clone(migrated_cluster, "doors") as dsn,
        open_hub(folder, dsn) as hub,
        listening(hub.process) as url,
        aiohttp.ClientSession() as session,
    ):
        api = Api(url=url, trust=hub.trust, session=session)
        envelope = hub.ban(sender=SENDER, to=["tj-molme"])
        answer = await hub.submit(envelope)
        await hub.submit(hub.said("tj-molme", "processed", answer.receipt))
        await release_rest(hub.exchange)
        kinds = make_kinds(hub.trust, now=now()) | await make_live_kinds(hub, api, answer.receipt)
        yield Site(hub=hub, api=api, kinds=kinds, envelope=envelope, receipt=answer.receipt)


async def make_live_kinds(hub: Hub, api: Api, receipt: receipts.Receipt) -> dict[str, bytes]:
    """Return the kinds that only a running hub makes."""
    leaf = leaves.parse(receipt.leaf)
    assert isinstance(leaf, leaves.MessageLeaf)
    bundle = await api.get(f"/v1/messages/{leaf.id}/evidence?from={SENDER}", SENDER)
    trust_list = await api.get("/v1/trust-list")
    record = {"status": "processed", "messages": [], "sender": SENDER}
    trainer = Maker(trust=hub.trust, now=now())
    assert (bundle.status, trust_list.status) == (200, 200)
    return {
        "receipt record": strict_json.dumps(record),
        "accepted receipt": receipts.format(receipt),
        "leaf": receipt.leaf,
        "released checkpoint": receipt.checkpoint,
        "evidence bundle": bundle.body,
        "trust list": trust_list.body,
        "training envelope": trainer.envelope(hub=TRAINING),
        "verifier key": note.verifier_key(PRODUCTION, hub.trust.log).format().encode(),
        "proposed root": note.parse(hub.trust.documents["root"]).text,
        "proposed participants": note.parse(hub.trust.documents["participants"]).text,
        "keyring": (hub.site.folder / "keyring" / keyring_file.FILE).read_bytes(),
        "master key": (hub.site.folder / "master.key").read_bytes(),
    }


# -------------------------------------------------- doors that need no network


def verify_access(site: Site, raw: bytes) -> object:
    """Read an access token as the hub does."""
    trust = site.hub.trust.list
    return access.verify(raw, lambda kid: trust.signing_key(kid, now()).public, audience=trust.hub, now=now())


def load_with(document: str) -> "Offline":
    """Return the door for one document of the trust list."""

    def load(site: Site, raw: bytes) -> object:
        documents = {**site.hub.trust.documents, document: raw}
        return trustlist.load(**documents, anchor=site.hub.trust.anchor, now=now())

    return load


def verify_evidence(site: Site, raw: bytes) -> object:
    """Verify a bundle as `hub verify` does."""
    steps = verification.verify(evidence.parse(raw), site.hub.trust.anchor)
    if steps[-1].error is not None:
        raise steps[-1].error
    return steps


def take_at_gateway(site: Site, raw: bytes) -> object:
    """Accept what the log vouches for, as a gateway does: the leaf says that these bytes are the message."""
    leaf = leaves.parse(site.receipt.leaf)
    assert isinstance(leaf, leaves.MessageLeaf)
    vouched = msgspec.structs.replace(leaf, sha256=sha256(raw).hexdigest())
    item = Delivered(number=1, index=0, envelope=raw, leaf=site.receipt.leaf, proof=())
    return accept(Proven(item=item, leaf=vouched, at=now()), site.hub.trust.list, catalogue.load())


def parse_json(raw: bytes) -> dict[str, Any]:
    """Return a JSON object."""
    value = strict_json.loads(raw)
    if not isinstance(value, dict):
        raise KeysError
    return value


def open_log_note(site: Site, raw: bytes) -> object:
    """Open a checkpoint of the hub's log."""
    return receipts.open_checkpoint(raw, site.hub.trust.list.log_verifier)


def read_published(document: str) -> "Offline":
    """Return the door for one file of a published folder, as `hub trust verify` and a starting hub read it."""

    def read(site: Site, raw: bytes) -> object:
        with tempfile.TemporaryDirectory() as name:
            for kind, content in {**site.hub.trust.documents, document: raw}.items():
                (Path(name) / trust_folder.NAMES[kind]).write_bytes(content)
            published = trust_folder.read(Path(name))
            found = trust_offline.read(published, site.hub.trust.anchor)
            trust_offline.check_fresh(found, now())
            return found

    return read


def read_proposed(document: str) -> "Offline":
    """Return the door for one text of a proposal, as `hub trust sign` reads it."""

    def read(site: Site, raw: bytes) -> object:
        texts = {kind: note.parse(site.hub.trust.documents[kind]).text for kind in ("root", "participants")}
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "proposal"
            trust_proposal.write(folder, {**texts, document: raw}, None)
            return trust_proposal.read(folder).root

    return read


def read_signatures(site: Site, raw: bytes) -> object:
    """Read what somebody says is a signature under a proposed root, as `hub trust publish` does."""
    texts = {kind: note.parse(site.hub.trust.documents[kind]).text for kind in ("root", "participants")}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "proposal"
        trust_proposal.write(folder, texts, None)
        (folder / "root.somebody.note").write_bytes(raw)
        return trust_proposal.needs(trust_proposal.read(folder))


def as_secret_file(name: str, read: Callable[[Path], object]) -> "Offline":
    """Return the door for a file of the hub's own with this name."""

    def open_file(_: Site, raw: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(raw)
            path.chmod(0o600)
            return read(path)

    return open_file


Offline = Callable[[Site, bytes], object]
# door -> what it does, the kinds that it takes
OFFLINE: Mapping[str, tuple[Offline, frozenset[str]]] = {
    "access": (verify_access, frozenset({"access token"})),
    **{f"trust list: {name}": (load_with(name), frozenset({name})) for name in ("root", "participants", "status")},
    "root text": (lambda _, raw: trust_root.parse(note.parse(raw).text), frozenset({"root"})),
    "participants text": (lambda _, raw: trust_participants.parse(note.parse(raw).text), frozenset({"participants"})),
    "status text": (lambda _, raw: trust_status.parse(note.parse(raw).text), frozenset({"status"})),
    "evidence": (verify_evidence, frozenset({"evidence bundle"})),
    "gateway inbound": (take_at_gateway, frozenset({"accepted envelope"})),
    "accepted receipt": (lambda _, raw: receipts.parse(raw), frozenset({"accepted receipt"})),
    "leaf": (lambda _, raw: leaves.parse(raw), frozenset({"leaf"})),
    "checkpoint": (open_log_note, frozenset({"checkpoint", "cosigned checkpoint", "released checkpoint"})),
    "cosigned note": (
        lambda site, raw: witnesses.check(raw, site.hub.trust.list),
        frozenset({"checkpoint", "cosigned checkpoint", "released checkpoint"}),
    ),
    "delegation": (lambda _, raw: delegation.read(raw), frozenset({"delegation"})),
    "approval": (lambda _, raw: approval.read(raw), frozenset({"approval"})),
    "calendar": (lambda _, raw: calendar_change.read(raw), frozenset({"calendar"})),
    "outage": (lambda _, raw: outage.read(raw), frozenset({"outage"})),
    "schedule": (lambda _, raw: sync_plan.read(raw), frozenset({"schedule"})),
    "sync": (lambda _, raw: sync_run.read(raw), frozenset({"sync"})),
    "consent": (lambda _, raw: consent.read(raw), frozenset({"consent"})),
    "suspension": (lambda site, raw: suspension.verify(raw, site.hub.trust.list, now()), frozenset({"suspension"})),
    "release": (lambda site, raw: release.verify(raw, site.hub.trust.list, now()), frozenset({"release"})),
    "enrolment": (lambda _, raw: enrolment.read(raw), frozenset({"enrolment"})),
    "sealed part": (
        lambda _, raw: sealed.open(raw, [OPENER], context=sealed.read(raw).context),
        frozenset({"sealed part"}),
    ),
    "public key": (lambda _, raw: jwk.parse(parse_json(raw)), frozenset({"public key"})),
    "verifier key": (
        lambda _, raw: note_key.VerifierKey.parse(raw.decode("latin-1")),
        frozenset({"verifier key"}),
    ),
    **{f"published {name}": (read_published(name), frozenset({name})) for name in ("root", "participants")},
    **{f"proposed {name}": (read_proposed(name), frozenset({f"proposed {name}"})) for name in ("root", "participants")},
    "signature under a proposed root": (read_signatures, frozenset({"root"})),
    "keyring": (
        as_secret_file(keyring_file.FILE, lambda path: keyring_file.read(path.parent)),
        frozenset({"keyring"}),
    ),
    "master key": (as_secret_file("master.key", master_key.read), frozenset({"master key"})),
    "key file": (lambda _, raw: keyfile.parse(raw, None, PrivateKey, place="-"), frozenset({"key file"})),
}


@pytest.mark.parametrize("door", OFFLINE)
async def test_a_door_without_a_network_takes_its_own_kind_alone(site: Site, door: str):
    take, right = OFFLINE[door]
    kinds = {**site.kinds, "accepted envelope": site.envelope}
    found = {}
    for kind, raw in kinds.items():
        try:
            take(site, raw)
        except (KeysError, HubError, UnacceptableError) as refused:
            found[kind] = refused.code
        else:
            found[kind] = "taken"

    assert {kind for kind, code in found.items() if code == "taken"} == right & kinds.keys()
    assert {kind: code for kind, code in found.items() if kind not in right and code not in STABLE} == {}


async def test_the_independent_checker_proves_a_bundle_and_nothing_else(site: Site):
    """It has no codes: status 0 is proof, 1 is none; it never dies of what it is given."""
    spec = importlib.util.spec_from_file_location(
        "check_evidence", error_sources.ROOT / "docs/reference/check_evidence.py"
    )
    assert spec is not None
    assert spec.loader is not None
    checker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(checker)

    found = {kind: checker.check(raw, site.hub.trust.anchor, say=lambda _: None) for kind, raw in site.kinds.items()}

    assert {kind for kind, status in found.items() if status != 1} == {"evidence bundle"}
    assert found["evidence bundle"] == 0


async def test_a_gateway_takes_a_message_only_as_what_the_log_says_it_is(site: Site):
    """Even a right envelope, of this hub and signed by its sender, is none of another leaf."""
    with pytest.raises(UnacceptableError) as caught:
        take_at_gateway(site, site.kinds["envelope"])

    assert caught.value.code == "leaf-mismatch"


# ------------------------------------------------------------ doors of the hub


async def submit(site: Site, raw: bytes) -> Answer:
    """Submit one envelope."""
    return await site.api.post(raw, JOSE)


async def submit_lines(site: Site, raw: bytes) -> Answer:
    """Submit by lines; what has several is several."""
    return await site.api.post(raw, LINES)


async def state(site: Site, raw: bytes) -> Answer:
    """Bring a statement."""
    return await site.api.call("POST", "/v1/statements", data=raw, headers={"Content-Type": JOSE})


async def cosign(site: Site, raw: bytes) -> Answer:
    """Bring a cosigned checkpoint, as a participant."""
    token = site.api.token(SENDER)
    headers = {"Content-Type": "text/plain", "Authorization": f"Bearer {token}"}
    return await site.api.call("POST", "/log/cosignatures", data=raw, headers=headers)


async def read(site: Site, raw: bytes) -> Answer:
    """Show something as access token: as it is where a header can hold it, else in base64url."""
    shown = raw.decode("latin-1")
    if re.search(r"[^\x20-\x7e]", shown):
        shown = base64.urlsafe_b64encode(raw).decode()
    return await site.api.get("/v1/inbox/urgent", headers={"Authorization": f"Bearer {shown[:7000]}"})


Door = Callable[[Site, bytes], Awaitable[Answer]]
DOORS: Mapping[str, tuple[Door, frozenset[str]]] = {
    "POST /v1/messages": (submit, frozenset({"envelope"})),
    "POST /v1/messages by lines": (submit_lines, frozenset({"envelope"})),
    "POST /v1/statements": (
        state,
        frozenset(
            {"delegation", "approval", "suspension", "release", "consent", "calendar", "outage", "schedule", "sync"}
        ),
    ),
    "POST /log/cosignatures": (cosign, frozenset()),
    "Authorization": (read, frozenset({"access token"})),
}


def codes_of(answer: Answer) -> set[str]:
    """Return the codes of a refusal; of all lines, where there are several."""
    if answer.status != 202:
        return {answer.code}
    return {result["problem"]["code"] if "problem" in result else "taken" for result in answer.json["results"]}


@pytest.mark.parametrize("door", DOORS)
async def test_a_door_of_the_hub_refuses_every_other_kind_and_keeps_nothing(site: Site, door: str):
    take, right = DOORS[door]
    before = await count_rows(site.hub.dsn)

    found = {kind: codes_of(await take(site, raw)) for kind, raw in site.kinds.items() if kind not in right}

    assert {kind: codes for kind, codes in found.items() if not codes or codes - STABLE} == {}
    assert await count_rows(site.hub.dsn) == before
    assert not site.hub.exchange.stopped


async def test_each_kind_opens_its_own_door(site: Site):
    """Last, as it leaves something behind: a sample that no door would take proves nothing."""
    make = Maker(trust=site.hub.trust, now=now())

    assert (await submit(site, make.envelope())).status == 202
    assert codes_of(await submit_lines(site, make.envelope() + b"\n" + make.envelope())) == {"taken"}
    assert (await read(site, make.access_token())).status == 200
    assert (await state(site, make.delegation())).status == 202
    assert (await state(site, make.approval())).status == 202
    assert (await state(site, make.suspension())).status == 202


async def test_an_envelope_of_another_environment_is_refused(site: Site):
    """The same key may be listed in both: only the origin in the signed payload keeps them apart."""
    make, host = Maker(trust=site.hub.trust, now=now()), PRODUCTION.partition("/")[0]
    before = await count_rows(site.hub.dsn)
    answers = [await submit(site, make.envelope(hub=f"{host}/{name}")) for name in ("training", "production", "test2")]

    assert [answer.code for answer in answers] == ["wrong-hub"] * 3
    assert await count_rows(site.hub.dsn) == before


def test_each_kind_is_tried_at_each_door():
    """The matrix is as large as its lists: a kind that is made is tried at every door, one that is not is no kind."""
    named = set().union(*(right for _, right in (*OFFLINE.values(), *DOORS.values())))

    assert len(OFFLINE) + len(DOORS) >= 20
    assert "envelope" in named
    assert {kind.removeprefix("cis-").removesuffix("+jws") for kind in statement.Kind} <= named
