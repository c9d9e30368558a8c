"""Made-up names as frequent as names of the region: few that everybody bears, and a long tail.

Given names and stems are common words of the region or put together from syllables; who bears which is drawn, so that
every person made of them is fiction.
"""

from dataclasses import dataclass
from itertools import product
from random import Random

_MEN = (
    *("Мухаммад", "Али", "Рустам", "Фирдавс", "Джамшед", "Бахтиёр", "Шариф", "Карим", "Раҳим", "Юсуф", "Иброҳим"),
    *("Исмоил", "Ҳасан", "Ҳусейн", "Абдулло", "Саид", "Умар", "Усмон", "Акбар", "Азиз", "Анвар", "Бобур", "Дилшод"),
    *("Жасур", "Зафар", "Икром", "Камол", "Лазиз", "Мансур", "Нодир", "Отабек", "Пўлат", "Равшан", "Сардор", "Тимур"),
    *("Улуғбек", "Фарҳод", "Хуршед", "Шоҳрух", "Элдор", "Эркин", "Бакыт", "Нурлан", "Азамат", "Эмиль", "Данияр"),
    *("Ержан", "Нұрсұлтан", "Бауыржан", "Серік", "Марат", "Талғат", "Руслан", "Вагиф", "Эльчин", "Рашад", "Ильхам"),
    *("Вугар", "Самир", "Армен", "Ашот", "Гарник", "Тигран", "Арам", "Карен", "Александр", "Сергей", "Дмитрий"),
    *("Алексей", "Андрей", "Максим", "Евгений", "Иван", "Михаил", "Николай", "Владимир", "Павел", "Артём", "Юрий"),
)
_WOMEN = (
    *("Гулнора", "Мадина", "Зарина", "Нигора", "Дилноза", "Шаҳноза", "Малика", "Фотима", "Зуҳра", "Айгуль", "Айнура"),
    *("Жылдыз", "Гульмира", "Назгуль", "Динара", "Әсел", "Айжан", "Лейла", "Севда", "Айтан", "Ануш", "Мариам"),
    *("Елена", "Ольга", "Анна", "Наталья", "Мария", "Екатерина", "Татьяна", "Юлия", "Ирина", "Светлана", "Ксения"),
)
_FIRST = ("Абду", "Нур", "Мир", "Шо", "Гул", "Дил", "Хай", "Сайф", "Иса", "Худой", "Раҳмат", "Файз", "Тош", "Эр", "Бек")
_FIRST_MORE = ("Мам", "Джума", "Зиё", "Қурбон", "Холм", "Ашур", "Давлат", "Ёр", "Хуш", "Маъруф", "Орзу", "Пир", "Соҳиб")
_LAST = (
    "бек",
    "жан",
    "джон",
    "мурод",
    "али",
    "улло",
    "ддин",
    "хон",
    "шод",
    "назар",
    "берди",
    "қул",
    "мат",
    "бой",
    "султон",
)
_LAST_WOMEN = ("нора", "бону", "ой", "гуль", "нисо", "хон", "чеҳра", "рух", "зода", "сара")
_SYLLABLES = (
    *("ба", "бо", "ва", "во", "га", "го", "да", "де", "до", "жи", "за", "зо", "ка", "ки", "ко", "ла", "ле", "ли", "ма"),
    *("ме", "ми", "на", "не", "но", "па", "пе", "пу", "ра", "ри", "ро", "са", "си", "со", "та", "те", "ти", "ту", "фа"),
    *(
        "ха",
        "хо",
        "ча",
        "че",
        "ша",
        "ши",
        "щу",
        "юл",
        "ям",
        "кур",
        "тур",
        "мир",
        "гор",
        "бар",
        "зим",
        "лев",
        "нос",
        "сал",
    ),
)
_CLOSING = (
    "б",
    "в",
    "г",
    "д",
    "ж",
    "з",
    "к",
    "л",
    "м",
    "н",
    "п",
    "р",
    "с",
    "т",
    "х",
    "ч",
    "ш",
    "рд",
    "лт",
    "нк",
    "ст",
    "рг",
)
_FEW = 8  # names of each kind that the common share of persons bears
COMMON = 0.18  # the share of persons who bear few common names only


@dataclass(frozen=True, slots=True)
class MadeName:
    """A name in Cyrillic letters, national ones too; `patronymic` is empty where the person has none."""

    surname: str
    given: str
    patronymic: str
    sex: str


def _given(own: tuple[str, ...], last: tuple[str, ...]) -> tuple[str, ...]:
    return own + tuple(one + other for one, other in product((*_FIRST, *_FIRST_MORE), last))


MEN, WOMEN = _given(_MEN, _LAST), _given(_WOMEN, _LAST_WOMEN)


def make_name(random: Random, state: str) -> MadeName:
    """Draw a name of one of the states (alpha-3)."""
    sex = "F" if random.random() < 0.3 else "M"
    few = random.random() < COMMON
    given = _draw(random, WOMEN if sex == "F" else MEN, few=few)
    father = _draw(random, MEN, few=few)
    stem = _draw(random, MEN, few=few) if few or random.random() < 0.35 else _stem(random)
    return MadeName(_surname(random, stem, sex, state), given, _patronymic(random, father, sex, state), sex)


def _draw(random: Random, names: tuple[str, ...], *, few: bool) -> str:
    return names[int(random.random() * _FEW) if few else _rank(random, len(names))]


def _rank(random: Random, size: int) -> int:
    """Draw a rank by Zipf's law: the chance of the n-th is as 1 to n."""
    return int((size + 1) ** random.random()) - 1


def _stem(random: Random) -> str:
    """Draw a stem of two or three syllables: some 60,000, the first ones often."""
    rank = _rank(random, 60_000)
    rank, first = divmod(rank * 7919 % 64_000, len(_SYLLABLES))
    rank, second = divmod(rank, len(_SYLLABLES))
    return (_SYLLABLES[first] + _SYLLABLES[second] + _CLOSING[rank % len(_CLOSING)]).capitalize()


def _surname(random: Random, stem: str, sex: str, state: str) -> str:
    stem = stem.removesuffix("й").rstrip("аоуиеь") or stem
    if state == "ARM":
        return stem + "ян"
    drawn = random.random()
    if state == "TJK" and drawn < 0.2:
        return stem + "зода"
    if state in {"RUS", "BLR"} and drawn < 0.3:
        return stem + random.choice(("енко", "чук", "ский" if sex == "M" else "ская"))
    ending = "ев" if stem[-1] in "жчшщцлй" and drawn < 0.7 else "ов"
    return stem + ending + ("а" if sex == "F" else "")


def _patronymic(random: Random, father: str, sex: str, state: str) -> str:
    drawn = random.random()
    if state == "ARM" or drawn < 0.15:
        return ""
    stem = father.removesuffix("й").rstrip("аоуиеь") or father
    son = sex == "M"
    if state == "AZE" and drawn < 0.8:
        return f"{father} {'оглы' if son else 'кызы'}"
    if state == "UZB" and drawn < 0.5:
        return f"{father} {'ўғли' if son else 'қизи'}"
    if state == "KGZ" and drawn < 0.4:
        return f"{father} {'уулу' if son else 'кызы'}"
    if state == "KAZ" and drawn < 0.4:
        return father + ("ұлы" if son else "қызы")
    return stem + ("ович" if son else "овна")
