"""What all refusals of this package are."""

import string


class KeysError(Exception):
    """Something about a key, a signature or a signed document was refused."""

    code = "keys"
    ru = "Проверка ключа или подписи не пройдена. Сообщите оператору код ошибки."
    en = "A check of a key or a signature failed. Give the operator the code of the error."

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        filled = {name: "?" for _, name, _, _ in string.Formatter().parse(self.ru + self.en) if name} | facts
        self.ru = self.ru.format(**filled)
        self.en = self.en.format(**filled)
        super().__init__(f"{self.code}: {self.en}")

    def text(self, language: str) -> str:
        """Return what was wrong and what to do, in "ru" or "en"."""
        return self.en if language == "en" else self.ru
