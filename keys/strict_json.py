"""Strict JSON: the only door through which JSON from outside comes in (RFC 8259, RFC 7493).

Two readers that understand the same bytes differently are how a signed message says one thing to its checker and
another to its recipient. So this reader takes only what every reader understands alike:

    UTF-8 without a byte order mark            no member twice in one object
    nesting of 32 at most                      integers within ±(2^53 - 1), other numbers finite and short
    no NaN, no Infinity                        no lone surrogate (raw or escaped), no U+0000, no noncharacter

A whole number within these bounds is an integer however it is written (1.0, 1e0): JSON Schema 2020-12 takes it for
one, and so may everybody behind this reader.

The reader is on the path of every message, hence the cheap looks at the bytes first: the exact and slower check is made
only where a cheap look says that it could matter.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from typing import NoReturn

import msgspec

from keys import json_place
from keys.errors import (
    JsonCharacterError,
    JsonDepthError,
    JsonDuplicateError,
    JsonEncodingError,
    JsonNumberError,
    JsonTooLargeError,
    StrictJsonError,
)
from keys.json_place import Place

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_INTEGER", "StrictJsonError", "dumps", "dumps_lines", "loads"]

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1

_SAFE_LENGTH = 15  # an integer this long is within bounds in any case
_INTEGER_LENGTH = 17  # 9007199254740991 has 16 digits, and a sign may stand before it
_NUMBER_LENGTH = 100
_CONTAINERS = (dict, list)

# Digits enough for an integer beyond 2^53 (in a text, too, which costs the exact reading and no more).
_LONG_NUMBER = b"0" * 16
_DIGITS = bytes(0x30 if 0x30 <= byte <= 0x39 else 0x20 for byte in range(256))
# An escape that may stand for a surrogate, for U+0000 or for a noncharacter of the basic plane.
_ODD_ESCAPE = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000|[fF][dD][dDeE]|[fF]{3}[eEfF])")
# How each noncharacter looks in UTF-8 (other characters look so too, which costs the exact check and no more).
_ODD_BYTES = (b"\xef\xb7", b"\xbf\xbe", b"\xbf\xbf")
_LAST_OF_PLANES = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_FORBIDDEN = re.compile(f"[\x00\ud800-\udfff\ufdd0-\ufdef{_LAST_OF_PLANES}]")


def loads(raw: bytes, *, limit: int = MAX_BYTES) -> object:
    """Read strict JSON.

    Raises:
        StrictJsonError: with the code of what was wrong; the text itself is never in the error.
    """
    if len(raw) > limit:
        raise JsonTooLargeError(limit=limit)
    if raw.startswith(b"\xef\xbb\xbf"):
        raise JsonEncodingError
    value = _read_plain(raw)
    return _read_exactly(raw) if value is None else value


def _read_plain(raw: bytes) -> object | None:
    """Read a text that is, byte for byte, how we would write it ourselves; None where it is not, or may be odd.

    A text equal to its own re-writing has no member twice, no white space and no number in a second spelling, so most
    texts are judged by a reader ten times as fast. Whatever is left in doubt goes to the exact reader.
    """
    if (
        _LONG_NUMBER in raw.translate(_DIGITS)
        or raw.count(b"[") + raw.count(b"{") > MAX_DEPTH
        or _may_hold_odd_characters(raw)
    ):
        return None
    try:
        value: object = _decode_fast(raw)
        return value if _encode_fast(value) == raw else None
    except (msgspec.MsgspecError, UnicodeError, RecursionError, JsonNumberError):
        return None


def _read_exactly(raw: bytes) -> object:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise JsonEncodingError(offset=error.start) from None
    try:
        value: object = _DECODER.decode(text)
        if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH:
            _check_depth(value)
        if _may_hold_odd_characters(raw):
            _check_characters(value)
    except json.JSONDecodeError as error:
        raise StrictJsonError(offset=error.pos, path=json_place.path_at(text, error.pos)) from None
    except RecursionError:
        raise _placed(JsonDepthError, text) from None
    except StrictJsonError as error:
        raise _placed(type(error), text) from None
    return value


def _placed(kind: type[StrictJsonError], text: str) -> StrictJsonError:
    """Return the error with its place: `offset` is the character, `path` the names and numbers that lead to it."""
    wrong = _WRONG[kind]
    place = next((place for place in json_place.places(text) if wrong(place)), None)
    return kind(limit=MAX_DEPTH) if place is None else kind(limit=MAX_DEPTH, offset=place.offset, path=place.path)


def dumps(value: object) -> bytes:
    """Write compact JSON in UTF-8, members in the order given.

    Raises:
        StrictJsonError: a number is not finite, or a string holds a lone surrogate.
    """
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except UnicodeEncodeError:
        raise JsonCharacterError from None
    except ValueError:
        raise JsonNumberError from None


def dumps_lines(value: object) -> bytes:
    """Write JSON for people to read, two spaces per level: many lines, none empty, the last one ended."""
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode("utf-8")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise JsonDuplicateError
    return value


def _integer(text: str) -> int:
    if len(text) <= _SAFE_LENGTH:
        return int(text)
    if len(text) > _INTEGER_LENGTH:
        raise JsonNumberError
    value = int(text)
    if not -MAX_INTEGER <= value <= MAX_INTEGER:
        raise JsonNumberError
    return value


def _float(text: str) -> float | int:
    """Read a number with a fraction or an exponent; one that is whole all the same is an integer."""
    if len(text) > _NUMBER_LENGTH:
        raise JsonNumberError
    value = float(text)
    if not isfinite(value) or (value == 0 and _has_digits(text)):
        raise JsonNumberError
    return int(value) if value.is_integer() and abs(value) <= MAX_INTEGER else value


def _has_digits(text: str) -> bool:
    """Tell whether a number that is read as zero was written as another one (1e-400)."""
    return any(digit in "123456789" for digit in text.lower().partition("e")[0])


def _constant(_name: str) -> NoReturn:
    raise JsonNumberError


def _check_depth(value: object) -> None:
    """Go down level by level; the reader's own recursion limit has bounded what is walked here."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for item in level for child in _children(item) if type(child) in _CONTAINERS]
        if not level:
            return
    raise JsonDepthError(limit=MAX_DEPTH)


