"""A trust list in plain words: what a document holds, what a proposal changes, who signed, what to compare aloud."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hub.cli.command import Text
from hub.cli.ending import in_one_line
from keys import instant, trust_chain, trust_participants, trust_proposal, trust_root
from keys.note_key import VerifierKey
from keys.trust_participants import KeyStatus, KeyUse, Participant, ParticipantKey, Participants
from keys.trust_proposal import Need, Proposal
from keys.trust_root import Role, Root
from schemas import catalogue
from schemas.codes import UnknownCodeError

NOTHING = Text("без изменений, только новый срок", "nothing but the new term")
TITLES = {
    trust_root.KIND: Text("КОРНЕВОЙ ДОКУМЕНТ, версия {version}", "ROOT, version {version}"),
    trust_participants.KIND: Text("СПИСОК УЧАСТНИКОВ, версия {version}", "PARTICIPANTS, version {version}"),
}
TERM = Text("срок: {issued_at} … {expires_at}", "term: {issued_at} … {expires_at}")
FOLLOWS = Text("следует за корнем {previous}", "follows the root {previous}")
CHANGES = Text("что меняется:", "what changes:")
ALOUD = Text("дайджест, сверить вслух:", "digest, to be compared aloud:")
NEEDS = {
    (trust_root.KIND, False): Text(
        "Совет: {have} из {threshold} подписей", "Council: {have} of {threshold} signatures"
    ),
    (trust_root.KIND, True): Text(
        "прежний Совет: {have} из {threshold} подписей", "Council before: {have} of {threshold} signatures"
    ),
    (trust_participants.KIND, False): Text(
        "уполномоченные: {have} из {threshold} подписей", "officers: {have} of {threshold} signatures"
    ),
}
ROLE = Text("{title}: {role}", "{title}: {role}")
LOG = Text("ключ журнала: {key}", "log key: {key}")
EXCLUDED = Text("не считается свидетель государства: {state}", "the witness of this state does not count: {state}")
LET_IN = Text("+ Совет допускает ключ {who}: {kid}", "+ the Council lets in the key of {who}: {kid}")
NOT_NAMED = Text(
    "- Совет больше не называет ключ {who}: {kid}", "- the Council no longer names the key of {who}: {kid}"
)
MEMBER = Text("+ участник {who}: роль {role}, государство {state}", "+ participant {who}: role {role}, state {state}")
WITNESS = Text("  ключ свидетеля {who}: {key}", "  witness key of {who}: {key}")
REMOVED = Text("- участник {who} исключён", "- participant {who} is removed")
LISTED = Text(
    "{sign} ключ {who}: {kid}, {use}, до {until}, {state}; {how}",
    "{sign} key of {who}: {kid}, {use}, until {until}, {state}; {how}",
)
OUT_OF_FORCE = Text(
    "; с {at}, причина: {why}",
    "; since {at}, reason: {why}",
)
DOUBTFUL = Text("; мог быть у других с {since}", "; others may have had it since {since}")
NO_REASON = Text("не указана", "none given")
ROLES = {
    "council": Text("Совет", "Council"),
    "participants": Text("уполномоченные", "officers"),
    "status": Text("ключ статуса", "status key"),
}
USES = {KeyUse.SIGNING: Text("подпись", "signing"), KeyUse.ENCRYPTION: Text("шифрование", "encryption")}
STATES = {
    KeyStatus.ACTIVE: Text("действует", "in force"),
    KeyStatus.SUSPENDED: Text("ПРИОСТАНОВЛЕН", "SUSPENDED"),
    KeyStatus.REVOKED: Text("ОТОЗВАН НАВСЕГДА", "REVOKED FOR EVER"),
}
COUNCIL_LETS_IN = Text("допускает сам Совет", "let in by the Council itself")
VOUCHED = Text("поручился ключ того же участника", "vouched for by a key of the same participant")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that changes, in both languages."""

    text: Text


