"""`hub trust propose`: the changes that make the next version of a published list."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hub.cli.command import FILE, Argument, Command, Text
from hub.cli.parser import UsageError
from hub.cli.trust import suspensions
from hub.cli.trust.arguments import ENDS, KID, PROPOSAL, TRUST_DIR, parse_instant, read_verifier, say
from hub.cli.trust.drafting import (
    COUNCIL,
    COUNCIL_THRESHOLD,
    ENROL,
    LIST_DAYS,
    NEWCOMER,
    OFFICER,
    OFFICERS_THRESHOLD,
    REQUESTS,
    ROOT_DAYS,
    check_threshold,
    enrol_all,
    enrol_requested,
    now_of,
    option,
    role,
    write,
)
from hub.setting_values import parse_thumbprint
from hub.settings import Settings
from keys import trust_chain, trust_change, trust_folder, trust_offline, trust_proposal, trust_rules, trustlist
from keys.errors import TrustChangeError
from keys.suspension import Suspension
from keys.trust_change import Draft
from keys.trust_folder import Published
from keys.trust_participants import KeyStatus
from keys.trust_root import Role

ROOT, PARTICIPANTS = trust_proposal.KINDS

PATH = ("hub", "trust", "propose")
NO_REASON = Text(
    "к приостановке и отзыву ключа нужна причина: --reason", "suspending and revoking a key needs a reason: --reason"
)
NOT_BROUGHT = Text(
    "Приостановок, объявленных через сеть, этот список не снимает: они действуют и дальше. Увидеть и учесть их можно с "
    "--suspensions ФАЙЛ (сохранённый ответ узла на GET /v1/trust-list).",
    "This list lifts no suspension that was made online: they go on counting. To see them and take them in, use "
    "--suspensions FILE (the hub's answer to GET /v1/trust-list, saved).",
)


def propose(arguments: argparse.Namespace, settings: Settings) -> int:
    """Propose the next version of a published list."""
    if (arguments.suspend or arguments.revoke or arguments.void) and not arguments.reason:
        raise UsageError(PATH, NO_REASON)
    before = trust_folder.read(arguments.folder)
    current = trust_offline.read(before, trust_chain.digest(before.roots[0]))
    draft, now = Draft(root=current.root, participants=current.participants), now_of(settings)
    online = suspensions.read_undecided(arguments.suspensions, current, before.roots, now)
    requested, restored = enrol_requested(enrol_all(draft, arguments), arguments, now)
    arguments.restore = [*arguments.restore, *sorted(restored)]
    changed = _change_keys(requested, arguments, now, online)
    texts = _next_texts(draft, _change_roles(changed, arguments), before, arguments, now)
    status = write(arguments.proposal, texts, before, settings)
    if PARTICIPANTS in texts and arguments.suspensions is None:
        say(NOT_BROUGHT, settings)
    return status


def _change_keys(draft: Draft, arguments: argparse.Namespace, now: datetime, online: Sequence[Suspension]) -> Draft:
    """Return the draft with the keys as they are asked for; suspensions made online are named last."""
    since = {"status_at": now, "reason": arguments.reason, "compromised_since": arguments.since}
    for kid in arguments.suspend:
        draft = trust_change.set_status(draft, kid, KeyStatus.SUSPENDED, **since)
    for kid in arguments.revoke:
        draft = trust_change.set_status(draft, kid, KeyStatus.REVOKED, **since)
    brought = {said.kid for said in online}
    for kid in arguments.restore:
        if kid not in brought or draft.keys[kid].status is not KeyStatus.ACTIVE:
            draft = trust_change.set_status(draft, kid, KeyStatus.ACTIVE)
    for kid in arguments.void:
        draft = trust_change.void(draft, kid, now=now, reason=arguments.reason)
    for kid in arguments.approve:
        draft = trust_change.approve(draft, kid)
    return trust_change.answer(draft, online, lifted=arguments.restore)


def _change_roles(draft: Draft, arguments: argparse.Namespace) -> Draft:
    root = draft.root
    roles: dict[str, Any] = {
        "council": _changed_role("--council", root.council, arguments.council, arguments.council_threshold),
        "participants": _changed_role("--officer", root.participants, arguments.officer, arguments.officers_threshold),
    }
    if arguments.status is not None:
        roles["status"] = role([arguments.status], 1)
    log = root.log if arguments.log is None else read_verifier(arguments.log)
    return replace(draft, root=replace(root, log=log, **roles))


def _changed_role(name: str, role: Role, paths: list[Path], threshold: int | None) -> Role:
    """Return a role with other keys, another threshold, or as it was; new keys come with their threshold said anew.

    Raises:
        UsageError: the threshold of new keys is not said, or no number of them reaches it.
    """
    if paths and threshold is None:
        text = Text("к новым ключам нужен порог", "new keys need their threshold said")
        raise UsageError(PATH, text)
    keys = tuple(read_verifier(path) for path in paths) if paths else role.keys
    changed = Role(threshold=role.threshold if threshold is None else threshold, keys=keys)
    check_threshold(PATH, name, changed)
    return changed


def _next_texts(
    draft: Draft, changed: Draft, before: Published, arguments: argparse.Namespace, now: datetime
) -> dict[str, bytes]:
    """Return the texts of the documents that change; other officers have to sign the list anew.

    Raises:
        TrustChangeError: nothing changes.
        TrustListError: what changes would be refused.
    """
    texts = {}
    if changed.root != draft.root or arguments.renew_root:
        previous = trust_chain.digest(before.roots[-1])
        lifetime = timedelta(days=arguments.root_days)
        root = trust_change.next_root(changed.root, previous=previous, now=now, lifetime=lifetime)
        texts[ROOT] = trustlist.make_root(root)
    other_officers = changed.root.participants != draft.root.participants
    if changed.participants != draft.participants or other_officers or arguments.renew_list:
        lifetime = timedelta(days=arguments.list_days)
        again = trust_chain.lost_keys(draft.root.participants, changed.root.participants)
        listed = trust_change.next_participants(changed.participants, now=now, lifetime=lifetime, again=again)
        texts[PARTICIPANTS] = trustlist.make_participants(listed)
    if not texts:
        raise TrustChangeError
    trust_rules.check_keys(changed.root, changed.participants)
    return texts


def _keys(name: str, ru: str, en: str) -> Argument:
    """Return an option that names listed keys."""
    return option(name, KID, ru, en, parse=parse_thumbprint, many=True)


PROPOSE = Command(
    name="propose",
    title=Text("предложить следующую версию", "propose the next version"),
    about=Text(
        "Берёт опубликованную папку и записывает предложение с изменениями. Ничего не подписывает и не публикует.",
        "Takes the published folder and writes a proposal with the changes. Signs and publishes nothing.",
    ),
    arguments=(
        TRUST_DIR,
        PROPOSAL,
        ENROL,
        REQUESTS,
        *NEWCOMER,
        _keys("--suspend", "приостановить ключ; повторяют", "suspend a key; repeat"),
        _keys("--revoke", "отозвать ключ навсегда; повторяют", "revoke a key for ever; repeat"),
        _keys("--restore", "вернуть приостановленный; повторяют", "restore a suspended key; repeat"),
        suspensions.FILE_OF,
        _keys("--void", "отозвать с первого момента; повторяют", "revoke from its first moment on; repeat"),
        _keys("--approve", "ключ допускает сам Совет; повторяют", "the Council itself lets a key in"),
        option("--reason", Text("ТЕКСТ", "TEXT"), "причина, без имён людей", "the reason, without people's names"),
        option(
            "--since", Text("МОМЕНТ", "INSTANT"), "с какого момента ключ мог быть у других",
            "from when on others may have had the key", parse=parse_instant,
        ),
        COUNCIL,
        COUNCIL_THRESHOLD,
        OFFICER,
        OFFICERS_THRESHOLD,
        option("--status", FILE, "новый ключ статуса", "a new status key", parse=Path),
        option("--log", FILE, "новый ключ журнала", "a new log key", parse=Path),
        Argument(name="--renew-root", help=Text("продлить корневой документ", "renew the root")),
        Argument(name="--renew-list", help=Text("продлить список участников", "renew the participants list")),
        ROOT_DAYS,
        LIST_DAYS,
    ),
    ends=ENDS,
    run=propose,
)  # fmt: skip
