"""The zone of the Russian internal passport, which writes Russian letters one for one in Latin letters and digits.

    PNRUSTESTOV<<IL98<PROBOVI3       ->  ТЕСТОВ, ИЛЬЯ ПРОБОВИЧ
    number 451123456, optional 0…    ->  4510123456: the fourth digit of the series begins the optional field

Source: the rules of the machine-readable record, appendix 24 to the order 773 of 2020 of the Ministry of Internal
Affairs of Russia ("modernised clair").
"""

CODE, STATE, FORM = "PN", "RUS", "RU-internal"
_SERIES_IN_NUMBER = 3
_LETTERS = str.maketrans("ABVGDE2JZIQKLMNOPRSTUFHC34WXY9678", "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ")


def cyrillic(name: str) -> str:
    """Return a name of the zone in the letters it stands for."""
    return name.translate(_LETTERS)


def whole_number(number: str, optional: str) -> str:
    """Return series and number in one, of the field for the number and the optional one."""
    return number[:_SERIES_IN_NUMBER] + optional[:1] + number[_SERIES_IN_NUMBER:]
