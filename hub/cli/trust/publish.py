"""`hub trust publish`, `show` and `verify`: from enough signatures to the hub's folder, and what such a folder says."""

import argparse
import json
from pathlib import Path
from typing import Any

from hub.cli.command import AS_JSON, Argument, Command, Exit, Text
from hub.cli.trust import suspensions, words
from hub.cli.trust.arguments import (
    ENDS,
    PASSPHRASE,
    PROPOSAL,
    TRUST_DIR,
    key_argument,
    open_key,
    read_anchor,
    read_proposal,
    say,
)
from hub.cli.trust.drafting import now_of
from hub.clock import make_clock
from hub.settings import Settings
from keys import (
    instant,
    strict_json,
    trust_chain,
    trust_folder,
    trust_offline,
    trust_proposal,
    trust_root,
    trust_status,
    trust_writing,
    trustlist,
)
from keys.errors import TrustUnsignedError
from keys.jwk import Signer
from keys.trust_folder import NAMES, Published
from keys.trust_offline import Offline
from keys.trust_proposal import Proposal

PUBLISHED = Text(
    "Опубликовано в {folder}: корень {root}, участники {participants}\nЯкорь доверия (первый корень): sha256:{anchor}",
    "Published in {folder}: root {root}, participants {participants}\nTrust anchor (the first root): sha256:{anchor}",
)
HOLDS = Text(
    "Список доверия {hub} верен от вашего корня\n"
    "  корень {root}, участники {participants}, статус {status}\n  служит до {expires_at}",
    "The trust list of {hub} holds from your root\n"
    "  root {root}, participants {participants}, status {status}\n  serves until {expires_at}",
)
UNANCHORED = Text(
    "Якорь не задан (--root): документы согласуются между собой, но чьи они, не доказано.",
    "No anchor is given (--root): the documents agree with each other; whose they are is not proven.",
)


def publish(arguments: argparse.Namespace, settings: Settings) -> int:
    """Check the signatures and the step from what is published, then write the folder."""
    proposal = read_proposal(arguments.proposal)
    current = _current(arguments.folder)
    now = make_clock(settings).now()
    published = _assemble(proposal, current, settings)
    anchor = trust_chain.digest(published.roots[0])
    found = trust_offline.read(published, anchor)
    trust_offline.check_fresh(found, now)
    if proposal.before is not None:
        trust_offline.check_step(trust_offline.read(proposal.before, anchor), found)
    if arguments.status_key is not None:
        key = open_key(arguments.status_key, arguments.passphrase_file, settings)
        trust_offline.check_status_key(found, key.public)
        published = _with_status(published, key, current, settings)
    trust_folder.write(arguments.folder, published)
    versions = {"root": found.root.version, "participants": found.participants.version}
    say(PUBLISHED, settings, folder=arguments.folder, anchor=anchor, **versions)
    return 0


def verify(arguments: argparse.Namespace, settings: Settings) -> int:
    """Check a published folder from a root that the caller brought."""
    published, anchor = trust_folder.read(arguments.folder), read_anchor(arguments.root)
    start = anchor or trust_chain.digest(published.roots[0])
    now = make_clock(settings).now()
    found = trust_offline.read(published, start)
    trust_offline.check_fresh(found, now)
    facts = _facts(found)
    if published.status is not None:
        trust = trustlist.load(
            root=trust_offline.from_anchor(published.roots, start),
            participants=published.participants,
            status=published.status,
            anchor=start,
            now=now,
        )
        facts |= {"status": trust.status.version, "expires_at": instant.format(trust.expires_at)}
    facts |= {"anchored": anchor is not None}
    if arguments.json:
        print(json.dumps(facts))
    else:
        say(HOLDS if anchor else UNANCHORED, settings, **{**facts, "status": facts["status"] or "-"})
    return Exit.DONE if anchor else Exit.NOT_ANCHORED


def show(arguments: argparse.Namespace, settings: Settings) -> int:
    """Show a proposal or a published folder; nothing is believed of it."""
    folder: Path = arguments.folder
    if any((folder / f"{kind}.json").exists() for kind in trust_proposal.KINDS):
        proposal = read_proposal(folder)
        roots = proposal.before.roots if proposal.before else ()
        found = Offline(root=proposal.root, participants=proposal.participants, digest="")
        shown, lines = words.as_json(proposal), words.describe(proposal, settings.language)
    else:
        published = trust_folder.read(folder)
        roots, found = published.roots, trust_offline.read(published, trust_chain.digest(published.roots[0]))
        shown, lines = _as_json(published), words.describe_published(found.root, found.participants, settings.language)
    if arguments.suspensions is not None:
        given = arguments.suspensions, found, roots, now_of(settings)
        shown["suspensions"] = suspensions.as_json(*given)
        lines += suspensions.describe(*given, settings.language)
    print(json.dumps(shown, ensure_ascii=False) if arguments.json else "\n".join(lines))
    return 0


