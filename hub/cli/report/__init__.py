"""`hub report`: the consolidated report of a period: look at it, write it to a file, freeze it, remind states."""

from pathlib import Path

from hub.cli.bans import parse_day
from hub.cli.command import AS_JSON, CONFIG, FILE, Argument, Command, Exit, Text, later
from hub.core.statistics.report import COUNCIL, PUBLIC
from hub.report.files import FORMATS
from hub.setting_values import one_of

_ACTIONS = "hub.cli.report.actions"
_PERIOD = Argument(
    name="period",
    value=Text("ПЕРИОД", "PERIOD"),
    help=Text(
        "2020-M07, 2020-Q3, 2020-H1, 2020-9M, 2020-C11 (январь–ноябрь), 2020 или день",
        "2020-M07, 2020-Q3, 2020-H1, 2020-9M, 2020-C11 (January to November), 2020, or a day",
    ),
)
_AUDIENCE = Argument(
    name="--audience",
    value=Text("КОМУ", "AUDIENCE"),
    parse=one_of(COUNCIL, PUBLIC),
    default=COUNCIL,
    help=Text(
        "council (по умолчанию) или public: без обзоров, отправители которых не согласны на публикацию",
        "council (the default), or public: without summaries whose senders do not agree to publication",
    ),
)
_FROZEN = Argument(
    name="--frozen",
    help=Text("последний зафиксированный, а не по обзорам на сейчас", "the last one that was frozen, not as it is now"),
)
_ENDS = {
    Exit.DONE: Text("сделано", "done"),
    Exit.REFUSED: Text("узел отказал: такого обзора нет или он не для вас", "the hub refused: no such report for you"),
    Exit.WRONG_USE: Text("неверные параметры, настройки или файл", "wrong arguments, settings or file"),
    Exit.LATER: Text("узел недоступен; повторите позже", "the hub cannot be reached; try again later"),
}

COMMAND = Command(
    name="report",
    title=Text("сводный обзор миграционной ситуации за период", "the consolidated situation report of a period"),
    about=Text(
        "Сводный обзор составляется из обзоров, которые участник отправил или получил. Зафиксированный обзор подписан "
        "секретариатом и стоит в журнале; его пакет доказательств проверяет hub verify.",
        "The consolidated report is made from the summaries that the participant sent or received. A frozen report is "
        "signed by the secretariat and stands in the log; hub verify checks its evidence bundle.",
    ),
    actions=(
        Command(
            name="show",
            title=Text("показать полноту, показатели и что требует пояснения", "show what is there and what is not"),
            about=Text(
                "Печатает таблицы сводного обзора; с --json — сам обзор.",
                "Prints the tables of the report; with --json, the report itself.",
            ),
            arguments=(_PERIOD, CONFIG, _AUDIENCE, _FROZEN, AS_JSON),
            ends=_ENDS,
            run=later(_ACTIONS, "show"),
        ),
        Command(
            name="export",
            title=Text("записать в файл XLSX, PDF, CSV или JSON", "write it to a file: XLSX, PDF, CSV or JSON"),
            about=Text(
                "Язык файла задаёт --language. С --bundle обзор берётся из пакета доказательств, без узла; "
                "подпись пакета здесь не проверяется: это делает hub verify.",
                "--language is the file's language, too. With --bundle the report is taken from an evidence bundle, "
                "without the hub; the bundle's signature is not checked here: hub verify does that.",
            ),
            arguments=(
                Argument(name=_PERIOD.name, value=_PERIOD.value, help=_PERIOD.help),
                Argument(name="--config", value=CONFIG.value, parse=CONFIG.parse, help=CONFIG.help),
                Argument(
                    name="--bundle",
                    value=FILE,
                    parse=Path,
                    help=Text("взять обзор из пакета доказательств", "take the report from an evidence bundle"),
                ),
                Argument(
                    name="--format",
                    value=Text("ВИД", "FORMAT"),
                    parse=one_of(*FORMATS),
                    default="xlsx",
                    help=Text("xlsx (по умолчанию), pdf, csv или json", "xlsx (the default), pdf, csv or json"),
                ),
                Argument(
                    name="--out",
                    value=FILE,
                    parse=Path,
                    required=True,
                    help=Text("куда записать", "where it is written"),
                ),
                _AUDIENCE,
                _FROZEN,
            ),
            ends=_ENDS,
            run=later(_ACTIONS, "export"),
        ),
        Command(
            name="freeze",
            title=Text("зафиксировать: подписать и разослать (секретариат)", "freeze it: sign and send (secretariat)"),
            about=Text(
                "Составляет обзор на сейчас, подписывает его ключом участника, записывает конверт в файл и отправляет. "
                "Если исход неизвестен, отправьте те же байты снова: hub submit ФАЙЛ --envelope.",
                "Makes the report as it is now, signs it by the participant's key, writes the envelope to a file and "
                "submits it. In doubt, submit the same bytes again: hub submit FILE --envelope.",
            ),
            arguments=(
                _PERIOD,
                CONFIG,
                Argument(
                    name="--to",
                    value=Text("КОМУ", "TO"),
                    many=True,
                    help=Text("получатель или группа; иначе @council", "a recipient or a group; else @council"),
                ),
                Argument(
                    name="--out",
                    value=FILE,
                    parse=Path,
                    required=True,
                    help=Text("куда записать подписанный конверт", "where the signed envelope is written"),
                ),
                _AUDIENCE,
                AS_JSON,
            ),
            ends=_ENDS,
            run=later(_ACTIONS, "freeze"),
        ),
        Command(
            name="remind",
            title=Text(
                "напомнить о непредставленных обзорах (секретариат)", "remind of missing summaries (secretariat)"
            ),
            about=Text(
                "Узел отправляет подписанное извещение каждому органу государства, чьего обзора нет, или названным.",
                "The hub sends a signed notice to every authority of a state whose summary is missing, or those named.",
            ),
            arguments=(
                _PERIOD,
                CONFIG,
                Argument(
                    name="--participant",
                    value=Text("УЧАСТНИК", "PARTICIPANT"),
                    many=True,
                    help=Text("кому напомнить; можно несколько раз", "whom to remind; may be given several times"),
                ),
                Argument(
                    name="--due",
                    value=Text("ДАТА", "DATE"),
                    parse=parse_day,
                    help=Text("до какого дня просят представить", "until which day it is asked for"),
                ),
                AS_JSON,
            ),
            ends=_ENDS,
            run=later(_ACTIONS, "remind"),
        ),
    ),
)
