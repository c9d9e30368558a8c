"""Fictitious persons with Azerbaijani names; surnames say that they are test data."""

from adapters._simulator.persons import Naming, by_letters

_LATIN = by_letters("ə=a ç=c ğ=g ı=i ö=o ş=s ü=u İ=I")
_CYRILLIC = by_letters(
    "a=а b=б c=дж ç=ч d=д e=е ə=а f=ф g=г ğ=г h=х x=х ı=ы i=и İ=И j=ж k=к q=г l=л m=м n=н o=о ö=о p=п r=р s=с ş=ш "
    "t=т u=у ü=у v=в y=й z=з"
)
NAMING = Naming(
    surnames=(
        *("Testov-Əlif", "Testova-Şərti", "Sınaqlı-İlkin", "Nümunəyev", "Nümunəyeva-Üç", "Yoxlamalı-Işıq"),
        *("Testzadə", "Sınaqov-Çay", "Maketova-Göl", "Əlavəli-Test"),
    ),
    given=("Nümunə", "Sınaq", "İlkin", "Şərti", "Əlavə", "Yoxlama", "Üçqat", "Proba"),
    patronymics=("Nümunə oğlu", "Sınaq qızı", "İlkin oğlu", "Əlavə qızı"),
    places=("Nümunə şəhəri", "Sınaq rayonu", "Üçgöl kəndi", "İlkin qəsəbəsi"),
    to_latin=_LATIN,
    to_cyrillic=_CYRILLIC,
)
