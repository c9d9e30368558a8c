"""The caller's language: Russian or English, by Accept-Language; HUB_LANGUAGE where nothing is said."""

LANGUAGES = ("ru", "en")
DEFAULT = "ru"


def choose(accept_language: str | None, default: str = DEFAULT) -> str:
    """Return "ru" or "en" by the weights of the header (RFC 9110 §12.5.4); the default where neither is wanted."""
    best, weight = default, 0.0
    for item in (accept_language or "").lower()[:256].split(","):
        tag, _, parameter = item.strip().partition(";")
        language = tag.partition("-")[0].strip()
        if language in LANGUAGES and _weight(parameter) > weight:
            best, weight = language, _weight(parameter)
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    digits = value.strip().replace(".", "", 1)
    return float(value) if digits.isascii() and digits.isdigit() and len(value) <= 5 else 0.0
