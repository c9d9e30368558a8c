"""The how-to of the ceremony is true: its commands are run as they stand, in order, and a real hub follows the folder.

Only what people read aloud is put in: `$ROOT` and `$LIST` are the digests as `hub trust show` prints them, in groups, `$KID` the
thumbprint of the key to be revoked.
"""

import contextlib
import io
import json
import re
import shlex
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.cli import main
from hub.core import envelope as envelopes
from keys import base64url, jws, keyfile, trust_folder, trustlist
from keys.errors import KeyRevokedError
from keys.jwk import PrivateKey
from keys.trust_writing import sign_status
from keys.trustlist import TrustList
from tests.support.hub import HubProcess, make_ban, make_message_id, make_site

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
ORIGIN = "mig.example/test"
PATIENCE = 20


def read_sections(name: str) -> list[list[str]]:
    """Return the commands of the how-to, by section."""
    sections = re.split(r"^## ", (HOW_TO / name).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    blocks = [re.findall(r"^```sh\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL) for text in sections]
    return [[line for block in found for line in block.replace("\\\n", " ").splitlines()] for found in blocks]


def run(*arguments: str) -> str:
    """Run a command in this process; return what it printed."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = main(arguments)
    assert status == 0, arguments
    return said.getvalue()


class Ceremony:
    """The folder in which everybody's files lie, and what was read aloud last."""

    def __init__(self) -> None:
        self.aloud: dict[str, str] = {}

    def do(self, commands: list[str]) -> None:
        """Run commands of the how-to."""
        for line in commands:
            program, *words = shlex.split(line)
            assert program == "hub", line
            if words[:2] == ["trust", "sign"]:
                self._read_aloud(words[2])
            run(*(self._put_in(word) for word in words))

    def _read_aloud(self, proposal: str) -> None:
        shown = json.loads(run("trust", "show", proposal, "--json"))
        names = {"root": "$ROOT", "participants": "$LIST"}
        lines = [line.strip() for line in run("trust", "show", proposal).splitlines()]
        for each in shown["documents"]:
            self.aloud[names[each["kind"]]] = next(line for line in lines if line.replace(" ", "") == each["digest"])

    def _put_in(self, word: str) -> str:
        for name, value in self.aloud.items():
            word = word.replace(name, value)
        return word


class RunningHub:
    """A hub process on the ceremony's folder, asked over HTTP."""

    def __init__(self, dsn: str, anchor: str) -> None:
        folder = Path.cwd()
        (folder / "machine").mkdir()
        site = make_site(folder / "machine", ("hub",), origin=ORIGIN)  # what a hub needs besides
        published = {
            "HUB_TRUST_DIR": str(folder / "trust"),
            "HUB_TRUST_ANCHOR": anchor,
            "HUB_LOG_KEY_FILE": str(folder / "log.pem"),
            "HUB_STATUS_KEY_FILE": str(folder / "status.pem"),
            "HUB_UNSAFE_DATABASE": "1",
        }
        self.process = HubProcess(site.environment(dsn, **published), log=folder / "hub.log")

    def list_of(self, root: int, participants: int, anchor: str) -> TrustList:
        """Return the hub's trust list once it has these versions, loaded as a gateway would."""
        end = time.monotonic() + PATIENCE
        while True:
            served = json.loads(self._ask("/v1/trust-list"))
            loaded = trustlist.load(
                root=[note.encode() for note in served["roots"]],
                participants=served["participants"].encode(),
                status=served["status"].encode(),
                anchor=anchor,
                now=datetime.now(UTC),
            )
            if loaded.version[:2] == (root, participants):
                return loaded
            assert time.monotonic() < end, f"the hub stays at {loaded.version}"
            time.sleep(0.2)

    def save_list(self, file: Path) -> None:
        """Save what the hub shows of its list, as officers carry it away."""
        file.write_bytes(self._ask("/v1/trust-list"))

    def suspend(self, participant: str, kid: str) -> None:
        """Have an officer suspend a key over the network."""
        about = ["keys", "suspend", kid, "--participant", participant, "--origin", ORIGIN, "--reason", "suspected"]
        signed = ["--compromised-since", "unknown", "--key", "officer-1.pem", "--url", self.process.address]
        run(*about, *signed)

    def submit(self, sender: str, key: PrivateKey) -> str:
        """Submit a message; return the code of the refusal, or "accepted"."""
        number = int(time.monotonic_ns() % 10**8)
        record = make_ban(number, issuer=sender)
        payload = envelopes.format(
            hub=ORIGIN,
            message_id=make_message_id(),
            sender=sender,
            to=["kz-mvd" if sender == "tj-molme" else "tj-molme"],
            sent_at=datetime.now(UTC).replace(microsecond=0),
            type="entry-ban",
            version="1.0",
            purpose="entry-control",
            agreement="cis-2000",
            subject=record["ban_id"],
            record=record,
        )
        request = urllib.request.Request(
            f"{self.process.address}/v1/messages",
            data=jws.sign(payload, key, envelopes.TYP),
            headers={"Content-Type": "application/jose"},
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                assert answer.status == 202
                return "accepted"
        except urllib.error.HTTPError as error:
            return str(json.loads(error.read())["code"])

    def _ask(self, path: str) -> bytes:
        with urllib.request.urlopen(f"{self.process.address}{path}", timeout=PATIENCE) as answer:
            content: bytes = answer.read()
            return content


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, for paths as the how-to has them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read_key(name: str) -> PrivateKey:
    """Read a participant's key."""
    return keyfile.read(Path(f"{name}.pem"), None)


def load(folder: Path, anchor: str) -> TrustList:
    """Load the published folder, with a status of today if the ceremony made none."""
    found = trust_folder.read(folder / "trust")
    now = datetime.now(UTC)
    key = keyfile.read(folder / "status.pem", None)
    status = found.status or sign_status(found.documents, key=key, version=1, now=now, trust_epoch=1)
    return trustlist.load(root=found.roots, participants=found.participants, status=status, anchor=anchor, now=now)


def test_both_languages_say_the_same_commands():
    assert read_sections("trust-ceremony.ru.md") == read_sections("trust-ceremony.en.md")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_keys_of_a_witness_and_for_sealed_parts_are_made_as_the_pages_say(folder: Path, language: str):
    run("keys", "generate", "tj.pem")
    for page in (f"witness-the-log.{language}.md", "seal-parts.md"):
        text = (HOW_TO / page).read_text(encoding="utf-8")
        block = "".join(re.findall(r"^ *```sh\n(.*?)^ *```$", text, flags=re.MULTILINE | re.DOTALL)[:2])
        for line in dict.fromkeys(block.splitlines()):
            program, *words = shlex.split(line)
            assert program == "hub", line
            to_file = ">" in words and words.index(">")
            said = run(*(words[:to_file] if to_file else words))
            if to_file:
                Path(words[to_file + 1]).write_text(said)
    witness = json.loads(
        base64url.decode(json.loads(Path("tj-2.json").read_text())["statement"].split(".")[1].encode())
    )
    sealed = json.loads(Path("opening-2026.request.json").read_text())["statement"]

    assert witness["witness"] == Path("witness.pem.pub").read_text().strip()
    assert json.loads(base64url.decode(sealed.split(".")[1].encode()))["use"] == "enc"


def test_the_how_to_leads_from_nothing_to_a_rotated_council(folder: Path, fresh_database: str):
    first, enrol, rotate, revoke, council, renew, lift = read_sections("trust-ceremony.ru.md")
    ceremony = Ceremony()
    ceremony.do(first)
    on_paper = ceremony.aloud["$ROOT"]
    anchor = on_paper.replace(" ", "")
    assert load(folder, anchor).version == (1, 1, 1)
    hub = RunningHub(fresh_database, on_paper)
    try:
        hub.list_of(1, 1, anchor)
        ceremony.do(enrol)
        assert load(folder, anchor).version[:2] == (2, 2)
        ceremony.do(rotate)
        assert hub.list_of(2, 3, anchor).participants["kz-mvd"].state == "KZ"
        assert hub.submit("kz-mvd", read_key("kz")) == "accepted"
        assert [hub.submit("tj-molme", read_key(name)) for name in ("tj", "tj-2")] == ["accepted", "accepted"]

        ceremony.aloud["$KID"] = read_key("tj").kid
        ceremony.do(revoke)
        revoked = hub.list_of(2, 4, anchor)
        with pytest.raises(KeyRevokedError):
            revoked.signing_key(read_key("tj").kid, datetime.now(UTC))
        assert [hub.submit("tj-molme", read_key(name)) for name in ("tj", "tj-2")] == ["key-revoked", "accepted"]

        ceremony.do(council)
        assert hub.list_of(3, 4, anchor).root.council.threshold == 3

        hub.suspend("kz-mvd", read_key("kz").kid)
        assert hub.submit("kz-mvd", read_key("kz")) == "key-suspended"
        hub.save_list(Path("online.json"))
        ceremony.aloud["$KID"] = read_key("kz").kid
        ceremony.do(lift)
        assert hub.list_of(3, 5, anchor).key(read_key("kz").kid).decides
        assert hub.submit("kz-mvd", read_key("kz")) == "accepted"
    finally:
        assert hub.process.stop() == 0
    ceremony.do(renew)
    assert load(folder, anchor).version[:2] == (3, 6)
