"""The actions of `hub keys` for contact persons, as data: what does the work is imported only when it is called.

Making a key needs no network library, and must not.
"""

import re
from dataclasses import replace
from pathlib import Path

from hub.cli.command import AS_JSON, CONFIG, FILE, Argument, Command, Exit, Text, later
from hub.setting_values import WrongValueError, number, parse_key, parse_thumbprint
from keys.delegation import MAX_LIFETIME

PERSONS, APPROVE = "hub.cli.keys.persons", "hub.cli.keys.approve"
DAYS = MAX_LIFETIME.days

ENDS = {
    Exit.DONE: Text("внесено в журнал или записано в файл", "logged, or written to a file"),
    Exit.REFUSED: Text("узел отказал; исправьте и подпишите заново", "the hub refused; mend it and sign anew"),
    Exit.WRONG_USE: Text("неверные параметры, настройки или файл", "wrong arguments, settings or file"),
    Exit.LATER: Text("узел недоступен или исход неизвестен; повторите", "no hub, or in doubt; do it again"),
}
OUTPUT = Argument(
    name="--output",
    value=FILE,
    parse=Path,
    help=Text("записать заявление в файл, не передавая узлу", "write the statement to a file instead of submitting it"),
)


def parse_person(text: str) -> str:
    """Return the opaque id of a contact person."""
    if not re.fullmatch(r"[a-z0-9-]{1,64}", text):
        raise WrongValueError(
            "нужен код из строчных латинских букв, цифр и дефисов, без имени",
            "an id of lower-case letters, digits and hyphens is needed, no name",
        )
    return text


_PERSON = Argument(
    name="--person",
    value=Text("КОД", "ID"),
    parse=parse_person,
    required=True,
    help=Text(
        "код лица у вас, без имени: строчные буквы, цифры, дефис", "your own id of the person, no name: a-z, 0-9, -"
    ),
)

PERSON_ACTIONS = (
    Command(
        name="delegate",
        title=Text("доверить подпись контактному лицу", "let a contact person sign"),
        about=Text(
            "Подписывает ключом участника делегирование: этот открытый ключ контактного лица может подписывать записи "
            "от имени участника, в пределах видов, целей и срока. Узел вносит его в журнал. Новое делегирование "
            "того же ключа заменяет прежнее.",
            "Signs a delegation by the participant's key: this public key of a contact person may sign records in the "
            "participant's name, within types, purposes and a term. The hub logs it. A new delegation of the same key "
            "takes the place of the one before.",
        ),
        arguments=(
            Argument(
                name="key",
                value=FILE,
                parse=Path,
                help=Text(
                    "открытый ключ лица (JWK), как его печатает hub keys show --json",
                    "the person's public key (JWK), as hub keys show --json prints it",
                ),
            ),
            CONFIG,
            _PERSON,
            Argument(
                name="--type",
                value=Text("ВИД", "TYPE"),
                many=True,
                help=Text("вид записей, можно несколько раз; без него все", "a record type, may be repeated; else all"),
            ),
            Argument(
                name="--purpose",
                value=Text("ЦЕЛЬ", "PURPOSE"),
                many=True,
                help=Text("цель обмена, можно несколько раз; без неё все", "a purpose, may be repeated; else all"),
            ),
            Argument(
                name="--days",
                value=Text("ДНЕЙ", "DAYS"),
                parse=number(1, DAYS),
                default=90,
                help=Text(f"срок в днях (90, до {DAYS})", f"for how many days (90, up to {DAYS})"),
            ),
            OUTPUT,
            AS_JSON,
        ),
        ends=ENDS,
        run=later(PERSONS, "delegate"),
    ),
    Command(
        name="withdraw",
        title=Text("отозвать делегирование", "withdraw a delegation"),
        about=Text(
            "Подписывает ключом участника отзыв. С места отзыва в журнале ключ ничего не подписывает; принятое раньше "
            "остаётся в силе.",
            "Signs a withdrawal by the participant's key. From its place in the log on the key signs nothing; what was "
            "accepted before stays valid.",
        ),
        arguments=(
            Argument(
                name="kid",
                value=Text("ОТПЕЧАТОК", "KID"),
                parse=parse_thumbprint,
                help=Text(
                    "отпечаток ключа, см. hub keys delegations", "the key's thumbprint, see hub keys delegations"
                ),
            ),
            CONFIG,
            OUTPUT,
            AS_JSON,
        ),
        ends=ENDS,
        run=later(PERSONS, "withdraw"),
    ),
    Command(
        name="delegations",
        title=Text("показать делегирования", "list delegations"),
        about=Text(
            "Показывает по каждому ключу последнее заявление из реестра узла. Здесь оно не проверяется: это делают "
            "узел, шлюзы и hub verify.",
            "Shows for each key the newest statement of the hub's register. It is not verified here: the hub, gateways "
            "and hub verify do that.",
        ),
        arguments=(
            CONFIG,
            Argument(name="--all", help=Text("и других участников", "other participants' too")),
            AS_JSON,
        ),
        ends={
            Exit.DONE: Text("показано", "shown"),
            Exit.REFUSED: Text("узел отказал, или ответил не узел", "the hub refused, or it was no hub that answered"),
            Exit.WRONG_USE: Text("неверные параметры, настройки или файл", "wrong arguments, settings or file"),
            Exit.LATER: Text("узел недоступен; повторите позже", "the hub cannot be reached; try again later"),
        },
        run=later(PERSONS, "show"),
    ),
)

