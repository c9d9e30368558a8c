"""A trust list in plain words: what a document holds, what a proposal changes, who signed, what to compare aloud."""

from collections.abc import Iterator, Mapping
from typing import Any

from hub.cli.command import Text
from hub.cli.ending import in_one_line
from hub.cli.trust import changes
from keys import instant, trust_chain, trust_participants, trust_proposal, trust_root
from keys.note_key import VerifierKey
from keys.trust_participants import Participants
from keys.trust_proposal import Need, Proposal
from keys.trust_root import Root

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
SIGNS = Text("этот ключ, {key}, подписывает:", "this key, {key}, signs:")
SIGNED_ONE = Text("{title}, дайджест {digest}", "{title}, digest {digest}")


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
        lines += [f"  {said.text.of(language)}" for said in changes.find(kind, None, content)]
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
                    {"ru": said.marked("ru"), "en": said.marked("en")}
                    for said in changes.find(kind, _before(kind, proposal), _content(kind, proposal))
                ],
                "needs": [_need(need) for need in trust_proposal.needs(proposal) if need.kind == kind],
            }
            for kind, text in proposal.texts.items()
        ],
    }


def describe_signing(proposal: Proposal, keys: Mapping[str, VerifierKey], language: str) -> list[str]:
    """Return which documents a holder's key signs; `keys` are its names, by the files that it adds."""
    lines = []
    for key in dict.fromkeys(keys.values()):
        lines += ["", SIGNS.of(language).format(key=changes.name_key(key))]
        for name in (name for name, each in keys.items() if each == key):
            kind = name.partition(".")[0]
            title = TITLES[kind].of(language).format(version=_content(kind, proposal).version)
            digest = aloud(digest_of(proposal.texts[kind]))
            lines.append(f"  {SIGNED_ONE.of(language).format(title=title, digest=digest)}")
    return lines


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
    said = [each.marked(language) for each in changes.find(kind, before, content)]
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


def _names(names: tuple[str, ...]) -> str:
    return f" ({', '.join(in_one_line(name) for name in names)})" if names else ""
