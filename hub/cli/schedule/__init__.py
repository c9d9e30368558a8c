"""`hub schedule`: the scheduled syncs, and the statements by which the secretariat and the sides set them."""

from pathlib import Path

from hub.cli.command import AS_JSON, CONFIG, FILE, Argument, Command, Exit, Text, later

_OUTPUT = Argument(
    name="--output",
    value=FILE,
    parse=Path,
    help=Text("записать заявление в файл, не отправляя", "write the statement to a file, do not submit it"),
)
_NAME = Argument(name="sync", value=Text("СИНХРОНИЗАЦИЯ", "SYNC"), help=Text("имя синхронизации", "name of the sync"))
_ENDS = {
    Exit.DONE: Text("заявление в журнале или в файле", "the statement is logged, or written"),
    Exit.REFUSED: Text(
        "заявление не следует за расписанием, или вы не сторона", "it does not follow the schedule, or is not yours"
    ),
    Exit.WRONG_USE: Text("неверная настройка или файл", "a wrong setting or file"),
    Exit.LATER: Text("узел недоступен или исход неизвестен; повторите", "no hub, or in doubt; repeat"),
}

SET = Command(
    name="set",
    title=Text("заявить условия синхронизации", "state the terms of a sync"),
    about=Text(
        "Подписывает условия ключом участника и записывает их в журнал. С work_plan — это синхронизация Совета, её "
        "заявляет секретариат; без него она действует, когда обе стороны заявили одно и то же. Файл: sync, sender, "
        "recipients, type, begins_on, rhythm; agreement, work_plan, volume по необходимости.",
        "Signs the terms by the participant's key and logs them. With work_plan it is a sync of the Council, stated by "
        "the secretariat; without, it counts once both sides have stated the same. The file has sync, sender, "
        "recipients, type, begins_on, rhythm; where needed agreement, work_plan, volume.",
    ),
    arguments=(
        Argument(name="file", value=FILE, parse=Path, help=Text("условия в JSON", "the terms as JSON")),
        CONFIG,
        _OUTPUT,
        AS_JSON,
    ),
    ends=_ENDS,
    run=later("hub.cli.schedule.actions", "state"),
)
AGREE = Command(
    name="agree",
    title=Text("согласиться с предложенными условиями", "agree to the terms proposed"),
    about=Text(
        "Заявляет те же условия, которые предложила другая сторона. Сначала посмотрите их: hub schedule list --json.",
        "States the same terms that the other side has proposed. Look at them first: hub schedule list --json.",
    ),
    arguments=(_NAME, CONFIG, _OUTPUT, AS_JSON),
    ends=_ENDS,
    run=later("hub.cli.schedule.actions", "agree"),
)
STOP = Command(
    name="stop",
    title=Text("прекратить синхронизацию", "stop a sync"),
    about=Text(
        "Достаточно одной стороны; узел больше не ждёт запусков. Снова начать её могут все стороны вместе.",
        "One side is enough; the hub waits for no more runs. All sides together may begin it again.",
    ),
    arguments=(_NAME, CONFIG, _OUTPUT, AS_JSON),
    ends=_ENDS,
    run=later("hub.cli.schedule.actions", "stop"),
)
LIST = Command(
    name="list",
    title=Text("показать расписание", "list the schedule"),
    about=Text(
        "Печатает каждую синхронизацию: состояние, стороны, вид записей, последний и следующий запуск; с --json всё.",
        "Prints each sync: state, sides, record type, the last run and the next one; with --json everything.",
    ),
    arguments=(CONFIG, AS_JSON),
    run=later("hub.cli.schedule.actions", "list_all"),
)

COMMAND = Command(
    name="schedule",
    title=Text("расписание синхронизаций", "the schedule of syncs"),
    about=Text(
        "Кто, что, кому, как часто и к какому сроку отправляет: синхронизации Совета задаёт секретариат, двусторонние "
        "— их стороны. По нему работают шлюзы, и узел замечает пропуски.",
        "Who sends what to whom, how often and by when: the secretariat sets those of the Council, the sides the "
        "bilateral ones. Gateways run by it, and the hub notices what is missed.",
    ),
    actions=(LIST, SET, AGREE, STOP),
)
