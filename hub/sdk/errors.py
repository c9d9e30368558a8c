"""What can go wrong at the member's side, grouped by what the gateway does about it.

    StartError (hub.settings)        cannot start: one line, exit status 2
    ├── ConfigError                  the configuration is wrong
    ├── StateInUseError              another gateway works in this state directory
    ├── ForeignStateError            the state directory belongs to another participant or hub
    └── DamagedStateError            the state directory holds no database of ours

    GatewayError
    ├── StopError                    only a person can go on from here: the gateway stops with an alarm, exit status 4
    │   ├── LogForkError             the hub shows two logs
    │   ├── LogUnprovenError         the hub does not prove that it is one
    │   └── LogRollbackError         the hub's log has lost what it had shown
    ├── TryLaterError                nothing was decided: back off and do the same again
    │   ├── AdapterFailedError       the adapter's process broke its contract
    │   ├── SystemUnavailableError   the adapter says that the national system does not answer
    │   ├── TrustError               no trust list that may be relied on
    │   ├── UntrustedAnswerError     the hub's answer does not prove what it says
    │   ├── LogBehindError           the hub does not yet show the log that it signed
    │   ├── WitnessingBehindError    most witnesses have not cosigned the log that we are shown
    │   ├── SignerUnavailableError   the hardware module with our key does not sign
    │   ├── StateUnwritableError     the disk is full or has failed
    │   └── ReceiptUnsealableError   this gateway's schemas are too old to write a receipt
    ├── UnacceptableError            one incoming message cannot be taken: quarantine, and a `rejected` receipt
    └── ForeignSignerError           a message in our own name that none of us could sign: quarantine, and an alarm

No text carries a value of a record: what is shown here may end in a log, a health file or a receipt.
"""

from collections.abc import Sequence

from hub.settings import StartError

EXIT_ALARM = 4


class GatewayError(Exception):
    """Something the gateway has to say, in both languages: what is wrong and where, then what to do."""

    code = "gateway-error"

    def __init__(self, *, ru: str, en: str) -> None:
        super().__init__(en)
        self.ru = ru
        self.en = en

    def text(self, language: str) -> str:
        """Return what was wrong and what to do, in "ru" or "en"."""
        return self.en if language == "en" else self.ru


class StopError(GatewayError):
    """The gateway must not go on until a person has looked."""

    code = "gateway-stopped"
    notes: tuple[bytes, ...] = ()
    """The signed checkpoints that contradict each other."""


class LogForkError(StopError):
    """The hub showed two logs that cannot both be true."""

    code = "log-fork"

    def __init__(self, *, seen: int, shown: int, notes: tuple[bytes, ...] = ()) -> None:
        self.notes = notes
        super().__init__(
            ru=f"Журнал узла раздвоился: размеры {seen} и {shown} не согласуются. "
            "Шлюз остановлен; сохраните каталог состояния и сообщите секретариату и другим участникам.",
            en=f"The hub's log has forked: sizes {seen} and {shown} do not agree. "
            "The gateway has stopped; keep the state directory and tell the secretariat and other participants.",
        )


class LogUnprovenError(StopError):
    """The hub keeps back the proof that two checkpoints signed by its log's key are of one log."""

    code = "log-unproven"

    def __init__(self, *, seen: int, shown: int, notes: tuple[bytes, ...] = ()) -> None:
        self.notes = notes
        super().__init__(
            ru=f"Узел не доказывает, что контрольные точки размеров {seen} и {shown}, подписанные ключом журнала, "
            "взяты из одного журнала. "
            "Шлюз остановлен; сохраните каталог состояния и сообщите секретариату и другим участникам.",
            en=f"The hub does not prove that the checkpoints of sizes {seen} and {shown}, signed by the log's key, "
            "are of one log. "
            "The gateway has stopped; keep the state directory and tell the secretariat and other participants.",
        )


class LogRollbackError(StopError):
    """The hub's log is shorter than one it has already signed."""

    code = "log-rollback"

    def __init__(self, *, seen: int, shown: int, notes: tuple[bytes, ...] = ()) -> None:
        self.notes = notes
        super().__init__(
            ru=f"Журнал узла стал короче: был {seen}, теперь {shown}. "
            "Шлюз остановлен; сохраните каталог состояния и сообщите секретариату.",
            en=f"The hub's log has become shorter: it was {seen}, now it is {shown}. "
            "The gateway has stopped; keep the state directory and tell the secretariat.",
        )


class TryLaterError(GatewayError):
    """Nothing was decided; the same step is done again after a pause."""

    code = "try-later"


class AdapterFailedError(TryLaterError):
    """The adapter's process broke its contract; it was ended and will be started again."""

    code = "adapter-failed"

    def __init__(self, why: str) -> None:
        super().__init__(
            ru=f"Процесс адаптера нарушил договор ({why}) и остановлен. Он будет запущен снова; см. adapter.log.",
            en=f"The adapter's process broke its contract ({why}) and was ended. It will be started again; "
            "see adapter.log.",
        )
        self.why = why


class SystemUnavailableError(TryLaterError):
    """The adapter says that the national system cannot be used now."""

    code = "national-system-unavailable"

    def __init__(self, side: str, cause: str = "", *, person: bool = False) -> None:
        side += f": {cause}" if cause else ""
        ru = ", но само это не пройдёт: проверьте настройки адаптера и права доступа" if person else ""
        en = ", but it will not mend: check the adapter's settings and its access rights" if person else ""
        super().__init__(
            ru=f"Национальная система не отвечает (сторона {side}). Шлюз повторит попытку сам{ru}.",
            en=f"The national system does not answer ({side} side). The gateway tries again by itself{en}.",
        )


class TrustError(TryLaterError):
    """There is no trust list that may be relied on: nothing is sent and nothing applied."""

    code = "trust-list-unusable"


