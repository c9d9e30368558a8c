"""`hub attachment`: send files that belong to a record, and fetch and open those of a message."""

from pathlib import Path

from hub.cli.attachment.names import parse_reference
from hub.cli.command import AS_JSON, CONFIG, FILE, Argument, Command, Exit, Text, later

_WORD = Text("КОД", "ID")
_PARTICIPANT = Text("УЧАСТНИК", "PARTICIPANT")
_ENDS = {
    Exit.DONE: Text("отправлено или записано", "sent, or written"),
    Exit.REFUSED: Text("узел отказал, или файл не тот", "the hub refused, or it is not the file"),
    Exit.WRONG_USE: Text("неверные параметры, настройки или файл", "wrong arguments, settings or file"),
    Exit.LATER: Text("узел недоступен или исход неизвестен; повторите", "no hub, or in doubt; repeat"),
}

SEND = Command(
    name="send",
    title=Text("зашифровать и отправить файл к записи", "encrypt and send a file of a record"),
    about=Text(
        "Шифрует файл новым ключом, загружает шифртекст на узел, запечатывает ключ для получателей и отправляет "
        "описание вложения, подписанное ключом участника. Узел вскрыть файл не может.",
        "Encrypts the file under a new key, uploads the ciphertext, seals the key to the recipients, and sends the "
        "description, signed by the participant's key. The hub cannot open the file.",
    ),
    arguments=(
        Argument(name="file", value=FILE, parse=Path, help=Text("файл", "the file")),
        CONFIG,
        Argument(
            name="--about",
            value=Text("СООБЩЕНИЕ", "MESSAGE"),
            parse=parse_reference,
            required=True,
            help=Text("запись: ОТПРАВИТЕЛЬ/КОД/SHA256 её конверта", "the record: SENDER/ID/SHA256 of its envelope"),
        ),
        Argument(
            name="--to",
            value=_PARTICIPANT,
            many=True,
            help=Text("получатель; повторяют (отправитель записи)", "a recipient; repeat (the record's sender)"),
        ),
        Argument(name="--agreement", value=_WORD, help=Text("соглашение записи", "the record's agreement")),
        Argument(
            name="--purpose", value=Text("ЦЕЛЬ", "PURPOSE"), required=True, help=Text("цель записи", "its purpose")
        ),
        Argument(
            name="--subject",
            value=_WORD,
            help=Text("номер вложения у вас (идентификатор сообщения)", "your reference (the message's id)"),
        ),
        AS_JSON,
    ),
    ends=_ENDS,
    run=later("hub.cli.attachment.send", "run"),
)
FETCH = Command(
    name="fetch",
    title=Text("получить и вскрыть файлы сообщения", "fetch and open the files of a message"),
    about=Text(
        "Проверяет сообщение от корня доверия, скачивает шифртекст, сверяет его хеш, вскрывает файлы своим ключом "
        "шифрования и проверяет их тип. Записывает их в папку под номерами; прежние файлы не перезаписывает.",
        "Verifies the message from the trusted root, fetches the ciphertext, compares its digest, opens the files by "
        "your encryption key and checks their type. Writes them into a folder by number; no file is written over.",
    ),
    arguments=(
        Argument(name="message", value=_WORD, help=Text("идентификатор сообщения с вложением", "id of the message")),
        CONFIG,
        Argument(name="--sender", value=_PARTICIPANT, required=True, help=Text("кто его отправил", "who has sent it")),
        Argument(
            name="--out",
            value=Text("ПАПКА", "FOLDER"),
            parse=Path,
            required=True,
            help=Text("куда записать файлы", "where the files are written"),
        ),
        Argument(
            name="--codes",
            help=Text(
                "печатать коды вскрытия: ими контактное лицо открывает файлы на странице дела",
                "print opening codes: by them a contact person opens the files on the case's page",
            ),
        ),
        AS_JSON,
    ),
    ends=_ENDS,
    run=later("hub.cli.attachment.fetch", "run"),
)
COMMAND = Command(
    name="attachment",
    title=Text("вложения: файлы, которые относятся к записям", "attachments: files that belong to records"),
    about=Text(
        "Файлы шифруются у отправителя и вскрываются у получателя; на узле лежит только шифртекст.",
        "Files are encrypted at the sender's and opened at the recipient's; the hub has ciphertext only.",
    ),
    actions=(SEND, FETCH),
)
