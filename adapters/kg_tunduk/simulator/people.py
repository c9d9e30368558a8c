"""Fictitious persons with Kyrgyz names; surnames say that they are test data."""

from adapters._simulator.persons import Naming, by_letters

_LATIN = by_letters(
    "а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=i к=k л=l м=m н=n ң=ng о=o ө=o п=p р=r с=s т=t у=u ү=u ф=f х=kh "
    "ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=iu я=ia"
)
NAMING = Naming(
    surnames=(
        *("Тестов-Өрүк", "Тестова-Үлгү", "Пробный-Жаңы", "Образцова-Күмүш", "Үлгү уулу", "Сыноо кызы", "Макетов-Өзөн"),
        *("Тестбеков-Ала", "Үлгүбаев", "Сыноова-Гүл", "Шаблонов-Таң"),
    ),
    given=("Сыноо", "Үлгү", "Өрнөк", "Тестбек", "Мисал", "Жаңыл", "Таңшоола", "Проба"),
    patronymics=("Сыноо уулу", "Үлгү кызы", "Тестбекович", "Мисаловна", "Өрнөкович"),
    places=("Үлгү шаары", "Сыноо району", "Өрнөк айылы", "Тест айылы"),
    to_latin=_LATIN,
    to_cyrillic=str,
)
