"""`hub load`: submit a long list of records, one JSON object a line, in bounded memory, from where it stopped."""

from pathlib import Path

from hub.cli.command import AS_JSON, CONFIG, FILE, Argument, Command, Exit, Text, later
from hub.setting_values import number

MOST_LINES = 1000

COMMAND = Command(
    name="load",
    title=Text("отправить длинный список записей", "submit a long list of records"),
    about=Text(
        "Читает записи по одной в строке (JSON), подписывает и отправляет их порциями; памяти нужно на две порции, "
        "сколько бы строк ни было. С --progress после остановки продолжает с того же места: порция, исход которой "
        "неизвестен, отправляется теми же байтами. Отклонённые строки называются с кодом, остальные принимаются.",
        "Reads records, one a line (JSON), signs and submits them in batches; it needs memory for two batches, however "
        "many lines there are. With --progress it goes on from where it stopped: a batch in doubt is sent again byte "
        "for byte. Refused lines are named with their code; the others are accepted.",
    ),
    arguments=(
        Argument(
            name="file",
            value=FILE,
            parse=Path,
            help=Text(
                "записи, по одной в строке; - для стандартного ввода", "records, one a line; - for standard input"
            ),
        ),
        CONFIG,
        Argument(
            name="--type",
            value=Text("ВИД", "TYPE"),
            required=True,
            help=Text("вид записей, например entry-ban", "type of the records, such as entry-ban"),
        ),
        Argument(
            name="--to",
            value=Text("УЧАСТНИК", "PARTICIPANT"),
            many=True,
            help=Text("получатель, можно несколько раз", "a recipient, may be repeated"),
        ),
        Argument(
            name="--purpose",
            value=Text("ЦЕЛЬ", "PURPOSE"),
            required=True,
            help=Text("цель обмена", "purpose of the exchange"),
        ),
        Argument(
            name="--agreement",
            value=Text("КОД", "ID"),
            help=Text("соглашение, на основании которого", "the agreement relied on"),
        ),
        Argument(
            name="--version",
            value=Text("ВЕРСИЯ", "VERSION"),
            default="1.0",
            help=Text("версия вида записей (1.0)", "version of the record type (1.0)"),
        ),
        Argument(
            name="--batch",
            value=Text("ЧИСЛО", "COUNT"),
            parse=number(1, MOST_LINES),
            default=500,
            help=Text("записей в порции (500)", "records in a batch (500)"),
        ),
        Argument(
            name="--progress",
            value=FILE,
            parse=Path,
            help=Text(
                "помнить в этом файле, сколько сделано, и продолжать с этого места",
                "keep in this file how much is done, and go on from there",
            ),
        ),
        AS_JSON,
    ),
    ends={
        Exit.DONE: Text("все строки приняты", "all lines were accepted"),
        Exit.REFUSED: Text("часть строк отклонена; они названы", "some lines were refused; they are named"),
        Exit.WRONG_USE: Text("неверные параметры, настройки или файл", "wrong arguments, settings or file"),
        Exit.LATER: Text(
            "узел долго недоступен; запустите снова с тем же --progress",
            "the hub was not there for long; run it again with the same --progress",
        ),
    },
    run=later("hub.cli.load.actions", "run"),
)
