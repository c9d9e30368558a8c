"""The words of the printed answer: whole in Russian and English, labels alone in the other languages of the states."""

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """The same in Russian and English."""

    ru: str
    en: str

    def of(self, language: str) -> str:
        """Return it in "ru" or "en"."""
        return self.en if language == "en" else self.ru


WHOLE = ("ru", "en")
"""Languages in which the answer is written as a whole."""

LABELS: Mapping[str, Words] = {
    "title": Words("Ответ гражданину о запрете на въезд", "Answer to a citizen about entry bans"),
    "authority": Words("Орган", "Authority"),
    "name": Words("Фамилия, имя", "Surname, name"),
    "birth": Words("Дата рождения", "Date of birth"),
    "document": Words("Документ", "Document"),
    "case": Words("Номер дела", "Case number"),
    "consent": Words("Согласие", "Consent"),
    "date": Words("Дата", "Date"),
    "reference": Words("Запись о доступе в журнале узла", "Record of the access in the hub's log"),
    "verdict": Words("Ответ", "Answer"),
    "lists": Words("Проверенные списки", "Lists that were searched"),
    "ban": Words("Запрет", "Ban"),
    "issuer": Words("Кто ввёл", "Issuer"),
    "class": Words("Вид основания", "Class of ground"),
    "status": Words("Состояние", "Status"),
    "direction": Words("Направление", "Direction"),
    "period": Words("Срок", "Period"),
    "as_of": Words("По сведениям на", "As of"),
    "appeal": Words("Куда обжаловать", "Where to appeal"),
    "term": Words("Срок обжалования", "Term of the appeal"),
    "hotline": Words("Телефон", "Telephone"),
    "enquiry": Words("Запрос органу", "Enquiry to the issuer"),
    "signature": Words("Подпись сотрудника", "Signature of the officer"),
}
EFFECTS: Mapping[str, Words] = {
    "entry-and-exit-closed": Words(
        "ВЪЕЗД И ВЫЕЗД ЗАКРЫТЫ: есть действующий запрет, см. ниже.",
        "ENTRY AND EXIT ARE CLOSED: there is a ban in force, see below.",
    ),
    "entry-closed": Words(
        "ВЪЕЗД ЗАКРЫТ: есть действующий запрет, см. ниже.", "ENTRY IS CLOSED: there is a ban in force, see below."
    ),
    "exit-closed": Words(
        "ВЫЕЗД ЗАКРЫТ: есть действующий запрет на выезд, см. ниже.",
        "EXIT IS CLOSED: there is a ban on exit in force, see below.",
    ),
    "alert": Words(
        "ОБРАТИТЕСЬ К ОРГАНУ, см. ниже: на границе проверят личность или свяжутся с этим органом.",
        "ASK THE ISSUER, see below: at the border the identity will be checked, or the issuer asked.",
    ),
    "begins-later": Words(
        "ЗАПРЕТ ЕЩЁ НЕ ДЕЙСТВУЕТ: он вступит в силу {day}, см. ниже.",
        "A BAN IS NOT IN FORCE YET: it begins on {day}, see below.",
    ),
}
"""What a ban comes to for the person, the gravest first; `day` is the first day of the first ban that begins later."""
VERDICTS: Mapping[str, Words] = {
    "doubt": Words(
        "СОМНЕНИЕ: найден запрет, который может касаться другого лица или приостановлен. Дождитесь ответа органа.",
        "DOUBT: a ban was found that may be another person's, or is suspended. Wait for the answer.",
    ),
    "unknown": Words(
        "НЕИЗВЕСТНО: список устарел, или похожих лиц слишком много. Отсутствие запрета не подтверждено.",
        "UNKNOWN: a list is out of date, or too many persons are alike. It is not confirmed that there is no ban.",
    ),
    "no-ban": Words(
        "ЗАПРЕТА НЕТ в проверенных списках на указанные даты.",
        "NO BAN in the lists that were searched, as of their dates.",
    ),
}
OF_LISTS: Mapping[str, Words] = {
    "ban": Words("запрет", "ban"),
    "doubt": Words("сомнение", "doubt"),
    "unknown": Words("неизвестно", "unknown"),
    "no-ban": Words("запрета нет", "no ban"),
}
SAID: Mapping[str, Words] = {
    "from": Words("с {day}", "from {day}"),
    "until": Words("по {day} включительно", "until {day} inclusive"),
    "endless": Words("бессрочно", "without an end"),
    "condition": Words("до выполнения условия", "until a condition is met"),
    "pending": Words(
        "начнётся: {event}; срок {duration}; до этого считается действующим",
        "will begin with: {event}; for {duration}; until then it is treated as in force",
    ),
    "pending_open": Words(
        "начнётся: {event}; до этого считается действующим",
        "will begin with: {event}; until then it is treated as in force",
    ),
    "never": Words("сведений не поступало", "never received"),
    "last_known": Words("последние известные сведения, устарели", "last known, out of date"),
    "unconfirmed_term": Words("срок не подтверждён", "the term is not confirmed"),
    "unconfirmed": Words("не подтверждено", "not confirmed"),
    "no_term": Words("не указан; уточните в органе", "not known; ask the issuer"),
    "no_route": Words("не указано; уточните в органе", "not known; ask the issuer"),
    "no_hotline": Words("не указан", "not known"),
    "asked": Words(
        "{issuer}: вопрос № {number}, ответ ожидается за {term}", "{issuer}: question {number}, answer due in {term}"
    ),
    "hours": Words("{count} ч после вручения", "{count} h after delivery"),
    "days": Words("{count} дн. после вручения", "{count} d after delivery"),
}
NOTES: Mapping[str, Words] = {
    "lists": Words(
        "Ответ отражает списки на указанные даты и не заменяет решения пограничных органов.",
        "The answer reflects the lists as of their dates, and does not replace the decision at the border.",
    ),
    "untold": Words(
        "Орган, который ввёл запрет, об этом обращении не извещён.",
        "The authority that issued a ban was not told of this enquiry.",
    ),
    "asked": Words(
        "Запрос органу отправляется с согласия гражданина; о самом обращении другие органы не извещаются.",
        "The enquiry goes to the issuer with the citizen's consent; nobody else is told that he asked.",
    ),
}
DURATIONS: Mapping[str, tuple[tuple[str, str, str], tuple[str, str]]] = {
    "Y": (("год", "года", "лет"), ("year", "years")),
    "M": (("месяц", "месяца", "месяцев"), ("month", "months")),
    "D": (("день", "дня", "дней"), ("day", "days")),
}

