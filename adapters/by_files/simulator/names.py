"""Names of test persons in Belarusian, in the passport's spelling, and in Russian."""

from adapters._simulator.persons import Naming, by_letters

_LATIN = (
    "а=a б=b в=v г=h д=d е=e ё=io ж=zh з=z і=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ў=u ф=f х=kh ц=ts ч=ch "
    "ш=sh ы=y ь= э=e ю=iu я=ia ʼ="
)
_RUSSIAN = "і=и ў=в ʼ=ъ"

NAMING = Naming(
    surnames=("Тэстаў-Альфа", "Пробны-Бэта", "Узораў-Гама", "Прыкладаў-Дэльта", "Вучэбны-Цвік", "Макетаў-Юг"),
    given=("Проба", "Прыклад", "Узор", "Макет", "Шаблон", "Эталоній"),
    patronymics=("Пробавіч", "Прыкладавіч", "Узоравіч", "Макетавіч"),
    places=("г. Прыкладны", "в. Узорава", "Вучэбны раён"),
    to_latin=by_letters(_LATIN),
    to_cyrillic=by_letters(_RUSSIAN),
)
