"""`hub requests`: what the participant asked about data, or corrected, and who has not answered yet."""

from hub.cli.command import AS_JSON, CONFIG, Argument, Command, Exit, Text, later

COMMAND = Command(
    name="requests",
    title=Text("ваши запросы о данных и исправления", "your requests about data, and corrections"),
    about=Text(
        "Печатает обращения субъектов данных, запросы об использовании и исправления, отправленные вашим органом, и "
        "кто ещё не ответил или не подтвердил исполнение. Сведений о лицах в списке нет. Отправляет их hub submit.",
        "Prints the requests of data subjects, the requests for reports on use and the corrections that your authority "
        "sent, with who has not answered or confirmed yet. It shows no data on persons. hub submit sends them.",
    ),
    arguments=(
        CONFIG,
        Argument(
            name="--waiting",
            help=Text("только те, по которым кого-то ждут", "only those that somebody is waited for"),
        ),
        AS_JSON,
    ),
    ends={
        Exit.DONE: Text("список напечатан", "the list is printed"),
        Exit.REFUSED: Text("узел отказал", "the hub refused"),
        Exit.WRONG_USE: Text("неверные параметры или настройки", "wrong arguments or settings"),
        Exit.LATER: Text("узел недоступен; повторите", "the hub cannot be reached; try again"),
    },
    run=later("hub.cli.requests.actions", "run"),
)
