"""Try an example of a fault as the hub judges what it is given: what stands there is what was said, in that order.

record       every check of a submission but signature, role and agreement; then the log, if something went `before`
agreement    a version of the register, after the one before it
document     a file of the release, by the check of the room that it belongs to
question     of screening, or a citizen's own
form         fields as they are typed into the console
"""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

from hub.core import agreement as agreements
from hub.core import envelope as envelopes
from hub.core import instant, sealed_part
from hub.core.agreement import Agreement, life_cycle
from hub.core.agreement.register import Register
from hub.core.council import body
from hub.core.enquiry import question
from hub.core.envelope import Envelope
from hub.core.errors import Fault, HubError
from hub.core.record_objects import objects
from hub.workflows.exchange import Judgement, Permission
from hub.workflows.log.candidate import Candidate
from hub.workflows.screening import answer_citizen, screen
from hub.workflows.screening.find_bans import Caller
from hub.workflows.submission import check_envelope, listed_grounds
from hub.workflows.submission.check_direction import check_direction
from hub.workflows.submission.check_person import check_person
from keys import sealed, strict_json
from keys.encryption_key import EncryptionKey
from schemas import agreements as register
from schemas import catalogue, deadline_profiles, files, screening_rules
from tests.contracts import fault_forms, fault_sites
from tests.contracts.fault_changes import put, with_changes
from tests.contracts.fault_history import PROFILE, History
from tests.support.records import SENT
from tests.support.trust import PARTICIPANTS, make_trust

OPENERS = {name: [EncryptionKey.generate()] for name in PARTICIPANTS}
STRANGER = EncryptionKey.generate()  # of nobody in the trust list
ID = "019a0000-0000-7000-8000-{:012d}"


WHOLE, WARNING, QUESTIONED = "refused", "a warning", "in `needs_explanation` of the case"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A fault that was said; `as_what` tells what refuses nothing."""

    fault: Fault
    as_what: str = ""


@cache
def judgement() -> Judgement:
    """Return what examples are judged by: a trust list in which everybody can be sealed to, the release's register."""
    trust = make_trust(now=SENT, origin="mig.example/test", openers=OPENERS)
    return Judgement(epoch=1, roots=(), trust=trust.list, register=Register(_release()), documents={})


def _release() -> list[Agreement]:
    return [agreements.from_json(each, sha256(strict_json.dumps(each)).hexdigest()) for each in register.load()]


def judge(given: Mapping[str, Any]) -> Sequence[Found]:
    """Return what is said against an example."""
    return next(trial for member, trial in _TRIALS.items() if member in given)(given)


def _judge_record(given: Mapping[str, Any]) -> Sequence[Found]:
    history = History(judgement(), given.get("profile", PROFILE))
    for number, each in enumerate(given.get("before", ()), start=1):
        history.add(_check(each, number, history)[1])
    try:
        warnings, candidate = _check(given, len(history.accepted) + 1, history)
        if _meets_log(given):
            warnings = [*warnings, *history.judge(candidate)]
    except HubError as error:
        return _refused(error)
    questioned = [Found(fault=each, as_what=QUESTIONED) for each in history.questioned(candidate)]
    return [*(Found(fault=each, as_what=WARNING) for each in warnings), *questioned]


def _refused(error: HubError) -> list[Found]:
    """Return the places that an error names; of one that names none, what it says of the record as a whole."""
    whole = Fault(pointer="", code=error.code, ru=error.text("ru"), en=error.text("en"))
    return [Found(fault=each) for each in error.faults] + [Found(fault=whole, as_what=WHOLE)]


def _meets_log(given: Mapping[str, Any]) -> bool:
    """Say whether an example goes on to the log: if it says what went before, though it be nothing."""
    return "before" in given


def _check(given: Mapping[str, Any], number: int, history: History) -> tuple[Sequence[Fault], Candidate]:
    """Run the checks of a submission in their order.

    Raises:
        HubError: the first check that refuses.
    """
    at = SENT if "at" not in given else instant.parse(given["at"])
    assert at is not None
    payload = strict_json.dumps(_payload(given, number, history, at))
    envelope = envelopes.parse(payload, payload)
    kind, parts = check_envelope.find_type(envelope, catalogue.load()), objects(envelope.record)
    known, state = judgement(), judgement().trust.state_of(envelope.sender)
    check_envelope.check_time(envelope, at)
    permission = _permit(envelope, at)
    if envelope.agreement is not None and body.MEMBER in envelope.record:
        body.check(envelope, permission.recipients, check_envelope.bodies_of(catalogue.load()))
    warnings = [*check_envelope.check_record(envelope, parts, kind, catalogue.load(), state=state)]
    warnings += check_person(envelope, parts, kind, known, at)
    warnings += listed_grounds.check(envelope, catalogue.load(), known.trust)
    check_direction(envelope, permission, known, at)
    check_envelope.check_sealed(envelope, permission, known, at)
    return warnings, Candidate(
        envelope=envelope,
        record_type=kind,
        recipients=permission.recipients,
        omitted=(),
        agreements=(),
        warnings=(),
        kid=known.trust.participants[envelope.sender].keys[0].kid,
        epoch=known.epoch,
    )


