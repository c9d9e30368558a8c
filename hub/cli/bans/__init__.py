"""`hub bans`: how bans stand, how two lists compare, what an amnesty act comes to, what waits for an answer."""

from datetime import date
from pathlib import Path

from hub.cli.command import AS_JSON, CONFIG, FILE, Argument, Command, Exit, Text, later
from hub.setting_values import WrongValueError

_ACTIONS = "hub.cli.bans.actions"
_PARTICIPANT = Text("УЧАСТНИК", "PARTICIPANT")


def parse_day(text: str) -> date:
    """Return a day written as 2026-11-21.

    Raises:
        WrongValueError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongValueError("дата вида ГГГГ-ММ-ДД", "a date like YYYY-MM-DD") from None


_ON = Argument(
    name="--on",
    value=Text("ДАТА", "DATE"),
    parse=parse_day,
    help=Text("на какой день, иначе на сегодня", "on which day; else today"),
)
_ISSUER = Argument(
    name="--issuer",
    value=_PARTICIPANT,
    help=Text("чей список; иначе свой", "whose list; else your own"),
)
_LIST = Argument(
    name="--list",
    value=FILE,
    parse=Path,
    help=Text(
        'список национальной системы: JSON {"bans": [{"ban_id", "revision", "status"}]}',
        'the national system\'s list: JSON {"bans": [{"ban_id", "revision", "status"}]}',
    ),
)
_ANSWERS = Argument(
    name="--answers",
    value=FILE,
    parse=Path,
    help=Text(
        "запись ban-list-state другой стороны: показать свои записи там, где списки расходятся",
        "the other side's record ban-list-state: show your own entries where the lists differ",
    ),
)

COMMAND = Command(
    name="bans",
    title=Text("списки запретов: сверка, амнистия, пересмотр", "ban lists: reconciliation, amnesty, reviews"),
    about=Text(
        "Показывает запреты, выданные вашим органом или доставленные ему: номера, состояния, сроки, без данных о "
        "лицах. Снимает и меняет запреты только сам орган, отправляя следующую редакцию (hub submit).",
        "Shows bans that your authority issued or received: references, states and days, no persons. Only the issuer "
        "lifts or changes a ban, by submitting its next revision (hub submit).",
    ),
    actions=(
        Command(
            name="list",
            title=Text("показать запреты одного органа", "show one issuer's bans"),
            about=Text(
                "Печатает запреты органа на указанный день. Органу, который их ввёл, показывает и предупреждения: "
                "подошёл срок пересмотра, срок истёк, а редакции об этом нет.",
                "Prints an issuer's bans on a day. Their issuer is shown warnings, too: a review is due, or a ban "
                "has expired and no revision says so.",
            ),
            arguments=(CONFIG, _ISSUER, _ON, AS_JSON),
            run=later(_ACTIONS, "show"),
        ),
        Command(
            name="state",
            title=Text("подготовить состояние списка", "prepare the state of a list"),
            about=Text(
                "Вычисляет дайджест списка и печатает запись ban-list-state; её отправляют командой hub submit. Список "
                "берётся из файла, а без него — как он доставлен через узел.",
                "Makes the digest of a list and prints the record ban-list-state, to be sent by hub submit. The list "
                "comes from a file; without one, as it was delivered through the hub.",
            ),
            arguments=(CONFIG, _ISSUER, _LIST, _ANSWERS, _ON),
            ends={
                Exit.DONE: Text("запись напечатана", "the record is printed"),
                Exit.LATER: Text(
                    "узел не ответил или ещё не учёл последние запреты",
                    "the hub was not reached, or lacks the newest bans",
                ),
            },
            run=later(_ACTIONS, "state"),
        ),
        Command(
            name="compare",
            title=Text("сверить список", "compare a list"),
            about=Text(
                "С --list сверяет список национальной системы с доставленным через узел: передаются дайджест и "
                "расходящиеся части, а не весь список. Без него сверяет последнее состояние, присланное органом "
                "(ban-list-state), с тем, что было от него доставлено раньше.",
                "With --list, compares the national system's list with what was delivered through the hub: digests "
                "and the parts that differ travel, not the list. Without it, compares the last state that the issuer "
                "sent (ban-list-state) with what it had delivered before.",
            ),
            arguments=(CONFIG, _ISSUER, _LIST, _ON, AS_JSON),
            ends={
                Exit.DONE: Text("списки совпадают", "the lists are the same"),
                Exit.REFUSED: Text("списки расходятся, отличия напечатаны", "the lists differ; where, is printed"),
            },
            run=later(_ACTIONS, "compare"),
        ),
        Command(
            name="amnesty",
            title=Text("применить акт об амнистии к своим запретам", "evaluate an amnesty act over your own bans"),
            about=Text(
                "Для каждого вашего запрета печатает предложение с основанием: подпадает, не подпадает, решает "
                "человек. Ничего не меняет: запрет снимает только орган, отправляя следующую его редакцию.",
                "Prints a proposal with its reason for each of your bans: eligible, ineligible, or for a person to "
                "decide. It changes nothing: only the issuer lifts a ban, by submitting its next revision.",
            ),
            arguments=(
                Argument(
                    name="act",
                    value=Text("АКТ", "ACT"),
                    help=Text("номер акта (act_id), уже отправленного вами", "the act (act_id) that you have sent"),
                ),
                CONFIG,
                _ON,
                Argument(
                    name="--drafts",
                    value=Text("ПАПКА", "FOLDER"),
                    parse=Path,
                    help=Text(
                        "записать сюда следующие редакции подпадающих запретов для hub load",
                        "write the next revisions of the eligible bans here, for hub load",
                    ),
                ),
                AS_JSON,
            ),
            run=later(_ACTIONS, "amnesty"),
        ),
        Command(
            name="waiting",
            title=Text("показать, что ждёт ответа", "show what waits for an answer"),
            about=Text(
                "Печатает просьбы о пересмотре и вопросы о запретах, ваши и направленные вам, со сроком ответа. "
                "Неподтверждённый срок только напоминает.",
                "Prints reviews and enquiries about bans, yours and those sent to you, with the term of the answer. An "
                "unverified term only reminds.",
            ),
            arguments=(CONFIG, AS_JSON),
            run=later(_ACTIONS, "waiting"),
        ),
    ),
)
