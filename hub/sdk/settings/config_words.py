"""What each key of a gateway's configuration is for, in plain words; a test compares it with `config.KEYS`."""

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "participant": ("кто вы, как в списке доверия", "who you are, as in the trust list"),
    "state_dir": (
        "где шлюз держит исходящее и позиции чтения; записи лежат открыто, диск должен быть зашифрован",
        "where outbox and cursors are kept; records lie there in clear, so the disk has to be encrypted",
    ),
    "lanes": ("какие очереди входящего читаются", "which lanes of the inbox are read"),
    "batch_size": (
        "сколько изменений берётся у адаптера за раз",
        "how many changes are taken at once",
    ),
    "keep_days": ("сколько дней хранится завершённое", "for how many days what is finished is kept"),
    "url": ("адрес узла", "where the hub is"),
    "origin": (
        "имя узла и контур; стоит во всём, что подписывается",
        "the hub's name, in all you sign",
    ),
    "ca_file": ("кому верить, что узел тот самый; без ключа — системе", "who may vouch for the hub; else the machine"),
    "certificate_file": ("ваш сертификат для соединения с узлом", "your certificate for the connection to the hub"),
    "certificate_key_file": ("его ключ", "its key"),
    "proxy": ("через какой прокси выходить; без ключа — напрямую", "the proxy on the way out; else directly"),
    "root_sha256": ("какому корню доверия верить: с бумаги, не от узла", "the root to trust: from paper, not the hub"),
    "root_file": ("то же файлом", "the same as a file"),
    "key_file": ("ключ, которым подписывается всё ваше", "the key that signs everything of yours"),
    "passphrase_file": ("где пароль ключей; без ключа они не зашифрованы", "their passphrase; else they are in clear"),
    "pkcs11_module": ("библиотека аппаратного модуля с ключом", "the library of the hardware module with the key"),
    "encryption_key_files": ("чем открываются запечатанные части", "what opens sealed parts"),
    "witness_key_file": (
        "ключ свидетеля: им подтверждается журнал; без него шлюз только сверяет",
        "the witness key, which cosigns the log; without it the gateway only compares",
    ),
    "publish_file": ("куда класть подтверждённую точку журнала для других", "where the cosigned checkpoint is shown"),
    "peers": ("где её показывают другие", "where others show theirs"),
    "own_kids": ("другие ваши ключи: остальные поднимут тревогу", "your other keys: any further one is an alarm"),
    "approval_types": ("что подписывается лишь с согласия человека", "what is signed only after a person agreed"),
    "approval_folder": ("где это ждёт", "where that waits"),
    "protection_officers": ("кто отпускает задержанное защитой", "who releases what protection holds back"),
    "pull": ("когда спрашивать адаптер: всегда или по расписанию", "when the adapter is asked: always, or by schedule"),
    "spread_seconds": ("насколько разносить начало по времени", "how far beginnings are spread"),
    "module": ("адаптер вашей национальной системы", "the adapter of your national system"),
    "settings": (
        "его собственные настройки; значения здесь не показаны",
        "its own settings; values are not shown",
    ),
    "source_seconds": ("как часто спрашивать адаптер", "how often the adapter is asked"),
    "trust_seconds": ("как часто обновлять список доверия", "how often the trust list is fetched"),
    "long_poll_seconds": ("сколько узел держит вопрос о новом", "how long the hub may hold a question for news"),
    "answer_seconds": ("сколько ждать любого другого ответа", "how long any other answer may take"),
    "witness_seconds": ("как часто сверять журнал", "how often the log is compared"),
}
