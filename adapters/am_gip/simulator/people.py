"""Fictitious persons with Armenian names; surnames say that they are test data."""

from collections.abc import Callable

from adapters._simulator.persons import Naming, by_letters

_LATIN = by_letters(
    "ա=a բ=b գ=g դ=d ե=e զ=z է=e ը=y թ=t ժ=zh ի=i լ=l խ=kh ծ=ts կ=k հ=h ձ=dz ղ=gh ճ=ch մ=m յ=y ն=n շ=sh ո=o չ=ch "
    "պ=p ջ=j ռ=r ս=s վ=v տ=t ր=r ց=ts ւ=u փ=p ք=k օ=o ֆ=f և=ev"
)
_CYRILLIC = by_letters(
    "ա=а բ=б գ=г դ=д ե=е զ=з է=э ը=ы թ=т ժ=ж ի=и լ=л խ=х ծ=ц կ=к հ=г ձ=дз ղ=г ճ=ч մ=м յ=й ն=н շ=ш ո=о չ=ч "
    "պ=п ջ=дж ռ=р ս=с վ=в տ=т ր=р ց=ц ւ=у փ=п ք=к օ=о ֆ=ф և=ев"
)


def _with_u(spell: Callable[[str], str], sound: str) -> Callable[[str], str]:
    """Return a spelling in which «ու», two letters for one sound, is that sound."""

    def spelt(text: str) -> str:
        return spell(text.replace("Ու", sound.upper()).replace("ու", sound))

    return spelt


NAMING = Naming(
    surnames=(
        *("Փորձյան-Ալֆա", "Նմուշյան", "Օրինակյան-Խաղ", "Թեստյան-Ծով", "Փորձնական-Ջուր", "Ուսումնյան"),
        *("Մակետյան-Շող", "Ստուգյան", "Կեղծյան-Ղող", "Հնարյան-Չափ"),
    ),
    given=("Նմուշ", "Փորձ", "Օրինակ", "Թեստիկ", "Շաբլոն", "Պրոբա", "Ջոկեր", "Ուսում"),
    patronymics=("Նմուշի", "Փորձի", "Օրինակի", "Թեստիկի"),
    places=("ք. Նմուշ", "Փորձ համայնք", "գ. Օրինակ", "Ուսումնական մարզ"),
    to_latin=_with_u(_LATIN, "u"),
    to_cyrillic=_with_u(_CYRILLIC, "у"),
)
