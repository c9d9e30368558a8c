"""Names of states, indicators, dimensions and codes, in one language."""

from dataclasses import dataclass, field

from schemas.catalogue import Catalogue
from schemas.codes import UnknownCodeError


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The names in "ru" or "en"; a code that its list does not know goes by itself."""

    catalogue: Catalogue = field(repr=False)
    language: str

    def of(self, name: str, code: str) -> str:
        """Return the name of a code of a list."""
        try:
            return self.catalogue.code_list(name).label(code, self.language)
        except UnknownCodeError:
            return code

    def title(self, name: str, code: str) -> str:
        """Return the name of a code as it begins a line."""
        label = self.of(name, code)
        return label[:1].upper() + label[1:]

    def unit(self, indicator: str) -> str:
        """Return the unit of an indicator."""
        return str(self.catalogue.code_list("indicators").entry(indicator).more["unit"])

    def part(self, dims: dict[str, str]) -> str:
        """Return the part of a total: «пол: мужской, гражданство: Узбекистан»."""
        return ", ".join(f"{self.of('dimensions', name)}: {self._code(name, code)}" for name, code in dims.items())

    def _code(self, dimension: str, code: str) -> str:
        for name in self.catalogue.code_list("dimensions").entry(dimension).more["lists"]:
            if code in self.catalogue.code_list(name).index:
                return self.of(name, code)
        return code
