"""`hub agreement`: the register of agreements at the hub's own site, and a party's approval at its own."""

from pathlib import Path

from hub.cli.command import AS_JSON, CONFIG, FILE, Argument, Command, Exit, Text, later

DOCUMENT = Argument(
    name="file",
    value=FILE,
    parse=Path,
    help=Text(
        "документ (schemas/agreements/agreement.schema.json)", "the document (schemas/agreements/agreement.schema.json)"
    ),
)

LIST = Command(
    name="list",
    title=Text("показать новейшую версию каждого соглашения", "show the newest version of every agreement"),
    about=Text(
        "Печатает код, версию, статус и стороны каждого соглашения.",
        "Prints id, version, status and parties of each agreement.",
    ),
    arguments=(AS_JSON,),
    run=later("hub.cli.agreement.register", "list_all"),
)
SHOW = Command(
    name="show",
    title=Text("показать все версии соглашения", "show every version of an agreement"),
    about=Text(
        "Печатает версии с днём, с которого каждая судит, чего ещё не даёт исполнительный протокол и какие стороны "
        "версию одобрили. С --json добавляет документы и доказательства места в журнале.",
        "Prints the versions with the day from which each judges, what the executive protocol does not supply yet, and "
        "which parties approved. With --json also the documents, with the proofs of their places in the log.",
    ),
    arguments=(
        Argument(name="agreement", value=Text("СОГЛАШЕНИЕ", "AGREEMENT"), help=Text("код соглашения", "its id")),
        AS_JSON,
    ),
    ends={Exit.DONE: Text("показано", "shown"), Exit.REFUSED: Text("такого соглашения нет", "there is no such one")},
    run=later("hub.cli.agreement.register", "show"),
)
APPROVE = Command(
    name="approve",
    title=Text("одобрить версию от имени стороны", "approve a version for a party"),
    about=Text(
        "Подписывает ключом участника согласие его государства с документом, байт в байт, и записывает согласие в "
        "журнал. Без --digest только показывает документ и его SHA-256. Без согласия сторон ни секретариат, ни "
        "оператор не вводят соглашение в силу и не меняют действующее.",
        "Signs, by the participant's key, its state's consent to the document, byte for byte, and logs it. Without "
        "--digest it only shows the document and its SHA-256. Without its parties' consents neither the secretariat "
        "nor the operator brings an agreement into force, or changes one in force.",
    ),
    arguments=(
        DOCUMENT,
        CONFIG,
        Argument(
            name="--digest",
            value=Text("ДАЙДЖЕСТ", "DIGEST"),
            help=Text(
                "SHA-256 прочитанного документа, не менее 32 знаков", "SHA-256 of what was read, 32 digits at least"
            ),
        ),
        Argument(
            name="--output",
            value=FILE,
            parse=Path,
            help=Text("записать согласие в файл, не отправляя", "write the consent to a file, do not submit it"),
        ),
        AS_JSON,
    ),
    ends={
        Exit.DONE: Text("согласие в журнале или в файле", "the consent is logged, or written"),
        Exit.REFUSED: Text("узел отклонил согласие", "the hub refused the consent"),
        Exit.WRONG_USE: Text("нет дайджеста, он другой, или неверный файл", "no digest, another one, or a wrong file"),
        Exit.LATER: Text("узел недоступен или исход неизвестен; повторите", "no hub, or in doubt; repeat"),
    },
    run=later("hub.cli.agreement.approve", "approve"),
)
PUBLISH = Command(
    name="publish",
    title=Text("записать новую версию", "log a new version"),
    about=Text(
        "Проверяет документ соглашения, переход из прежнего состояния и согласия сторон, затем записывает версию в "
        "журнал. Номер версии на единицу больше последнего.",
        "Checks an agreement's document, the move from its last status and the parties' consents, then logs the "
        "version. Its number is one more than the last.",
    ),
    arguments=(DOCUMENT, AS_JSON),
    ends={
        Exit.DONE: Text("версия в реестре", "the version is in the register"),
        Exit.REFUSED: Text(
            "документ неверен, версия не следующая или нет согласия сторон",
            "the document is wrong, not the next version, or not approved by its parties",
        ),
        Exit.WRONG_USE: Text("неверная настройка или файл", "a wrong setting or file"),
    },
    run=later("hub.cli.agreement.register", "publish"),
)

COMMAND = Command(
    name="agreement",
    title=Text("показать, одобрить или изменить соглашения", "list, approve or change agreements"),
    about=Text(
        "Сообщение оценивается по версии соглашения, действующей в момент приёма. Новая версия записывается в журнал, "
        "и работающие процессы узла сразу судят по ней. Всем командам, кроме approve, нужны те же настройки, что у "
        "hub serve.",
        "A message is judged by the agreement's version in force when it is accepted. A new version is logged, and the "
        "hub's running processes judge by it at once. All but approve need the same settings as hub serve.",
    ),
    actions=(LIST, SHOW, APPROVE, PUBLISH),
)
