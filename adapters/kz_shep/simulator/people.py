"""Fictitious persons with Kazakh names; surnames say that they are test data."""

from adapters._simulator.persons import Naming, by_letters

_LATIN = by_letters(
    "а=a ә=a б=b в=v г=g ғ=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k қ=k л=l м=m н=n ң=n о=o ө=o п=p р=r с=s т=t у=u ұ=u "
    "ү=u ф=f х=kh һ=h ц=ts ч=ch ш=sh щ=shch ъ= ы=y і=i ь= э=e ю=yu я=ya"
)
_RUSSIAN = by_letters("ә=а ғ=г қ=к ң=н ө=о ұ=у ү=у һ=х і=и")
NAMING = Naming(
    surnames=(
        *("Тестов-Әлем", "Тестова-Қала", "Пробный-Өзен", "Образцова-Ұя", "Үлгібаев", "Сынақова-Гүл", "Макетов-Іні"),
        *("Тестбеков-Ғарыш", "Шаблонов-Таң", "Үлгіұлы"),
    ),
    given=("Сынақ", "Үлгі", "Мысал", "Тестбек", "Әдейі", "Қосалқы", "Проба", "Өрнек"),
    patronymics=("Сынақұлы", "Үлгіқызы", "Тестбекұлы", "Мысалқызы", "Пробович"),
    places=("Үлгі қаласы", "Сынақ ауданы", "Мысал ауылы", "Тест ауылы"),
    to_latin=_LATIN,
    to_cyrillic=_RUSSIAN,
)
