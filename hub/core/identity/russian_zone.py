"""The zone of the Russian internal passport, which writes Russian letters one for one in Latin letters and digits.

    PNRUSTESTOV<<IL98<PROBOVI3       ->  ТЕСТОВ, ИЛЬЯ ПРОБОВИЧ
    number 451123456, optional 0…    ->  4510123456: the fourth digit of the series begins the optional field

Which letter a sign stands for is data with its source: `schemas.screening_rules.russian_letters`.
"""

from collections.abc import Mapping

CODE, STATE, FORM = "PN", "RUS", "RU-internal"
_SERIES_IN_NUMBER = 3


def cyrillic(name: str, letters: Mapping[str, str]) -> str:
    """Return a name of the zone in the letters it stands for."""
    return "".join(letters.get(sign, sign) for sign in name)


def whole_number(number: str, optional: str) -> str:
    """Return series and number in one, of the field for the number and the optional one."""
    return number[:_SERIES_IN_NUMBER] + optional[:1] + number[_SERIES_IN_NUMBER:]