class OwnKeyUnknownError(TryLaterError):
    """The trust list gives our participant a key that this gateway was not told of: somebody may speak in our name."""

    code = "own-key-unknown"

    def __init__(self, kids: Sequence[str]) -> None:
        named = ", ".join(kids)
        super().__init__(
            ru=f"В списке доверия у нашего участника неизвестный ключ: {named}. Отправка остановлена. Если ключ наш, "
            "внесите его в own_kids и перезапустите шлюз; если нет, немедленно приостановите его: hub keys suspend.",
            en=f"The trust list gives our participant a key that is not known here: {named}. Nothing is sent. If it "
            "is ours, add it to own_kids and restart the gateway; if not, suspend it at once: hub keys suspend.",
        )
        self.kids = tuple(kids)


class UntrustedAnswerError(TryLaterError):
    """An answer of the hub does not prove what it says; nothing of it is used."""

    code = "answer-not-proven"

    def __init__(self, what: str) -> None:
        super().__init__(
            ru=f"Ответ узла не подтверждён доказательством ({what}) и не использован. "
            "Шлюз спросит снова; если повторяется, сообщите оператору узла.",
            en=f"The hub's answer does not prove what it says ({what}) and was not used. "
            "The gateway asks again; if this repeats, tell the hub's operator.",
        )
        self.what = what


class LogBehindError(TryLaterError):
    """The hub has signed what it does not prove, or not yet, to be of the log that was seen."""

    code = "log-behind"

    def __init__(self) -> None:
        super().__init__(
            ru="Узел ещё не доказал, что подписанная им контрольная точка — из прежнего журнала. Шлюз спросит снова; "
            "если журнал уже показан до неё, через полминуты — тревога.",
            en="The hub has not yet proven that a checkpoint it signed is of the log seen before. "
            "The gateway asks again; where the log is shown that far, this is an alarm after half a minute.",
        )


class WitnessingBehindError(TryLaterError):
    """Checkpoints wait too long for a quorum of cosignatures: witnesses are down, or most of them see another log."""

    code = "witnessing-behind"

    def __init__(self, *, named: int, witnessed: int) -> None:
        super().__init__(
            ru=f"Большинство свидетелей не подписало журнал: размер {named} назван, подтверждён {witnessed}. "
            "Обмен идёт; сравните контрольные точки с другими участниками и сообщите секретариату.",
            en=f"Most witnesses have not cosigned the log: size {named} is named, {witnessed} is witnessed. "
            "The exchange goes on; compare checkpoints with other participants and tell the secretariat.",
        )


class SignerUnavailableError(TryLaterError):
    """The hardware module that holds our key did not sign."""

    code = "signer-unavailable"


class StateUnwritableError(TryLaterError):
    """The state directory cannot be written now: full, or the disk has failed."""

    code = "gateway-state-unwritable"

    def __init__(self) -> None:
        super().__init__(
            ru="Каталог состояния не пишется. Освободите место или проверьте диск: ничего не потеряно.",
            en="The state directory cannot be written. Free space or check the disk: nothing is lost.",
        )


class ReceiptUnsealableError(TryLaterError):
    """A receipt does not fit this gateway's own schemas: they are older than the exchange."""

    code = "receipt-unsealable"

    def __init__(self, why: str, sender: str) -> None:
        super().__init__(
            ru=f"Квитанция для {sender} не проходит схемы этого шлюза ({why}). Обновите шлюз: приём продолжится сам.",
            en=f"A receipt for {sender} does not fit this gateway's schemas ({why}). Update the gateway to go on.",
        )


class UnacceptableError(GatewayError):
    """One incoming message cannot be taken; it goes to quarantine and its sender is told the code."""

    def __init__(self, code: str, *, ru: str, en: str) -> None:
        super().__init__(ru=ru, en=en)
        self.code = code


class ForeignSignerError(GatewayError):
    """The exchange holds a message in our name that none of our contact persons could sign."""

    code = "own-message-foreign-signer"

    def __init__(self, why: str) -> None:
        super().__init__(
            ru=f"Принято сообщение от нашего имени, которое не могло подписать ни одно наше контактное лицо ({why}). "
            "Оно в карантине; приостановите ключи и сообщите секретариату.",
            en=f"A message in our name was accepted that none of our contact persons could sign ({why}). "
            "It is in quarantine; suspend the keys and tell the secretariat.",
        )


class ConfigError(StartError):
    """The gateway's configuration cannot be used."""

    def __init__(self, *, place: str, ru: str, en: str) -> None:
        super().__init__("gateway-config-invalid", f"{place}: {ru}", f"{place}: {en}")


class StateInUseError(StartError):
    """Two gateways must not share one state directory."""

    def __init__(self, path: str) -> None:
        super().__init__(
            "gateway-state-in-use",
            f"Каталог состояния {path} уже занят другим шлюзом. Остановите его или укажите другой каталог.",
            f"Another gateway works in the state directory {path}. Stop it or name another directory.",
        )


class DamagedStateError(StartError):
    """The database in the state directory is none."""

    def __init__(self, path: str) -> None:
        super().__init__(
            "gateway-state-damaged",
            f"База в каталоге состояния {path} повреждена. Сохраните каталог и восстановите его из копии.",
            f"The database in the state directory {path} is damaged. Keep the directory and restore it from a copy.",
        )


class ForeignStateError(StartError):
    """The state directory was made for another participant or another hub."""

    def __init__(self, path: str, owner: str) -> None:
        super().__init__(
            "gateway-state-foreign",
            f"Каталог состояния {path} принадлежит другому шлюзу ({owner}). Укажите в настройках свой каталог.",
            f"The state directory {path} belongs to another gateway ({owner}). Name a directory of its own.",
        )
