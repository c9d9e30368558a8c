"""How one version of an agreement may follow another: the legal moves of its life, and of its executive protocol's.

    negotiation ──> initialled ──> signed ──> ratified by each party ──> in force <──> suspended
         └───────────────────────────┘ └────────────────────────────────────┘ └──> terminated <┘

An executive protocol moves alike, by itself, but is in force only under an agreement in force.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from hub.core.agreement.version import Agreement, Protocol, Status
from hub.core.errors import Fault

MOVES: Mapping[Status, tuple[Status, ...]] = {
    Status.NEGOTIATION: (Status.INITIALLED, Status.SIGNED),
    Status.INITIALLED: (Status.NEGOTIATION, Status.SIGNED),
    Status.SIGNED: (Status.RATIFIED, Status.IN_FORCE),
    Status.RATIFIED: (Status.IN_FORCE,),
    Status.IN_FORCE: (Status.SUSPENDED, Status.TERMINATED),
    Status.SUSPENDED: (Status.IN_FORCE, Status.TERMINATED),
    Status.TERMINATED: (),
}
CONCLUDED = frozenset({Status.SIGNED, Status.RATIFIED, Status.IN_FORCE, Status.SUSPENDED})
UNDER_FORCE = frozenset({Status.IN_FORCE, Status.SUSPENDED, Status.TERMINATED})


def check(
    before: Agreement | None,
    after: Agreement,
    *,
    states: Mapping[str, str | None],
    profiles: Collection[str],
) -> list[Fault]:
    """Return what stands against `after` as the version that follows `before` (None: it is the first).

    Args:
        before: the newest version in the register.
        after: the version to come.
        states: state (alpha-2) by participant of the trust list; None for bodies.
        profiles: the ids of the deadline profiles.
    """
    return [*_moves(before, after), *_parts(before, after), *_dates(after), *_names(after, states, profiles)]


def _moves(before: Agreement | None, after: Agreement) -> Iterator[Fault]:
    if before is not None:
        yield from _move("/status", Status(before.status), Status(after.status))
        if before.protocol is not None and after.protocol is not None:
            yield from _move("/executive_protocol/status", before.protocol.status, after.protocol.status)


def _move(pointer: str, old: Status, new: Status) -> Iterator[Fault]:
    allowed = MOVES[old]
    if old is Status.TERMINATED or (new is not old and new not in allowed):
        named = ", ".join(allowed) or "—"
        yield Fault(
            pointer=pointer,
            code="agreement-move",
            ru=f"Переход из состояния «{old}» в «{new}» не предусмотрен. Допустимы: {named}.",
            en=f"No move leads from '{old}' to '{new}'. Allowed: {named}.",
        )


def _parts(before: Agreement | None, after: Agreement) -> Iterator[Fault]:
    if before is not None and (after.kind != before.kind or not _same_parties(before, after)):
        yield Fault(
            pointer="/parties",
            code="agreement-parties-changed",
            ru="Вид и стороны соглашения не меняются, но к многостороннему присоединяются. Заведите новое соглашение.",
            en="An agreement's kind and parties do not change, but others may join a multilateral one. Make another.",
        )
    if before is not None and before.protocol is not None and after.protocol is None:
        yield Fault(
            pointer="/executive_protocol",
            code="agreement-protocol-lost",
            ru="Исполнительный протокол не исчезает. Укажите его состояние, например terminated.",
            en="An executive protocol does not vanish. State its status, such as terminated.",
        )
    if after.status == Status.RATIFIED and after.ratified_by != after.parties:
        yield Fault(
            pointer="/ratifications",
            code="agreement-ratification",
            ru="Ратифицировали не все стороны. Укажите ratifications каждой стороны или состояние signed.",
            en="Not every party has ratified. State the ratifications of each, or the status signed.",
        )


def _same_parties(before: Agreement, after: Agreement) -> bool:
    return after.parties == before.parties or (len(before.parties) > 2 and after.parties > before.parties)


def _dates(after: Agreement) -> Iterator[Fault]:
    if not _ordered(after.signed_on, after.valid_from) or not _ordered(after.valid_from, after.valid_until):
        yield _dated("/valid_from")
    if after.status in CONCLUDED and after.signed_on is None:
        yield _dated("/signed_on")
    if after.status == Status.IN_FORCE and after.valid_from is None:
        yield _dated("/valid_from")
    if after.protocol is not None:
        yield from _protocol_dates(after, after.protocol)


def _protocol_dates(after: Agreement, protocol: Protocol) -> Iterator[Fault]:
    if not _ordered(protocol.signed_on, protocol.in_force_from):
        yield _dated("/executive_protocol/in_force_from")
    if protocol.status is Status.IN_FORCE:
        if protocol.in_force_from is None or protocol.signed_on is None:
            yield _dated("/executive_protocol/in_force_from")
        if after.status not in UNDER_FORCE:
            yield Fault(
                pointer="/executive_protocol/status",
                code="agreement-protocol-early",
                ru="Исполнительный протокол не действует раньше соглашения. Сначала введите в силу соглашение.",
                en="An executive protocol is not in force before its agreement. Bring the agreement into force first.",
            )


def _ordered(first: date | None, second: date | None) -> bool:
    return first is None or second is None or first <= second


def _dated(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="agreement-dates",
        ru="Дата не указана или противоречит другим. Нужны подписание, затем первый день, затем последний день.",
        en="A date is missing or contradicts others. Signing comes first, then the first day, then the last.",
    )


def _names(after: Agreement, states: Mapping[str, str | None], profiles: Collection[str]) -> Iterator[Fault]:
    if after.reference_only and after.allows:
        yield Fault(
            pointer="/allows",
            code="agreement-reference-only",
            ru="Справочная запись ничего не разрешает. Уберите allows.",
            en="An entry for reference authorises nothing. Leave allows empty.",
        )
    for place, clause in enumerate(after.allows):
        foreign = [name for name in sorted(clause.senders | clause.recipients) if _is_foreign(name, after, states)]
        if foreign:
            yield Fault(
                pointer=f"/allows/{place}",
                code="agreement-participant-foreign",
                ru=f"Участник «{foreign[0]}» не от стороны соглашения. Назовите компетентные органы сторон.",
                en=f"'{foreign[0]}' is no participant of a party. Name competent authorities of the parties.",
            )
    if after.deadline_profile not in {None, *profiles}:
        yield _unknown_profile("/deadline_profile")
    if after.protocol is not None and after.protocol.deadline_profile not in {None, *profiles}:
        yield _unknown_profile("/executive_protocol/deadline_profile")


def _is_foreign(name: str, after: Agreement, states: Mapping[str, str | None]) -> bool:
    """Say whether a participant is of a state that is no party; bodies have none, and some may not be listed yet."""
    state = states.get(name)
    return state is not None and state not in after.parties


def _unknown_profile(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="deadline-profile-unknown",
        ru="Такого профиля сроков нет. Возьмите профиль из schemas/deadline_profiles.",
        en="There is no such deadline profile. Take one of schemas/deadline_profiles.",
    )