def _permit(envelope: Envelope, at: datetime) -> Permission:
    """Return to whom a record goes; whether an agreement allows it is asked where the example names one."""
    known = judgement()
    if envelope.agreement is not None:
        return check_envelope.permit(envelope, check_envelope.find_type(envelope, catalogue.load()), known, at)
    named = [check_envelope.expand(name, known.trust) if name.startswith("@") else [name] for name in envelope.to]
    return Permission(
        tuple(dict.fromkeys(each for names in named for each in names if each != envelope.sender)), (), ()
    )


def _payload(given: Mapping[str, Any], number: int, history: History, at: datetime) -> dict[str, Any]:
    """Return the payload as the gateway makes it, sealed parts and all, with the example's changes in it."""
    record = files.read(files.ROOT / given["type"] / given["version"] / "examples" / given["example"])
    member = catalogue.load().record_type(given["type"], given["version"]).subject_member
    said = {"type": given["type"], "version": given["version"], "purpose": "-", "record": record}
    routing = {"message_id": ID.format(number), "sender": given["from"], "to": given["to"], "sent_at": at}
    subject = record[member] if member else None
    payload: dict[str, Any] = strict_json.loads(  # type: ignore[assignment]
        envelopes.format(hub=judgement().trust.hub, subject=subject, **routing, **said)
    )
    for pointer, value in given.get("changes", {}).items():
        put(payload, pointer, history.fill_in(value))
    if sealed_part.MEMBER in record:
        payload["record"]["sealed"] = [_seal(each, payload, given) for each in record["sealed"]]
    return with_changes(payload, given.get("after_sealing", {}))


def _seal(part: Mapping[str, Any], payload: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    keys = [STRANGER] if given.get("sealed_to_stranger") else [OPENERS[name][0] for name in payload["to"]]
    context = sealed_part.context(hub=payload["hub"], sender=payload["from"], message_id=payload["id"])
    raw = sealed.seal(b"{}", [key.public for key in keys], context=context)
    digest = sha256(raw).hexdigest()
    return {**part, "ciphertext": raw.decode(), "sha256": digest, "recipients": [key.kid for key in keys]}


def _judge_agreement(given: Mapping[str, Any]) -> Sequence[Found]:
    stored = next(each for each in register.load() if each["id"] == given["agreement"])
    old = with_changes(stored, given.get("registered", {}))
    new = {**with_changes(old, given["changes"]), "version": old["version"] + 1}
    for each in (old, new):
        if violations := register.check(each):
            return _violated(violations)
    states = {each.id: each.state for each in judgement().trust.participants.values()}
    before, after = agreements.from_json(old, "00"), agreements.from_json(new, "01")
    found = life_cycle.check(before, after, states=states, profiles=deadline_profiles.load().keys())
    return [Found(fault=each) for each in found]


def _judge_document(given: Mapping[str, Any]) -> Sequence[Found]:
    room = importlib.import_module(given["module"].removesuffix(".py").replace("/", "."))
    return _violated(room.check(with_changes(files.read(files.ROOT / given["document"]), given["changes"])))


def _violated(violations: Sequence[Any]) -> list[Found]:
    return [Found(fault=Fault(pointer=v.pointer, code=v.code, ru=v.ru, en=v.en)) for v in violations]


def _judge_question(given: Mapping[str, Any]) -> Sequence[Found]:
    asked, caller = given["question"], Caller(participant="tj-mvd", state="TJ", citizens="TJK")
    kind = screening_rules.REQUEST if "persons" in asked else screening_rules.CITIZEN
    try:
        screen.check(kind, asked)
        if kind == screening_rules.CITIZEN:
            odd = list(answer_citizen._identify(asked, caller, SENT.date()).odd)
        else:
            odd = _ask(asked["persons"], caller)
    except HubError as error:
        return [Found(fault=each) for each in error.faults]
    return [Found(fault=each, as_what=WARNING) for each in odd]


def _ask(persons: Sequence[Mapping[str, Any]], caller: Caller) -> list[Fault]:
    letters = screening_rules.russian_letters()
    asked = [
        question.read_person(each, f"/persons/{place}", state=caller.state, today=SENT.date(), letters=letters)
        for place, each in enumerate(persons)
    ]
    screen.require_sound(asked)
    return [fault for each in asked for fault in each.odd]


def _judge_form(given: Mapping[str, Any]) -> Sequence[Found]:
    return [Found(fault=each) for each in fault_forms.ROOMS[given["room"]](given["form"])]


def _judge_site(given: Mapping[str, Any]) -> Sequence[Found]:
    problems = fault_sites.TRIALS[given["site"]]()
    return [Found(fault=Fault(pointer=p.pointer, code=p.code, ru=p.ru, en=p.en)) for p in problems]


_TRIALS = {
    "type": _judge_record,
    "agreement": _judge_agreement,
    "document": _judge_document,
    "question": _judge_question,
    "form": _judge_form,
    "site": _judge_site,
}
