"""`hub calendar`: the working days by which terms are counted, and the secretariat's changes of them."""

from pathlib import Path

from hub.cli.command import AS_JSON, CONFIG, FILE, Argument, Command, Exit, Text, later

_TIME = Text("ВРЕМЯ", "TIME")
_OUTPUT = Argument(
    name="--output",
    value=FILE,
    parse=Path,
    help=Text("записать заявление в файл, не отправляя", "write the statement to a file, do not submit it"),
)

CHANGE = Command(
    name="change",
    title=Text("изменить рабочие дни государства", "change the working days of a state"),
    about=Text(
        "Подписывает ключом секретариата изменение календаря и записывает его в журнал; с этого места по нему считают "
        "все процессы узла. Меняются только дни, которые ещё не наступили. Файл: state, version (новее прежней), "
        "source, days из date, works и, для выходного, ru и en; until, если календарь продлевается.",
        "Signs, by the secretariat's key, a change of a calendar and logs it; from there on every process of the hub "
        "counts by it. Only days that have not begun are changed. The file has state, version (a newer one), source, "
        "days of date, works and, where off, ru and en; until, where the calendar is made longer.",
    ),
    arguments=(
        Argument(name="file", value=FILE, parse=Path, help=Text("изменение в JSON", "the change as JSON")),
        CONFIG,
        _OUTPUT,
        AS_JSON,
    ),
    ends={
        Exit.DONE: Text("изменение в журнале или в файле", "the change is logged, or written"),
        Exit.REFUSED: Text(
            "изменение не следует за календарём, или это не секретариат",
            "it does not follow the calendar, or is not the secretariat's",
        ),
        Exit.WRONG_USE: Text("неверная настройка или файл", "a wrong setting or file"),
        Exit.LATER: Text("узел недоступен или исход неизвестен; повторите", "no hub, or in doubt; repeat"),
    },
    run=later("hub.cli.calendar.actions", "change"),
)
OUTAGE = Command(
    name="outage",
    title=Text("объявить перерыв в работе обмена", "announce an outage of the exchange"),
    about=Text(
        "Подписывает ключом секретариата и записывает в журнал, с какого и по какое время обменом нельзя было "
        "пользоваться. Сроки, профиль которых это предусматривает, в это время стоят. Без --until перерыв длится; "
        "повторите с тем же --since и с --until, когда он кончится.",
        "Signs, by the secretariat's key, and logs from when until when nobody could use the exchange. Clocks whose "
        "profile says so stand still meanwhile. Without --until it lasts; repeat with the same --since and with "
        "--until once it is over.",
    ),
    arguments=(
        CONFIG,
        Argument(
            name="--since",
            value=_TIME,
            required=True,
            help=Text("начало, например 2026-11-21T09:00:00Z", "from when on, such as 2026-11-21T09:00:00Z"),
        ),
        Argument(name="--until", value=_TIME, help=Text("конец", "until when")),
        _OUTPUT,
        AS_JSON,
    ),
    ends={
        Exit.DONE: Text("объявление в журнале или в файле", "the announcement is logged, or written"),
        Exit.REFUSED: Text("это не секретариат", "it is not the secretariat's"),
        Exit.WRONG_USE: Text("неверное время или настройка", "a wrong time or setting"),
        Exit.LATER: Text("узел недоступен или исход неизвестен; повторите", "no hub, or in doubt; repeat"),
    },
    run=later("hub.cli.calendar.actions", "announce_outage"),
)
LIST = Command(
    name="list",
    title=Text("показать календари", "list the calendars"),
    about=Text(
        "Печатает государство, версию, охваченные годы и источник каждого календаря; с --json все дни.",
        "Prints state, version, years and source of each calendar; with --json all days.",
    ),
    arguments=(CONFIG, AS_JSON),
    run=later("hub.cli.calendar.actions", "list_all"),
)

COMMAND = Command(
    name="calendar",
    title=Text("календари рабочих дней", "calendars of working days"),
    about=Text(
        "По ним считаются сроки. Исходные календари поставляются с выпуском, изменения вносит секретариат.",
        "Terms are counted by them. The first ones come with the release; the secretariat changes them.",
    ),
    actions=(LIST, CHANGE, OUTAGE),
)