# Labels as they stand in passports and forms of the states; nothing longer is put into languages that nobody here
# has checked: those parts are printed in Russian and English.
NATIVE: Mapping[str, Mapping[str, str]] = {
    "az": {"name": "Soyad, ad", "birth": "Doğum tarixi", "document": "Sənəd", "date": "Tarix", "signature": "İmza"},
    "be": {
        "name": "Прозвішча, імя",
        "birth": "Дата нараджэння",
        "document": "Дакумент",
        "date": "Дата",
        "signature": "Подпіс",
    },
    "hy": {
        "name": "Ազգանուն, անուն",
        "birth": "Ծննդյան ամսաթիվ",
        "document": "Փաստաթուղթ",
        "date": "Ամսաթիվ",
        "signature": "Ստորագրություն",
    },
    "kk": {"name": "Тегі, аты", "birth": "Туған күні", "document": "Құжат", "date": "Күні", "signature": "Қолы"},
    "ky": {
        "name": "Фамилиясы, аты",
        "birth": "Туулган күнү",
        "document": "Документ",
        "date": "Күнү",
        "signature": "Колу",
    },
    "tg": {"name": "Насаб, ном", "birth": "Санаи таваллуд", "document": "Ҳуҷҷат", "date": "Сана", "signature": "Имзо"},
    "uz": {
        "name": "Familiya, ism",
        "birth": "Tugʻilgan sana",
        "document": "Hujjat",
        "date": "Sana",
        "signature": "Imzo",
    },
}
LANGUAGES = (*WHOLE, *NATIVE)


def duration(text: str, language: str) -> str:
    """Return a duration such as `P3Y` in words."""
    count, (ru, en) = int(text[1:-1]), DURATIONS[text[-1]]
    if language == "en":
        return f"{count} {en[count != 1]}"
    last, last_two = count % 10, count % 100
    form = 2 if last_two in range(11, 15) or last in {0, *range(5, 10)} else int(last != 1)
    return f"{count} {ru[form]}"