_KEY = Argument(
    name="--key",
    value=Text("КЛЮЧ", "KEY"),
    parse=parse_key,
    required=True,
    help=Text(
        "ключ контактного лица: файл, credential:ИМЯ или pkcs11:…",
        "the contact person's key: a file, credential:NAME, or pkcs11:…",
    ),
)
_PASSPHRASE = Argument(
    name="--passphrase-file", value=FILE, parse=Path, help=Text("файл с паролем к ключу", "the file of its passphrase")
)
_PAYLOAD = Argument(
    name="payload",
    value=FILE,
    parse=Path,
    help=Text(
        "содержимое конверта байт в байт: из комнаты ожидания шлюза или hub submit --payload",
        "the envelope's payload, byte for byte: from the gateway's waiting room, or by hub submit --payload",
    ),
)
_DIGEST = Argument(
    name="--digest",
    value=Text("ДАЙДЖЕСТ", "DIGEST"),
    help=Text(
        "дайджест SHA-256 прочитанной записи; без него она только показывается",
        "the SHA-256 of the record that was read; without it, it is only shown",
    ),
)

APPROVAL_ACTIONS = (
    Command(
        name="approve",
        title=Text("одобрить запись вторым лицом", "approve a record as the second person"),
        about=Text(
            "Без --digest показывает запись словами и ничего не подписывает; в ней могут быть персональные данные. "
            "С её дайджестом подписывает ключом контактного лица одобрение ровно этих байтов. Оно действует 24 часа. "
            "Запись, которую подписывают двое, подписывает потом другое лицо.",
            "Without --digest, shows the record in words and signs nothing; there may be personal data in it. With its "
            "digest, signs an approval of exactly these bytes by the contact person's key. It is good for 24 hours. A "
            "record that takes two persons is then signed by the other one.",
        ),
        arguments=(
            _PAYLOAD,
            CONFIG,
            _KEY,
            _PASSPHRASE,
            Argument(
                name="--person",
                value=Text("КОД", "ID"),
                parse=parse_person,
                required=True,
                help=Text("код лица, как в делегировании", "the person's id, as in the delegation"),
            ),
            _DIGEST,
            OUTPUT,
            AS_JSON,
        ),
        ends=ENDS,
        run=later(APPROVE, "approve"),
    ),
    Command(
        name="sign",
        title=Text("подписать конверт ключом контактного лица", "sign an envelope as a contact person"),
        about=Text(
            "Без --digest показывает запись словами и ничего не подписывает. С её дайджестом подписывает содержимое "
            "конверта байт в байт и записывает конверт; отправляет его hub submit --envelope. Работает без сети. "
            "С --config не подписывает запись, которую удерживает реестр защиты участника.",
            "Without --digest, shows the record in words and signs nothing. With its digest, signs the payload, byte "
            "for byte, and writes the envelope; hub submit --envelope sends it. Needs no network. With --config, "
            "nothing that the participant's protection register holds back is signed.",
        ),
        arguments=(
            _PAYLOAD,
            replace(CONFIG, required=False),
            _KEY,
            _PASSPHRASE,
            _DIGEST,
            Argument(
                name="--output",
                value=FILE,
                parse=Path,
                required=True,
                help=Text("файл конверта", "the envelope's file"),
            ),
        ),
        ends={
            Exit.DONE: Text("конверт записан", "the envelope was written"),
            Exit.REFUSED: Text("запись ждёт уполномоченного сотрудника", "an officer has to review the record"),
            Exit.WRONG_USE: Text(
                "файл не читается, не пишется или не тот; либо запись только показана",
                "a file is not readable, writable or not one; or the record was only shown",
            ),
        },
        run=later(APPROVE, "sign"),
    ),
)