def _children(item: object) -> Iterable[object]:
    if isinstance(item, dict):
        return item.values()
    return item if isinstance(item, list) else ()


def _may_hold_odd_characters(raw: bytes) -> bool:
    if b"\\u" in raw and _ODD_ESCAPE.search(raw):
        return True
    return _ODD_BYTES[0] in raw or _ODD_BYTES[1] in raw or _ODD_BYTES[2] in raw


def _check_characters(value: object) -> None:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if _FORBIDDEN.search(item):
                raise JsonCharacterError
        elif isinstance(item, dict):
            waiting.extend(item)
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def _is_wrong_number(place: Place) -> bool:
    """Tell whether a literal is a number that the reader does not take."""
    literal = place.literal
    if literal in _CONSTANTS:
        return True
    try:
        _integer(literal) if literal.lstrip("-").isdigit() else _float(literal)
    except JsonNumberError:
        return True
    except ValueError:  # no number
        return False
    return False


def _is_wrong_text(place: Place) -> bool:
    return place.literal.startswith('"') and bool(_FORBIDDEN.search(_TEXT.decode(place.literal)))


_TEXT = json.JSONDecoder(strict=False)
_CONSTANTS = frozenset({"NaN", "Infinity", "-Infinity"})
_WRONG: Mapping[type[StrictJsonError], Callable[[Place], bool]] = {
    JsonDuplicateError: lambda place: place.twice,
    JsonDepthError: lambda place: place.depth > MAX_DEPTH,
    JsonNumberError: _is_wrong_number,
    JsonCharacterError: _is_wrong_text,
}
_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant)
_decode_fast = msgspec.json.Decoder(float_hook=_float).decode
_encode_fast = msgspec.json.encode
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
