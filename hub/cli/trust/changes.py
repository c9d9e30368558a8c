"""What a document of the trust list holds, and what a next version changes, a sentence each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hub.cli.command import Text
from hub.cli.ending import in_one_line
from keys import instant, trust_root
from keys.note_key import VerifierKey
from keys.trust_participants import KeyStatus, KeyUse, Participant, ParticipantKey, Participants
from keys.trust_root import Role, Root
from schemas import catalogue
from schemas.codes import UnknownCodeError

ROLE = Text("{title}, {threshold} из {count}: {keys}", "{title}, {threshold} of {count}: {keys}")
THRESHOLD = Text(
    "{title}: порог был {old}, теперь {new} (ключей {count})",
    "{title}: the threshold was {old}, now {new} (keys: {count})",
)
FALLS = Text(
    "ВНИМАНИЕ: порог снижается ({title}): хватит меньшего числа подписей, чем до сих пор",
    "WARNING: the threshold falls ({title}): fewer signatures than so far are enough",
)
KEY_IN = Text("{title}: добавлен ключ {key}", "{title}: added, the key {key}")
KEY_OUT = Text("{title}: исключён ключ {key}", "{title}: removed, the key {key}")
LOG = Text("ключ журнала: {key}", "log key: {key}")
OTHER_LOG = Text("ключ журнала: был {old}, теперь {key}", "log key: was {old}, now {key}")
EXCLUDED = Text(
    "свидетель государства {state}, где стоит узел, в большинство не засчитывается",
    "the witness of {state}, where the hub stands, does not count towards the majority",
)
NONE_EXCLUDED = Text("засчитываются свидетели всех государств", "the witnesses of all states count")
LET_IN = Text("Совет допускает ключ {who}: {kid}", "the Council lets in the key of {who}: {kid}")
NOT_NAMED = Text("Совет больше не называет ключ {who}: {kid}", "the Council no longer names the key of {who}: {kid}")
MEMBER = Text("участник {who}: роль — {role}, {state}", "participant {who}: role {role}, {state}")
OF_STATE = Text("государство {code}", "state {code}")
OF_NO_STATE = Text("без государства", "of no state")
WITNESS = Text("ключ свидетеля {who}: {key}", "witness key of {who}: {key}")
NO_WITNESS = Text("у {who} больше нет ключа свидетеля", "{who} has no witness key any more")
REMOVED = Text("участник {who} исключён", "participant {who} is removed")
LISTED = Text(
    "ключ {who}: {kid}, {use}, до {until}, {state}; {how}", "key of {who}: {kid}, {use}, until {until}, {state}; {how}"
)
OTHER_STATUS = Text("было: {old}, стало: {new}", "was {old}, now {new}")
OUT_OF_FORCE = Text("; с {at}, причина: {why}", "; since {at}, reason: {why}")
DOUBTFUL = Text("; мог быть у других с {since}", "; others may have had it since {since}")
LIFTS = Text("; СНИМАЕТ приостановки: {lifted}", "; LIFTS the suspensions {lifted}")
TAKES_IN = Text("; учитывает приостановки: {lifted}", "; takes in the suspensions {lifted}")
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
    """One sentence in both languages; `sign` tells what is new (+), gone (-) or other than before (!)."""

    sign: str
    text: Text

    def marked(self, language: str) -> str:
        """Return it with its sign in front, as a change is shown."""
        return f"{self.sign} {self.text.of(language)}".lstrip()


def find(kind: str, before: Any, after: Any) -> list[Said]:
    """Return what a document says other than the one before; all that it says where there is none before."""
    return list(_root(before, after) if kind == trust_root.KIND else _list(before, after))


def name_key(key: VerifierKey) -> str:
    """Return a key by its name and thumbprint; the name is its holder's choice."""
    return f"{in_one_line(key.name)} [{key.public_key.thumbprint}]"


def _root(before: Root | None, after: Root) -> Iterator[Said]:
    for name, title in ROLES.items():
        yield from _role(title, getattr(before, name, None), getattr(after, name))
    if before is None:
        yield _said("", LOG, key=name_key(after.log))
    elif after.log != before.log:
        yield _said("!", OTHER_LOG, old=name_key(before.log), key=name_key(after.log))
    if before is None or after.excluded_state != before.excluded_state:
        sign, text = "" if before is None else "!", EXCLUDED if after.excluded_state else NONE_EXCLUDED
        yield _said(sign, text, state=after.excluded_state)
    known, named = before.enrolled if before else (), after.enrolled
    yield from (_said("+", LET_IN, who=key.participant, kid=key.kid) for key in named if key not in known)
    yield from (_said("-", NOT_NAMED, who=key.participant, kid=key.kid) for key in known if key not in named)


