"""`hub protection`: who is protected, at the member's own site. Nothing of it leaves the site."""

from pathlib import Path

from hub.cli.command import AS_JSON, CONFIG, FILE, Argument, Command, Exit, Text, later
from hub.core.protection import Reason
from hub.setting_values import number, one_of

_SUBJECT = Text("НОМЕР", "ID")
_PERSON = Argument(
    name="--by",
    value=Text("СОТРУДНИК", "PERSON"),
    required=True,
    help=Text("условный код сотрудника, не имя", "opaque id of who does it, no name"),
)
_ENDS = {
    Exit.DONE: Text("записано", "noted"),
    Exit.REFUSED: Text("узел отклонил отзыв; отметка действует", "the hub refused the withdrawal; the mark stands"),
    Exit.WRONG_USE: Text(
        "неверные параметры или настройки, либо сотрудник не уполномочен",
        "wrong arguments or settings, or not an officer",
    ),
    Exit.LATER: Text(
        "отметка действует, но узел недоступен; повторите, чтобы отозвать дело",
        "the mark stands, but no hub; repeat to withdraw the case",
    ),
}

MARK = Command(
    name="mark",
    title=Text("защитить лицо: ничего о нём не подписывать", "protect a person: sign nothing about him or her"),
    about=Text(
        "Записывает отметку в реестр защиты участника. С этой минуты шлюз и hub submit не подписывают записей о лице "
        "(по номеру дела, документам, идентификаторам, имени с датой рождения). Если дело уже передано, отзывает его с "
        "нейтральной причиной, как и другие дела, транзиты и проверки гражданства того же лица; получатели и узел "
        "стирают сведения. Дела похожих лиц удерживает и называет. Причина отметки не покидает участника.",
        "Notes a mark in the member's protection register. From now on neither gateway nor hub submit signs a record "
        "about the person (by case, documents, identifiers, name with birth date). A case that was sent already is "
        "withdrawn for a neutral reason, and so are other cases, transits and citizenship checks of the person; "
        "recipients and hub erase what they hold. Cases of somebody alike are held back and named. The reason never "
        "leaves the member.",
    ),
    arguments=(
        CONFIG,
        Argument(name="--subject", value=_SUBJECT, help=Text("номер дела или запрета", "the case or ban")),
        Argument(
            name="--record",
            value=FILE,
            parse=Path,
            help=Text("запись о лице (JSON), например проект запроса", "a record about the person, such as a draft"),
        ),
        Argument(
            name="--reason",
            value=Text("ПРИЧИНА", "REASON"),
            parse=one_of(*Reason),
            required=True,
            help=Text(
                "asylum-claim (ходатайство об убежище), refugee-status (статус беженца), trafficking-victim (жертва "
                "торговли людьми), unaccompanied-minor (несовершеннолетний без сопровождения)",
                ", ".join(Reason),
            ),
        ),
        Argument(
            name="--bans",
            help=Text(
                "искать и отметить запреты на лицо из --record; узел запишет, что орган спрашивал",
                "look for bans on the person of --record and mark them; the hub logs that you asked",
            ),
        ),
        _PERSON,
        AS_JSON,
    ),
    ends=_ENDS,
    run=later("hub.cli.protection.actions", "mark"),
)
RELEASE = Command(
    name="release",
    title=Text("снять защиту с дела", "release a case"),
    about=Text(
        "Снимает отметки с дела (или одну, по её номеру) и отмечает его проверенным. Это может только сотрудник из "
        "[protection] officers, и не "
        "тот, кто поставил отметку.",
        "Releases the marks on a case, or one mark by its number, and notes that the case was reviewed. Only an "
        "officer of [protection] officers may, "
        "and not whoever made the mark.",
    ),
    arguments=(
        CONFIG,
        Argument(name="--subject", value=_SUBJECT, help=Text("номер дела или запрета", "the case or ban")),
        Argument(
            name="--mark",
            value=Text("НОМЕР", "NUMBER"),
            parse=number(1, 2**31),
            help=Text("номер отметки, как его печатает list", "number of the mark, as list prints it"),
        ),
        _PERSON,
        AS_JSON,
    ),
    ends={name: _ENDS[name] for name in (Exit.DONE, Exit.WRONG_USE)},
    run=later("hub.cli.protection.actions", "release"),
)
LIST = Command(
    name="list",
    title=Text("показать отметки", "list the marks"),
    about=Text(
        "Печатает отметки реестра защиты участника, без имён и номеров документов.",
        "Prints the marks of the member's protection register, without names and document numbers.",
    ),
    arguments=(CONFIG, AS_JSON),
    ends={name: _ENDS[name] for name in (Exit.DONE, Exit.WRONG_USE)},
    run=later("hub.cli.protection.actions", "list_all"),
)

COMMAND = Command(
    name="protection",
    title=Text("реестр защиты лиц у участника", "the member's register of protected persons"),
    about=Text(
        "Реестр лежит в state_dir шлюза и хранит только слепые токены. Он блокирует запись до подписи.",
        "The register lies in the gateway's state_dir and keeps blind tokens only. It blocks records before they are "
        "signed.",
    ),
    actions=(MARK, RELEASE, LIST),
)
