"""A root that names another log key: nothing is signed by the wrong one, and a restart brings the new one into force."""

from pathlib import Path

import pytest

from hub.core import receipt as receipts
from hub.core.errors import IntegrityError
from hub.settings import SettingsError
from hub.workflows.trust.publish_trust import publish_newer
from hub.workflows.trust.read_trust import refresh_judgement
from keys import keyfile, note, trust_folder, trustlist
from keys.trust_folder import Published
from keys.trustlist import Role
from tests.integration.hubs import Hub, code_of, open_hub
from tests.support.hub import Site, now
from tests.support.trust import make_key

NEW = make_key("rotation", "log")
STATUS = make_key("rotation", "status")


def publish(node: Hub, folder: Path, **changes: object) -> dict[str, str]:
    """Write the folder of a root with another log key; return the settings of a process that has it."""
    trust, current = node.trust, node.exchange.judgement.documents
    log = note.verifier_key(trust.list.hub, NEW)
    root = trust.authority.root(now=now(), version=2, previous=trustlist.digest(current["root"]), log=log, **changes)
    published = Published(roots=(current["root"], root), participants=current["participants"], status=None)
    trust_folder.write(folder / "trust", published)
    keyfile.write(folder / "log.pem", NEW, None)
    keyfile.write(folder / "status.pem", STATUS, None)
    return {"HUB_TRUST_DIR": str(folder / "trust"), "HUB_LOG_KEY_FILE": str(folder / "log.pem")}


async def test_a_running_process_does_not_publish_a_log_key_that_it_does_not_have(node: Hub, tmp_path: Path):
    publish(node, tmp_path)

    with pytest.raises(SettingsError) as caught:
        await publish_newer(
            node.exchange, node.process.committer, tmp_path / "trust", node.trust.authority.online["status"]
        )
    assert caught.value.code == "log-key-changes"
    assert node.exchange.judgement.trust.version[0] == 1
    assert await node.submit(node.ban())


async def test_a_restart_brings_the_new_key_into_force_and_stops_those_who_have_the_old_one(
    hub_site: Site, node: Hub, tmp_path: Path
):
    before = await node.submit(node.ban())
    settings = publish(node, tmp_path)
    async with open_hub(hub_site, node.dsn, **settings) as restarted:
        restarted.numbers = node.numbers
        trust = restarted.exchange.judgement.trust
        assert trust.version[0] == 2
        answer = await restarted.submit(restarted.ban())
        receipts.verify(answer.receipt, note.verifier_key(trust.hub, NEW))  # type: ignore[union-attr]
        receipts.verify(before.receipt, node.trust.list.log_verifier)  # type: ignore[union-attr]

        await refresh_judgement(node.exchange)
        assert node.exchange.stopped
        (found,) = await node.submit_all([node.ban()])
        assert code_of(found) == IntegrityError.code


async def test_without_the_status_key_the_new_log_key_is_not_used_before_it_is_in_force(
    hub_site: Site, node: Hub, tmp_path: Path
):
    settings = publish(node, tmp_path)
    with pytest.raises(SettingsError) as caught:
        async with open_hub(hub_site, node.dsn, **settings, HUB_ROLES="api"):
            pass

    assert caught.value.code == "log-key-early"


async def test_a_status_key_changes_by_a_restart_as_well(hub_site: Site, node: Hub, tmp_path: Path):
    role = Role(threshold=1, keys=(note.verifier_key("status-2", STATUS),))
    settings = publish(node, tmp_path, status=role) | {"HUB_STATUS_KEY_FILE": str(tmp_path / "status.pem")}
    async with open_hub(hub_site, node.dsn, **settings) as restarted:
        assert restarted.exchange.judgement.trust.root.status == role
        (found,) = await restarted.submit_all([restarted.ban(900)])

    assert code_of(found) == "accepted"


async def test_a_folder_whose_root_nobody_signed_does_not_bring_its_key_into_force(
    hub_site: Site, node: Hub, tmp_path: Path
):
    settings = publish(node, tmp_path)
    path = tmp_path / "trust" / "root-2.note"
    path.write_bytes(note.sign(note.parse(path.read_bytes()).text, "council-1", make_key("stranger", "council-1")))
    with pytest.raises(trustlist.trust_chain.TrustListError):
        async with open_hub(hub_site, node.dsn, **settings):
            pass