def describe(proposal: Proposal, language: str) -> list[str]:
    """Return a proposal in plain words."""
    lines = [proposal.root.hub]
    for kind, text in proposal.texts.items():
        lines += ["", *_document(kind, text, proposal, language)]
    return lines


def describe_published(root: Root, listed: Participants, language: str) -> list[str]:
    """Return a published list in plain words."""
    lines = [root.hub]
    for kind, content in ((trust_root.KIND, root), (trust_participants.KIND, listed)):
        lines += ["", *_head(kind, content, language)]
        lines += [f"  {said.text.of(language)}" for said in _changes(kind, None, content)]
    return lines


def as_json(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as JSON; `digest` names each text, whoever signed it."""
    return {
        "hub": proposal.root.hub,
        "documents": [
            {
                "kind": kind,
                "version": _content(kind, proposal).version,
                "digest": digest_of(text),
                "changes": [
                    {"ru": said.text.ru, "en": said.text.en}
                    for said in _changes(kind, _before(kind, proposal), _content(kind, proposal))
                ],
                "needs": [_need(need) for need in trust_proposal.needs(proposal) if need.kind == kind],
            }
            for kind, text in proposal.texts.items()
        ],
    }


def digest_of(text: bytes) -> str:
    """Return the digest that names a document, before anybody has signed it."""
    return trust_chain.digest_of_text(text)


def aloud(digest: str) -> str:
    """Return a digest in groups of four, as people read it to each other."""
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))


def _document(kind: str, text: bytes, proposal: Proposal, language: str) -> Iterator[str]:
    content, before = _content(kind, proposal), _before(kind, proposal)
    yield from _head(kind, content, language)
    yield f"  {CHANGES.of(language)}"
    said = [each.text.of(language) for each in _changes(kind, before, content)]
    yield from (f"    {line}" for line in said or [NOTHING.of(language)])
    for need in trust_proposal.needs(proposal):
        if need.kind == kind:
            counted = {"have": len(need.names), "threshold": need.role.threshold}
            yield f"  {NEEDS[kind, need.old].of(language).format(**counted)}{_names(need.names)}"
    yield f"  {ALOUD.of(language)}"
    yield f"    {aloud(digest_of(text))}"


def _head(kind: str, content: Root | Participants, language: str) -> Iterator[str]:
    yield TITLES[kind].of(language).format(version=content.version)
    term = {"issued_at": instant.format(content.issued_at), "expires_at": instant.format(content.expires_at)}
    yield f"  {TERM.of(language).format(**term)}"
    if isinstance(content, Root) and content.previous is not None:
        yield f"  {FOLLOWS.of(language).format(previous=aloud(content.previous))}"


def _content(kind: str, proposal: Proposal) -> Root | Participants:
    return proposal.root if kind == trust_root.KIND else proposal.participants


def _before(kind: str, proposal: Proposal) -> Root | Participants | None:
    if proposal.before is None:
        return None
    text = trust_chain.text_of(proposal.before.documents[kind], kind)
    return trust_root.parse(text) if kind == trust_root.KIND else trust_participants.parse(text)


def _need(need: Need) -> dict[str, Any]:
    members: dict[str, Any] = {"threshold": need.role.threshold, "signed": list(need.names), "enough": need.enough}
    return {**members, "keys": [key.name for key in need.role.keys], "before": need.old}


def _changes(kind: str, before: Any, after: Any) -> list[Said]:
    return list(_root_changes(before, after) if kind == trust_root.KIND else _list_changes(before, after))


def _root_changes(before: Root | None, after: Root) -> Iterator[Said]:
    for name, title in ROLES.items():
        role = getattr(after, name)
        if role != getattr(before, name, None):
            yield _said(ROLE, title=title, role=_role(role))
    if before is None or after.log != before.log:
        yield _said(LOG, key=_verifier(after.log))
    if before is None or after.excluded_state != before.excluded_state:
        yield _said(EXCLUDED, state=after.excluded_state or "-")
    known, named = before.enrolled if before else (), after.enrolled
    yield from (_said(LET_IN, who=key.participant, kid=key.kid) for key in named if key not in known)
    yield from (_said(NOT_NAMED, who=key.participant, kid=key.kid) for key in known if key not in named)


def _list_changes(before: Participants | None, after: Participants) -> Iterator[Said]:
    known: Mapping[str, Participant] = {each.id: each for each in before.participants} if before else {}
    for own in after.participants:
        yield from _participant_changes(known.get(own.id), own)
    remaining = {own.id for own in after.participants}
    yield from (_said(REMOVED, who=_who(name)) for name in known if name not in remaining)


def _participant_changes(before: Participant | None, own: Participant) -> Iterator[Said]:
    if before is None or (before.role, before.state) != (own.role, own.state):
        yield _said(MEMBER, who=_who(own.id), role=own.role.value, state=own.state or "-")
    if own.witness != (before.witness if before else None):
        yield _said(WITNESS, who=own.id, key=_verifier(own.witness) if own.witness else "-")
    keys = {key.kid: key for key in before.keys} if before else {}
    yield from (_key(key, new=key.kid not in keys) for key in own.keys if key != keys.get(key.kid))


def _key(key: ParticipantKey, *, new: bool) -> Said:
    vouched = key.enrolment is not None and (key.enrolment.vouched is not None or key.use is KeyUse.ENCRYPTION)
    facts: dict[str, Any] = {
        "sign": "+" if new else "!",
        "who": key.participant,
        "kid": key.kid,
        "use": USES[key.use],
        "state": STATES[key.status],
        "until": instant.format(key.valid_until),
        "how": VOUCHED if vouched else COUNCIL_LETS_IN,
    }
    if key.status_at is None:
        return _said(LISTED, **facts)
    parts = [LISTED, OUT_OF_FORCE]
    facts |= {"at": instant.format(key.status_at), "why": _reason(key.reason)}
    if key.compromised_since is not None:
        parts.append(DOUBTFUL)
        facts["since"] = instant.format(key.compromised_since)
    return _said(Text("".join(part.ru for part in parts), "".join(part.en for part in parts)), **facts)


def _reason(code: str | None) -> Text:
    """Return why a key is out of force, in the words of the code list where it is one of its codes."""
    if code is None:
        return NO_REASON
    try:
        entry = catalogue.load().code_list("suspension-reasons").entry(code)
    except UnknownCodeError:
        return Text(in_one_line(code), in_one_line(code))
    return Text(f"{entry.label('ru')} ({code})", f"{entry.label('en')} ({code})")


def _said(text: Text, **facts: Any) -> Said:
    """Return a sentence in both languages; a fact that is a text is said in each."""
    return Said(
        Text(
            text.ru.format(**{name: value.ru if isinstance(value, Text) else value for name, value in facts.items()}),
            text.en.format(**{name: value.en if isinstance(value, Text) else value for name, value in facts.items()}),
        )
    )


def _who(participant: str) -> Text:
    try:
        entry = catalogue.load().code_list("participants").entry(participant)
    except UnknownCodeError:
        return Text(participant, participant)
    return Text(f"{participant} ({entry.label('ru')})", f"{participant} ({entry.label('en')})")


def _role(role: Role) -> Text:
    names = "; ".join(_verifier(key) for key in role.keys)
    return Text(f"{role.threshold} из {len(role.keys)}: {names}", f"{role.threshold} of {len(role.keys)}: {names}")


def _verifier(key: VerifierKey) -> str:
    """Return a key by its name and thumbprint; the name is its holder's choice."""
    return f"{in_one_line(key.name)} [{key.public_key.thumbprint}]"


def _names(names: tuple[str, ...]) -> str:
    return f" ({', '.join(in_one_line(name) for name in names)})" if names else ""
