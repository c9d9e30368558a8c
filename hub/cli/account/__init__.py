"""`hub account`: people's accounts of the console; the first administrator begins here."""

from hub.cli.command import AS_JSON, Argument, Command, Exit, Text, later
from hub.setting_values import one_of

_MODULE = "hub.cli.account.actions"
_LOGIN = Argument(
    name="login",
    value=Text("ИМЯ", "LOGIN"),
    help=Text("имя входа: строчные латинские буквы и цифры", "the login: small Latin letters and digits"),
)
_PARTICIPANT = Argument(
    name="--participant",
    value=Text("УЧАСТНИК", "PARTICIPANT"),
    help=Text("участник, чей это сотрудник; без него — оператор узла", "whose person it is; without it, the hub's"),
)
_ENDS = {
    Exit.DONE: Text("сделано", "done"),
    Exit.REFUSED: Text("такой учётной записи нет, или имя занято", "no such account, or the login is taken"),
    Exit.WRONG_USE: Text("неверные параметры или настройка", "wrong arguments or a wrong setting"),
    Exit.LATER: Text("база данных недоступна", "the database cannot be reached"),
}
_ENDS_ALSO = {"audit": {Exit.ALARM: Text("записи пропали или изменены", "entries are missing or were changed")}}


def _action(name: str, title: Text, about: Text, *arguments: Argument) -> Command:
    ends = {**_ENDS, **_ENDS_ALSO.get(name, {})}
    run = later(_MODULE, f"run_{name}")
    return Command(name=name, title=title, about=about, arguments=(*arguments, AS_JSON), ends=ends, run=run)


COMMAND = Command(
    name="account",
    title=Text("учётные записи консоли", "accounts of the console"),
    about=Text(
        "Создаёт, показывает и блокирует учётные записи людей. Нужны те же настройки, что у hub serve; если узел "
        "работает на собственном PostgreSQL (без HUB_DATABASE_URL), сначала остановите hub serve. "
        "Описание: docs/how-to/console-accounts.ru.md.",
        "Creates, lists and locks people's accounts. Needs the same settings as hub serve; where the hub runs a "
        "PostgreSQL of its own (without HUB_DATABASE_URL), stop hub serve first. "
        "Described in docs/how-to/console-accounts.en.md.",
    ),
    actions=(
        _action(
            "create",
            Text("создать учётную запись и пригласить человека", "create an account, and invite its person"),
            Text(
                "Печатает код приглашения: человек входит по нему один раз в течение трёх дней и сам задаёт пароль с "
                "кодами или ключ доступа. Передайте код лично или по телефону.",
                "Prints the invitation's code: by it the person signs in once within three days, and sets a password "
                "with codes, or a passkey. Give the code in person or by telephone.",
            ),
            _LOGIN,
            _PARTICIPANT,
            Argument(
                name="--name",
                value=Text("ИМЯ", "NAME"),
                required=True,
                help=Text("как человека зовут", "how the person is called"),
            ),
            Argument(
                name="--role",
                value=Text("РОЛЬ", "ROLE"),
                many=True,
                help=Text(
                    "liaison, approver, administrator, secretariat-officer, observer-reader, integrator, auditor или "
                    "operator; можно несколько",
                    "liaison, approver, administrator, secretariat-officer, observer-reader, integrator, auditor or "
                    "operator; may be repeated",
                ),
            ),
            Argument(
                name="--speaks",
                value=Text("ЯЗЫК", "LANGUAGE"),
                parse=one_of("ru", "en"),
                default="ru",
                help=Text("язык страниц: ru или en", "the language of the pages: ru or en"),
            ),
            Argument(
                name="--zone",
                value=Text("ПОЯС", "ZONE"),
                default="UTC",
                help=Text("часовой пояс, например Asia/Dushanbe", "the time zone, such as Asia/Dushanbe"),
            ),
        ),
        _action(
            "list",
            Text("показать учётные записи", "list accounts"),
            Text(
                "Показывает имя входа, участника, роли, состояние и неудачные попытки входа подряд, если их пять или "
                "больше.",
                "Shows login, participant, roles, status, and wrong attempts in a row where there are five or more.",
            ),
            _PARTICIPANT,
        ),
        _action(
            "code",
            Text("выдать новый код приглашения", "give a new invitation's code"),
            Text(
                "Для того, кто потерял все способы входа или не успел войти. Прежний код больше не действует.",
                "For whoever has lost every way in, or came too late. An earlier code ends.",
            ),
            _LOGIN,
        ),
        _action(
            "lock",
            Text("заблокировать учётную запись", "lock an account"),
            Text(
                "Все сеансы и приглашение заканчиваются сразу; войти нельзя, пока запись не открыта снова.",
                "All sessions and the invitation end at once; nobody signs in until the account is opened again.",
            ),
            _LOGIN,
        ),
        _action(
            "open",
            Text("снова открыть учётную запись", "open an account again"),
            Text(
                "Снимает блокировку, также наступившую после многих неверных паролей; прежние способы входа действуют.",
                "Ends a lock, also one after many wrong passwords; the earlier ways in hold.",
            ),
            _LOGIN,
        ),
        _action(
            "sessions",
            Text("показать или завершить сеансы", "list sessions, or end them"),
            Text(
                "Показывает, в каких браузерах человек вошёл, когда и как.",
                "Shows in which browsers the person has signed in, when and how.",
            ),
            _LOGIN,
            Argument(name="--end", help=Text("завершить все", "end all of them")),
        ),
        _action(
            "audit",
            Text("проверить журнал действий консоли", "verify the console's audit"),
            Text(
                "Проверяет цепочку от первой записи до последней: ничего не пропало и не изменено.",
                "Verifies the chain from the first entry to the last: nothing is missing, nothing was changed.",
            ),
        ),
    ),
)
