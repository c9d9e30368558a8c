"""`hub screen`: is somebody banned; `hub screen --citizen`: tell a citizen of one's own state."""

from pathlib import Path

from hub.cli.command import AS_JSON, CONFIG, FILE, Argument, Command, Exit, Text, later
from hub.cli.screen.asked import parse_birth, parse_identifier
from hub.core.enquiry.words import LANGUAGES
from hub.setting_values import one_of

_NUMBER = Text("НОМЕР", "NUMBER")
_NAME = Text("ИМЯ", "NAME")
_STATE = Text("КОД", "CODE")

COMMAND = Command(
    name="screen",
    title=Text("проверить лицо по запретам на въезд", "screen a person for entry bans"),
    about=Text(
        "Ищет лицо среди запретов, выданных вашим органом или доставленных ему. Нужны цель и номер дела: каждое "
        "обращение записывается в журнал до ответа. Если список государства устарел, ответ «неизвестно». С --citizen "
        "отвечает гражданину своего государства: проверяет документ, отмечает согласие, печатает ответ на русском и "
        "на языке гражданина; органы других государств об обращении не извещаются. При сомнении готовит запрос "
        "органу, который ввёл запрет (--drafts, --submit-enquiry).",
        "Looks for a person among the bans that your authority issued or received. A purpose and a case number are "
        "needed: every access is logged before it is answered. Where a state's list is out of date the answer is "
        "'unknown'. With --citizen, answers a citizen of your own state: checks the document, records the consent, "
        "prints the answer in Russian and in the citizen's language; no other authority is told. A doubt prepares an "
        "enquiry to the issuer of the ban (--drafts, --submit-enquiry).",
    ),
    arguments=(
        CONFIG,
        Argument(
            name="--case",
            value=_NUMBER,
            required=True,
            help=Text("номер дела, по которому делается запрос", "number of the case for which it is asked"),
        ),
        Argument(
            name="--purpose",
            value=Text("ЦЕЛЬ", "PURPOSE"),
            parse=one_of("entry-control", "permit-decision", "readmission", "pre-departure-advice"),
            help=Text(
                "entry-control, permit-decision, readmission или pre-departure-advice",
                "entry-control, permit-decision, readmission or pre-departure-advice",
            ),
        ),
        Argument(
            name="--persons",
            value=FILE,
            parse=Path,
            help=Text(
                "до ста лиц: массив JSON; с --citizen одно", "up to a hundred persons: a JSON array; one with --citizen"
            ),
        ),
        Argument(name="--surname", value=_NAME, help=Text("фамилия, любым письмом", "surname, in any script")),
        Argument(name="--given", value=_NAME, help=Text("имя", "given name")),
        Argument(name="--patronymic", value=_NAME, help=Text("отчество", "patronymic")),
        Argument(
            name="--birth",
            value=Text("ДАТА", "DATE"),
            parse=parse_birth,
            help=Text("дата рождения: ГГГГ-ММ-ДД, ГГГГ-ММ или ГГГГ", "date of birth: YYYY-MM-DD, YYYY-MM or YYYY"),
        ),
        Argument(name="--sex", value=Text("ПОЛ", "SEX"), parse=one_of("M", "F"), help=Text("M или F", "M or F")),
        Argument(
            name="--citizenship",
            value=_STATE,
            help=Text(
                "гражданство и государство документа, например TJK",
                "citizenship and state of the document, such as TJK",
            ),
        ),
        Argument(
            name="--document",
            value=_NUMBER,
            help=Text("серия и номер документа", "series and number of the document"),
        ),
        Argument(
            name="--identifier",
            value=Text("ВИД:НОМЕР", "SCHEME:NUMBER"),
            parse=parse_identifier,
            many=True,
            help=Text("персональный номер, например KZ-IIN:…", "national identifier, such as KZ-IIN:…"),
        ),
        Argument(
            name="--mrz",
            value=Text("СТРОКА", "LINE"),
            many=True,
            help=Text(
                "строка машиносчитываемой зоны; по разу на каждую", "a line of the machine-readable zone; once for each"
            ),
        ),
        Argument(
            name="--issuer",
            value=Text("УЧАСТНИК", "PARTICIPANT"),
            many=True,
            help=Text("только списки этого органа, можно несколько раз", "only this authority's list, may be repeated"),
        ),
        Argument(name="--thorough", help=Text("сразу искать тщательно", "search thoroughly at once")),
        Argument(
            name="--citizen", help=Text("ответить гражданину своего государства", "answer a citizen of your state")
        ),
        Argument(
            name="--consent",
            value=Text("ФОРМА", "FORM"),
            parse=one_of("written", "electronic", "oral"),
            help=Text(
                "согласие гражданина: written, electronic или oral",
                "the citizen's consent: written, electronic or oral",
            ),
        ),
        Argument(
            name="--consent-number",
            value=_NUMBER,
            help=Text("номер, под которым хранится согласие", "number under which the consent is kept"),
        ),
        Argument(
            name="--reader",
            value=Text("ЯЗЫК", "LANGUAGE"),
            parse=one_of(*LANGUAGES),
            default="ru",
            help=Text("язык гражданина: " + ", ".join(LANGUAGES), "the citizen's language: " + ", ".join(LANGUAGES)),
        ),
        Argument(
            name="--sheet",
            value=FILE,
            parse=Path,
            help=Text("записать ответ для печати: .html или текст", "write the answer for printing: .html, or text"),
        ),
        Argument(
            name="--drafts",
            value=Text("ПАПКА", "FOLDER"),
            parse=Path,
            help=Text("при сомнении записать сюда запросы органам", "in doubt, write the enquiries to issuers here"),
        ),
        Argument(
            name="--submit-enquiry",
            help=Text("при сомнении подписать и отправить запросы", "in doubt, sign and submit the enquiries"),
        ),
        AS_JSON,
    ),
    ends={
        Exit.DONE: Text("ответ получен, каким бы он ни был", "answered, whatever the answer"),
        Exit.REFUSED: Text("узел отказал: вопрос, права или личность", "the hub refused: question, rights or identity"),
        Exit.WRONG_USE: Text("неверные параметры, настройки или файл", "wrong arguments, settings or file"),
        Exit.LATER: Text(
            "узел недоступен, строит указатель или не может писать журнал; повторите позже",
            "the hub cannot be reached, builds its index, or cannot write the log; try again later",
        ),
    },
    run=later("hub.cli.screen.actions", "run"),
)