def _assemble(proposal: Proposal, current: Published | None, settings: Settings) -> Published:
    """Return the folder to be published; where signatures are missing, show what the proposal is.

    Raises:
        TrustChangeError: signatures are missing, or the proposal does not start from what is published.
    """
    trust_proposal.check_start(proposal, current)
    try:
        trust_proposal.check_signed(proposal)
    except TrustUnsignedError:
        print("\n".join(words.describe(proposal, settings.language)))
        raise
    return trust_proposal.assemble(proposal)


def _current(folder: Path) -> Published | None:
    return trust_folder.read(folder) if (folder / NAMES["root"]).exists() else None


def _with_status(published: Published, key: Signer, current: Published | None, settings: Settings) -> Published:
    """Return the folder with a status for a day, above the one that was there."""
    version, epoch = 1, 1
    if current is not None and current.status is not None and not _lost_status_key(current, published):
        last = trust_status.parse(trust_chain.text_of(current.status, trust_status.KIND))
        version, epoch = last.version + 1, last.trust_epoch + 1
    status = trust_writing.sign_status(
        published.documents, key=key, version=version, now=make_clock(settings).now(), trust_epoch=epoch
    )
    return Published(roots=published.roots, participants=published.participants, status=status)


def _lost_status_key(before: Published, after: Published) -> bool:
    """Tell whether a status key was taken away: versions and epoch start again, whatever its thief had signed."""
    old, new = (trust_root.parse(trust_chain.text_of(each.roots[-1], trust_root.KIND)) for each in (before, after))
    return trust_chain.lost_keys(old.status, new.status)


def _facts(found: Offline) -> dict[str, Any]:
    return {
        "hub": found.root.hub,
        "root": found.root.version,
        "participants": found.participants.version,
        "status": None,
        "expires_at": instant.format(min(found.root.expires_at, found.participants.expires_at)),
    }


def _as_json(published: Published) -> dict[str, Any]:
    """Return what the documents say, as they say it, with the digest of each."""
    return {
        kind: {"digest": trust_chain.digest(raw), "content": strict_json.loads(trust_chain.text_of(raw, kind))}
        for kind, raw in published.documents.items()
        if raw
    }


_ROOT = Argument(
    name="--root",
    value=Text("КОРЕНЬ", "ROOT"),
    help=Text(
        "корень, которому вы доверяете: его файл или sha256:… с бумаги",
        "the root that you trust: its file, or sha256:… from paper",
    ),
)

PUBLISH = Command(
    name="publish",
    title=Text("опубликовать подписанное предложение", "publish a signed proposal"),
    about=Text(
        "Проверяет пороги, сроки и то, что новая версия следует за прежней, и записывает папку, которую читает узел "
        "(HUB_TRUST_DIR). Статус узел подписывает сам; с --status-key он подписывается сразу.",
        "Checks thresholds, terms, and that the new version follows the one before, then writes the folder that the "
        "hub reads (HUB_TRUST_DIR). The hub signs the status itself; with --status-key it is signed at once.",
    ),
    arguments=(
        PROPOSAL,
        TRUST_DIR,
        key_argument("--status-key", Text("ключ статуса узла", "the hub's status key"), required=False),
        PASSPHRASE,
    ),
    ends=ENDS,
    run=publish,
)
SHOW = Command(
    name="show",
    title=Text("показать предложение или список", "show a proposal or a list"),
    about=Text(
        "Печатает простыми словами, что в папке и сколько подписей собрано. Доверия это не доказывает: см. verify.",
        "Prints in plain words what the folder holds and how many have signed. That proves no trust: see verify.",
    ),
    arguments=(TRUST_DIR, suspensions.SHOWN, AS_JSON),
    ends=ENDS,
    run=show,
)
VERIFY = Command(
    name="verify",
    title=Text("проверить опубликованный список от якоря", "check a published list from an anchor"),
    about=Text(
        "Проверяет всю папку от корня, который вы получили другим путём. Без сети и без базы.",
        "Checks the whole folder from a root that you got by another way. Needs neither network nor database.",
    ),
    arguments=(TRUST_DIR, _ROOT, AS_JSON),
    ends={
        **ENDS,
        Exit.NOT_ANCHORED: Text("якорь не задан: согласовано, но не доказано", "no anchor: consistent, not proven"),
    },
    run=verify,
)
