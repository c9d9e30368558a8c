"""What each key of a gateway's configuration is for, in plain words; a test compares it with `config.KEYS`."""

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "participant": (
        "кто вы: код вашего органа в обмене, как в списке доверия",
        "who you are: your authority's id in the exchange, as in the trust list",
    ),
    "state_dir": (
        "папка, где шлюз помнит, что отправлено и прочитано; записи лежат в ней открыто, диск должен быть зашифрован",
        "the folder in which the gateway remembers what was sent and read; records lie in it in clear: encrypt it",
    ),
    "lanes": (
        "какие очереди входящего читаются: срочная (urgent) и обычная (ordinary)",
        "which lanes of your inbox are read: urgent and ordinary",
    ),
    "batch_size": (
        "сколько записей берётся у национальной системы за раз",
        "how many records are taken from your national system at once",
    ),
    "keep_days": ("сколько дней помнить завершённое", "for how many days what is finished is remembered"),
    "url": ("адрес узла обмена", "the address of the exchange's hub"),
    "origin": (
        "имя узла и контур (учебный или рабочий); стоит во всём, что вы подписываете",
        "the hub's name and its environment (training or production); it stands in everything you sign",
    ),
    "ca_file": (
        "сертификаты тех, кто ручается за адрес узла; без ключа — те, которым верит эта машина",
        "certificates of those who vouch for the hub's address; without this key those that this machine believes",
    ),
    "certificate_file": (
        "ваш сертификат для соединения с узлом, если узел его требует",
        "your certificate for the connection to the hub, where the hub asks for one",
    ),
    "certificate_key_file": ("ключ этого сертификата", "that certificate's key"),
    "proxy": (
        "через какой прокси выходить из вашей сети; без ключа — напрямую",
        "the proxy on the way out of your network; without this key directly",
    ),
    "root_sha256": (
        "отпечаток корня, которому вы верите: перепишите с бумаги Совета, не берите у узла",
        "the digest of the root that you trust: copy it from the Council's paper, never from the hub",
    ),
    "root_file": ("тот же корень файлом", "the same root as a file"),
    "key_file": (
        "ваш ключ подписи: им подписывается всё, что вы отправляете",
        "your signing key: everything you send is signed by it",
    ),
    "passphrase_file": (
        "файл с паролем ключей; без ключа файлы ключей не зашифрованы",
        "the file with the passphrase of your keys; without this key the key files are in clear",
    ),
    "pkcs11_module": ("библиотека аппаратного модуля с ключом", "the library of the hardware module with the key"),
    "encryption_key_files": (
        "ваши ключи шифрования: ими открываются запечатанные части записей",
        "your encryption keys: they open the sealed parts of records",
    ),
    "witness_key_file": (
        "ключ свидетеля: им шлюз подтверждает, что журнал один для всех; без ключа он только сверяет",
        "the witness key, by which the gateway confirms that the log is one for all; without it it only compares",
    ),
    "publish_file": (
        "файл, где другие свидетели видят, что подтвердили вы",
        "the file in which other witnesses see what you confirmed",
    ),
    "peers": (
        "адреса и папки, где видно, что подтвердили другие свидетели",
        "addresses and folders in which you see what other witnesses confirmed",
    ),
    "own_kids": (
        "отпечатки прочих ваших ключей; любой другой ключ за вами в списке доверия — тревога",
        "thumbprints of your other keys; any further key under your name in the trust list is an alarm",
    ),
    "approval_types": (
        "виды записей, которые подписываются лишь с согласия вашего сотрудника",
        "record types that are signed only after one of your people has agreed",
    ),
    "approval_folder": ("папка, где они ждут согласия", "the folder in which they wait for that"),
    "protection_officers": (
        "кто из ваших сотрудников отпускает записи о лицах под защитой",
        "who of your people releases records on protected persons",
    ),
    "pull": (
        "когда читать национальную систему: всегда (always) или только по расписанию (scheduled)",
        "when your national system is read: always, or only when a sync of the schedule runs (scheduled)",
    ),
    "spread_seconds": (
        "на сколько секунд, самое большее, позже срока начинать: чтобы шлюзы не начинали все сразу",
        "how many seconds at most after its time a sync begins, so that gateways do not begin all at once",
    ),
    "module": (
        "адаптер: программа, которая говорит с вашей национальной системой",
        "the adapter: the program that speaks with your national system",
    ),
    "settings": (
        "настройки адаптера; значения здесь не показаны, смысл каждой — на его странице в docs/reference/adapters",
        "the adapter's settings; values are not shown here, its page in docs/reference/adapters explains each",
    ),
    "source_seconds": (
        "через сколько секунд снова спрашивать национальную систему",
        "after how many seconds your national system is asked again",
    ),
    "trust_seconds": (
        "через сколько секунд снова получать список доверия",
        "after how many seconds the trust list is fetched again",
    ),
    "long_poll_seconds": (
        "сколько секунд узел держит вопрос «есть новое?» открытым; 0 — не держит",
        "for how many seconds the hub keeps the question “is there anything new?” open; 0: not at all",
    ),
    "answer_seconds": (
        "сколько секунд ждать любого другого ответа узла",
        "for how many seconds any other answer of the hub is waited for",
    ),
    "witness_seconds": (
        "через сколько секунд снова сверять журнал узла с виденным прежде",
        "after how many seconds the hub's log is compared again with what was seen of it before",
    ),
}
