"""Fictitious persons with Tajik names; surnames say that they are test data."""

from adapters._simulator.persons import Naming, by_letters

NAMING = Naming(
    surnames=("Намунаев-Қамар", "Тестзода-Ғарб", "Озмоиш-Ҳавз", "Намунаева-Ҷуфт", "Тестова-Ӯрта", "Макетӣ-Тоза"),
    given=("Намуна", "Озмоиш", "Мисол", "Ҷавоб", "Тестбек", "Гулмисол"),
    patronymics=("Намуназода", "Мисолович", "Озмоишовна", "Тестзода"),
    places=("ш. Намуна", "н. Озмоиш", "деҳаи Мисол"),
    to_latin=by_letters(
        "а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ч=ch ш=sh "
        "ъ= э=e ю=yu я=ya қ=q ғ=gh ҳ=h ҷ=j ӯ=u ӣ=i"
    ),
    to_cyrillic=str,
)