def _role(title: Text, before: Role | None, after: Role) -> Iterator[Said]:
    count = len(after.keys)
    if before is None:
        keys = "; ".join(map(name_key, after.keys))
        yield _said("", ROLE, title=title, threshold=after.threshold, count=count, keys=keys)
        return
    if after.threshold != before.threshold:
        yield _said("!", THRESHOLD, title=title, old=before.threshold, new=after.threshold, count=count)
    if after.threshold < before.threshold:
        yield _said("!", FALLS, title=title)
    yield from (_said("+", KEY_IN, title=title, key=name_key(key)) for key in after.keys if key not in before.keys)
    yield from (_said("-", KEY_OUT, title=title, key=name_key(key)) for key in before.keys if key not in after.keys)


def _list(before: Participants | None, after: Participants) -> Iterator[Said]:
    known: Mapping[str, Participant] = {each.id: each for each in before.participants} if before else {}
    for own in after.participants:
        yield from _participant(known.get(own.id), own)
    remaining = {own.id for own in after.participants}
    yield from (_said("-", REMOVED, who=_who(name)) for name in known if name not in remaining)


def _participant(before: Participant | None, own: Participant) -> Iterator[Said]:
    if before is None or (before.role, before.state) != (own.role, own.state):
        state = Text(OF_STATE.ru.format(code=own.state), OF_STATE.en.format(code=own.state))
        facts = {"role": _label("participant-roles", own.role.value), "state": state if own.state else OF_NO_STATE}
        yield _said("!" if before else "+", MEMBER, who=_who(own.id), **facts)
    old = before.witness if before else None
    if own.witness is not None and own.witness != old:
        yield _said("!" if old else "+", WITNESS, who=own.id, key=name_key(own.witness))
    elif own.witness is None and old is not None:
        yield _said("-", NO_WITNESS, who=own.id)
    keys = {key.kid: key for key in before.keys} if before else {}
    yield from (_key(keys.get(key.kid), key) for key in own.keys if key != keys.get(key.kid))


def _key(before: ParticipantKey | None, key: ParticipantKey) -> Said:
    vouched = key.enrolment is not None and (key.enrolment.vouched is not None or key.use is KeyUse.ENCRYPTION)
    facts: dict[str, Any] = {
        "who": key.participant,
        "kid": key.kid,
        "use": USES[key.use],
        "state": _status(before, key),
        "until": instant.format(key.valid_until),
        "how": VOUCHED if vouched else COUNCIL_LETS_IN,
    }
    parts = [LISTED]
    if key.status_at is not None:
        parts.append(OUT_OF_FORCE)
        facts |= {"at": instant.format(key.status_at), "why": reason_in_words(key.reason)}
    if key.compromised_since is not None:
        parts.append(DOUBTFUL)
        facts["since"] = instant.format(key.compromised_since)
    known = before.decides if before else ()
    if decided := [digest for digest in key.decides if digest not in known]:
        parts.append(LIFTS if key.status is KeyStatus.ACTIVE else TAKES_IN)
        facts["lifted"] = ", ".join(decided)
    text = Text("".join(part.ru for part in parts), "".join(part.en for part in parts))
    return _said("!" if before else "+", text, **facts)


def _status(before: ParticipantKey | None, key: ParticipantKey) -> Text:
    if before is None or before.status is key.status:
        return STATES[key.status]
    return _said("", OTHER_STATUS, old=STATES[before.status], new=STATES[key.status]).text


def reason_in_words(code: str | None) -> Text:
    """Return why a key is out of force, in the words of the code list where it is one of its codes."""
    if code is None:
        return NO_REASON
    reasons = catalogue.load().code_list("suspension-reasons")
    if code not in {entry.code for entry in reasons.entries}:
        return Text(in_one_line(code), in_one_line(code))
    return Text(f"{reasons.label(code, 'ru')} ({code})", f"{reasons.label(code, 'en')} ({code})")


def _label(code_list: str, code: str) -> Text:
    found = catalogue.load().code_list(code_list)
    return Text(found.label(code, "ru"), found.label(code, "en"))


def _said(sign: str, text: Text, **facts: Any) -> Said:
    """Return a sentence in both languages; a fact that is a text is said in each."""
    russian = {name: value.ru if isinstance(value, Text) else value for name, value in facts.items()}
    english = {name: value.en if isinstance(value, Text) else value for name, value in facts.items()}
    return Said(sign, Text(text.ru.format(**russian), text.en.format(**english)))


def _who(participant: str) -> Text:
    try:
        entry = catalogue.load().code_list("participants").entry(participant)
    except UnknownCodeError:
        return Text(participant, participant)
    return Text(f"{participant} ({entry.label('ru')})", f"{participant} ({entry.label('en')})")
