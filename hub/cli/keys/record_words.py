"""A record in plain words, for a person who is to approve or sign it: its routing, then each member with its title.

Coded values stand with their labels of the code lists. What this release cannot put into words nobody can read, so it
is not signed here. The words may hold personal data: they go to the person's terminal and nowhere else.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hub.cli.command import Text
from hub.cli.ending import in_one_line
from hub.cli.files import FileError
from hub.core import instant
from hub.core.envelope import Envelope
from schemas import catalogue, outline, resolution
from schemas.catalogue import UnknownRecordTypeError, UnknownVersionError
from schemas.codes import UnknownCodeError
from schemas.outline import Member

PARTICIPANTS, PURPOSES = "participants", "purposes"
ROUTING = Text(
    "{type} {version}\nот кого     {sender}\nкому        {to}\nпредмет     {subject}\nцель        {purpose}\n"
    "соглашение  {agreement}\nв ответ на  {reply_to}\nистекает    {expires_at}\nсообщение   {id}",
    "{type} {version}\nfrom       {sender}\nto         {to}\nsubject    {subject}\npurpose    {purpose}\n"
    "agreement  {agreement}\nreply to   {reply_to}\nexpires    {expires_at}\nmessage    {id}",
)
SAID = {True: Text("да", "yes"), False: Text("нет", "no")}


def check(path: Path, envelope: Envelope) -> None:
    """Check that the record can be put into words.

    Raises:
        FileError: this release does not know its type, or the record does not fit its schema.
    """
    known = catalogue.load()
    try:
        wrong = known.validate(envelope.type, envelope.version, envelope.record)
    except (UnknownRecordTypeError, UnknownVersionError):
        raise FileError(
            "record-type-unreadable",
            f"{path}: этот выпуск не знает вида или версии записи и не покажет её словами. Установите новый выпуск.",
            f"{path}: this release does not know the record's type or version, so cannot show it. Install a newer one.",
        ) from None
    if wrong:
        first = wrong[0]
        raise FileError(
            "record-unfit",
            f"{path}: запись не соответствует схеме. {first.ru} Исправьте её и подготовьте содержимое заново.",
            f"{path}: the record does not fit its schema. {first.en} Mend it and prepare the payload anew.",
        )


def routing(envelope: Envelope, language: str) -> str:
    """Return who sends what to whom, and why."""
    return ROUTING.of(language).format(
        type=envelope.type,
        version=envelope.version,
        sender=_labelled((PARTICIPANTS,), envelope.sender, language),
        to=", ".join(_labelled((PARTICIPANTS,), each, language) for each in envelope.to),
        subject=in_one_line(envelope.subject or "-"),
        purpose=_labelled((PURPOSES,), envelope.purpose, language),
        agreement=envelope.agreement or "-",
        reply_to=envelope.reply_to or "-",
        expires_at="-" if envelope.expires_at is None else instant.format(envelope.expires_at),
        id=envelope.id,
    )


def describe(envelope: Envelope, language: str) -> list[str]:
    """Return the record in words, a line for each member that it holds, in the order of its schema."""
    members = {each.path: each for each in catalogue.load().members(envelope.type, envelope.version)}
    return [_title(members[()], language), *_inside((), envelope.record, members, language)]


def _inside(path: tuple[str, ...], value: Any, members: Mapping[Any, Member], language: str) -> Iterator[str]:
    if isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from _member((*path, outline.ITEM), item, members, language, number=number)
        return
    places = list(members)
    for name in sorted(
        value, key=lambda name: places.index((*path, name)) if (*path, name) in members else len(places)
    ):
        yield from _member((*path, name), value[name], members, language)


def _member(
    path: tuple[str, ...], value: Any, members: Mapping[Any, Member], language: str, *, number: int | None = None
) -> Iterator[str]:
    title = _title(members[path], language) if path in members else in_one_line(path[-1])
    head = "  " * len(path) + (title if number is None else f"{number}. {title}".strip())
    if isinstance(value, dict | list):
        yield head if head.endswith(".") else f"{head}:"
        yield from _inside(path, value, members, language)
    else:
        yield f"{head}: {_said(members.get(path), value, language)}"


def _title(member: Member, language: str) -> str:
    return Text(member.ru, member.en).of(language)


def _said(member: Member | None, value: Any, language: str) -> str:
    if isinstance(value, bool):
        return SAID[value].of(language)
    lists = () if member is None else resolution.names(member.node)
    return _labelled(lists, str(value), language)


def _labelled(lists: tuple[str, ...], code: str, language: str) -> str:
    """Return the label of a code with the code behind it; other values as they are, in one line."""
    known = catalogue.load()
    for name in lists:
        try:
            return f"{known.code_list(name).label(code, language)} [{code}]"
        except UnknownCodeError:
            continue
    return in_one_line(code)
