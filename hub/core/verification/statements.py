"""Statements of the bundle: suspensions, delegations and approvals, each with its own leaf in the log."""

from collections.abc import Sequence
from dataclasses import replace

from hub.core import approval as approvals
from hub.core import delegation as delegations
from hub.core import evidence, statement
from hub.core.approval import Given
from hub.core.delegation import Granted
from hub.core.statement import Stated
from hub.core.verification.log import LogKey, check_logged
from hub.core.verification.message import Checked
from hub.core.verification.signers import Signers, doubt_of
from hub.core.verification.step import EvidenceMismatchError, Found, Said, moment
from hub.core.verification.trust import Ground
from keys import suspended_list, suspension
from keys.errors import StatementSignerError
from keys.statement import Kind
from keys.suspension import Suspension


def check_suspension(part: evidence.Stated, signers: Signers, ground: Ground) -> tuple[Signers, Found]:
    """Check a suspension, and return the signers with that key out of force from its leaf on.

    Raises:
        KeysError, HubError: what does not hold.
    """
    logged = check_logged(part.receipt, ground.log_keys)
    trust = signers.trust
    said = suspension.verify(part.statement, trust, logged.at, roots=ground.roots)
    stated = Stated(token=part.statement, leaf=logged.leaf, index=logged.index)
    statement.find_place(stated, kind=Kind.SUSPENSION, participant=said.participant, hub=trust.hub)
    suspended = suspension.Logged(token=part.statement, since=logged.at)
    trust, _ = suspended_list.apply(trust, [suspended], roots=ground.roots)
    return replace(signers, trust=trust), Found(said=(_told_suspension(said),))


def check_delegation(part: evidence.Stated, signers: Signers, log: Sequence[LogKey]) -> tuple[Signers, Found]:
    """Check a delegation, and return the signers with it.

    Raises:
        KeysError, HubError: what does not hold.
    """
    granted = delegations.open(_stated(part, log), signers.trust)
    signer = signers.trust.key(granted.signer)
    doubt = doubt_of(replace(signer, compromised_since=suspension.in_other_hands_since(signer)), granted.place.at)
    return signers.with_delegation(granted), Found(said=(_told_delegation(granted),), doubt=doubt)


def check_approval(part: evidence.Stated, message: Checked, signers: Signers, log: Sequence[LogKey]) -> Found:
    """Check that another person agreed to exactly the bytes of the message before it was accepted.

    Raises:
        KeysError, HubError: what does not hold.
    """
    stated = _stated(part, log)
    if stated.index >= message.index:
        raise EvidenceMismatchError
    if message.signed_by.granted is None:
        raise StatementSignerError
    delegated = signers.delegated(message.index)
    needed = approvals.need(message.payload, message.envelope, message.signed_by.granted, delegated)
    given = approvals.find(needed, [stated], signers.trust, message.at)
    return Found(said=(_told_approval(given),))


def _stated(part: evidence.Stated, log: Sequence[LogKey]) -> Stated:
    logged = check_logged(part.receipt, log)
    return Stated(token=part.statement, leaf=logged.leaf, index=logged.index)


def _told_suspension(said: Suspension) -> Said:
    return Said(
        ru=f"Ключ {said.kid} участника {said.participant} приостановлен с {moment(said.since)}.",
        en=f"The key {said.kid} of {said.participant} is suspended from {moment(said.since)} on.",
    )


def _told_delegation(granted: Granted) -> Said:
    said, at = granted.delegation, moment(granted.place.at)
    if said.is_withdrawal:
        return Said(
            ru=f"Участник {said.participant} отозвал делегирование ключу {said.kid}, {at}.",
            en=f"{said.participant} withdrew the delegation of the key {said.kid}, {at}.",
        )
    types, purposes = ", ".join(said.types), ", ".join(said.purposes)
    return Said(
        ru=f"Участник {said.participant} делегировал подпись контактному лицу «{said.person}», ключ {said.kid}; "
        f"записи: {types}; цели: {purposes}; место {granted.place.index}, {at}.",
        en=f"{said.participant} let the contact person '{said.person}' sign with the key {said.kid}; "
        f"records: {types}; purposes: {purposes}; place {granted.place.index}, {at}.",
    )


def _told_approval(given: Given) -> Said:
    said, at = given.approval, moment(given.place.at)
    return Said(
        ru=f"Контактное лицо «{said.person}» участника {said.participant} согласилось именно с этими байтами, "
        f"место {given.place.index}, {at}.",
        en=f"The contact person '{said.person}' of {said.participant} agreed to exactly these bytes, "
        f"place {given.place.index}, {at}.",
    )
