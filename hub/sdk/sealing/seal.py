"""From a record to an envelope: the last checks before the signature, then the signature, once."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any

from hub.clock import Clock
from hub.core import envelope as envelopes
from hub.core import ids, protection, record_rules, sealed_part
from hub.core.envelope import Envelope
from hub.core.errors import HubError
from hub.core.record_objects import objects
from hub.sdk.books.outbox import Declined, Signed
from hub.sdk.books.waiting_room import Held
from hub.sdk.errors import ReceiptUnsealableError
from hub.sdk.ports import Change, Part, Problem
from hub.sdk.sealing import small_cells
from hub.sdk.sealing.protection import Gate
from hub.sdk.sealing.sealed_parts import PartsRefusedError, SealedParts
from keys import jws
from keys.errors import KeysError
from keys.jws import Signer
from schemas.catalogue import Catalogue, UnknownRecordTypeError, UnknownVersionError

RECEIPT = "receipt"
_SIGNATURE = 512  # more than header, signature and dots take


class Sealer:
    """Signs for one participant at one hub."""

    def __init__(
        self,
        signer: Signer,
        catalogue: Catalogue,
        *,
        participant: str,
        origin: str,
        clock: Clock,
        state: Callable[[], str],
        parts: SealedParts,
        gate: Gate,
        held: Collection[str] = (),
    ) -> None:
        """Take what is needed; records of the types `held` wait for a contact person before they are signed.

        `state` tells the participant's own (alpha-2), as the trust list in force has it, or raises that there is none;
        `gate` is asked before every signature under a record with data on persons.
        """
        self._gate = gate
        self._signer = signer
        self._parts = parts
        self._catalogue = catalogue
        self._participant = participant
        self._origin = origin
        self._clock = clock
        self._state = state
        self._held = frozenset(held)

    def seal_change(self, change: Change) -> Signed | Declined | Held:
        """Return the signed envelope of a change, or why it will not be signed, or what waits to be approved first.

        Its message id is made here, once.
        """
        routing = _routing(change)
        problems: Sequence[Problem] = [_RECEIPTS_ARE_OURS]
        if change.type != RECEIPT:
            try:
                message_id, payload = self._prepare(routing, change.record, change.parts)
                self._pass_gate(change.type, change.version, change.subject, change.record)
                if change.type in self._held:
                    return Held(
                        message_id=message_id, payload=payload, recipients=tuple(change.to), origin=change.origin
                    )
                return self._sign(message_id, payload, change.to, change.origin)
            except _DeclinedError as error:
                problems = error.problems
        recipients = tuple(change.to)
        return Declined(message_id=self._make_id(), recipients=recipients, origin=change.origin, problems=problems)

    def seal_routine(self, change: Change) -> Signed | Declined:
        """Return the signed envelope of what the gateway sends of itself, by a rhythm, or why it will not be signed.

        Neither the protection gate nor a contact person is asked: a gap in the rhythm would tell what it must not.
        """
        try:
            message_id, payload = self._prepare(_routing(change), change.record)
        except _DeclinedError as error:
            return Declined(
                message_id=self._make_id(), recipients=tuple(change.to), origin=change.origin, problems=error.problems
            )
        return self._sign(message_id, payload, change.to, None)

    def decline(self, to: Sequence[str], problem: Problem) -> Declined:
        """Return that something is not sent, and why, under an id of its own."""
        return Declined(message_id=self._make_id(), recipients=tuple(to), origin={}, problems=[problem])

    def seal_receipt(self, sender: str, record: Mapping[str, Any]) -> Signed:
        """Return the signed receipt for messages of `sender`.

        Raises:
            ReceiptUnsealableError: this gateway's schemas are too old to write it.
        """
        routing = {
            "to": [sender],
            "type": RECEIPT,
            "version": "1.0",
            "subject": None,
            "reply_to": None,
            "agreement": None,
            "purpose": RECEIPT,
        }
        try:
            message_id, payload = self._prepare(routing, record)
            return self._sign(message_id, payload, [sender], None)
        except _DeclinedError as error:
            raise ReceiptUnsealableError(error.problems[0].code, sender) from None

    def blocks(self, held: Held) -> bool:
        """Say whether a payload that waits may not be signed, whatever was found before it began to wait."""
        envelope = envelopes.parse(held.payload, held.payload)
        kind = self._catalogue.record_type(envelope.type, envelope.version)
        return self._gate.blocks(kind, envelope.subject, envelope.record, self._clock.now().date())

    def sign_held(self, held: Held) -> Signed:
        """Return the signed envelope of a payload that was approved."""
        return self._sign(held.message_id, held.payload, held.recipients, held.origin)

    def _prepare(
        self, routing: Mapping[str, Any], record: Mapping[str, Any], parts: Sequence[Part] = ()
    ) -> tuple[str, bytes]:
        """Return message id and payload of a record that passed every check."""
        message_id = self._make_id()
        if parts:
            record = {**record, sealed_part.MEMBER: self._seal_parts(parts, routing["to"], message_id)}
        self._check(routing["type"], routing["version"], record)
        record = small_cells.suppress(record, routing["type"], self._catalogue)
        try:
            payload = envelopes.format(
                hub=self._origin,
                message_id=message_id,
                sender=self._participant,
                sent_at=self._clock.now(),
                record=record,
                **routing,
            )
            envelope = envelopes.parse(payload, b"")  # the hub reads it in the same way
        except (HubError, KeysError) as error:
            raise _DeclinedError(
                [Problem(code=error.code, pointer="", ru=error.text("ru"), en=error.text("en"))]
            ) from None
        self._check_rules(envelope)
        if len(payload) * 4 // 3 + _SIGNATURE > envelopes.MAX_BYTES:
            raise _DeclinedError([_TOO_LARGE])
        return message_id, payload

    def _sign(
        self, message_id: str, payload: bytes, recipients: Sequence[str], origin: Mapping[str, Any] | None
    ) -> Signed:
        raw = jws.sign(payload, self._signer, envelopes.TYP)
        return Signed(
            message_id=message_id,
            envelope=raw,
            sha256=sha256(raw).hexdigest(),
            recipients=tuple(recipients),
            origin=origin,
        )

    def _seal_parts(self, parts: Sequence[Part], to: Sequence[str], message_id: str) -> Sequence[Mapping[str, Any]]:
        try:
            return self._parts.seal(parts, to, message_id, self._clock.now())
        except PartsRefusedError as error:
            raise _DeclinedError([error.problem]) from None

    def _pass_gate(self, name: str, version: str, subject: str | None, record: Mapping[str, Any]) -> None:
        kind = self._catalogue.record_type(name, version)
        if self._gate.blocks(kind, subject, record, self._clock.now().date()):
            raise _DeclinedError([REVIEW])

    def _check(self, name: str, version: str, record: Mapping[str, Any]) -> None:
        try:
            violations = self._catalogue.validate(name, version, record)
        except (UnknownRecordTypeError, UnknownVersionError) as error:
            raise _DeclinedError([Problem(code=error.code, pointer="", ru=error.ru, en=error.en)]) from None
        if violations:
            raise _DeclinedError(
                [Problem(code=one.code, pointer=one.pointer, ru=one.ru, en=one.en) for one in violations]
            )

    def _check_rules(self, envelope: Envelope) -> None:
        kind = self._catalogue.record_type(envelope.type, envelope.version)
        faults, _ = record_rules.check(
            envelope,
            objects(envelope.record),
            subject_member=kind.subject_member,
            is_reply=bool(kind.replies_to),
            state=self._state(),
        )
        if faults:
            raise _DeclinedError(
                [
                    Problem(code=one.code, pointer=one.pointer.removeprefix("/record"), ru=one.ru, en=one.en)
                    for one in faults
                ]
            )

    def _make_id(self) -> str:
        return ids.make_message_id(self._clock.now(), os.urandom(10))


def _routing(change: Change) -> dict[str, Any]:
    return {
        "to": change.to,
        "type": change.type,
        "version": change.version,
        "subject": change.subject,
        "reply_to": change.reply_to,
        "agreement": change.agreement,
        "purpose": change.purpose,
    }


class _DeclinedError(Exception):
    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = problems


REVIEW = Problem(
    code=protection.REVIEW.code, pointer=protection.REVIEW.pointer, ru=protection.REVIEW.ru, en=protection.REVIEW.en
)
_RECEIPTS_ARE_OURS = Problem(
    code="type-not-allowed",
    pointer="",
    ru="Квитанции составляет шлюз. Уберите их из источника.",
    en="Receipts are made by the gateway. Leave them out of the source.",
)
_TOO_LARGE = Problem(
    code="body-too-large",
    pointer="",
    ru=f"Запись больше допустимого ({envelopes.MAX_BYTES} байт вместе с подписью). Сократите её.",
    en=f"The record is larger than allowed ({envelopes.MAX_BYTES} bytes with its signature). Make it shorter.",
)
