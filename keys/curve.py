"""Are these bytes a sound public key? The curve checks that OpenSSL leaves out for edwards25519 and curve25519.

A point of low order as a public key has signatures that anyone can make. A point outside the subgroup of prime order
has signatures that one correct verifier accepts and another refuses (cofactored or not, RFC 8032 §5.1.7), so its owner
could later deny them. A second spelling of a point gives one key two thumbprints. None of them ever comes out of an
honest key generator, so all are refused when a key is read; that costs about a millisecond and is remembered.

    -x² + y² = 1 + d x² y²   over the field of p = 2^255 - 19        (RFC 8032 §5.1)
"""

from functools import lru_cache

_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
_L = 2**252 + 27742317777372353535851937790883648493  # order of the subgroup of prime order
_SQRT_OF_MINUS_1 = pow(2, (_P - 1) // 4, _P)

# u-coordinates of low order (RFC 7748 §6.1 and its twist): the shared secret would be all zeros for everybody.
_LOW_ORDER_U = frozenset(
    {
        0,
        1,
        325606250916557431795983626356110631294008115727848805560023387167927233504,
        39382357235489614581723060781553021112529911719440698176882885853963445705823,
        _P - 1,
    }
)

Point = tuple[int, int, int, int]  # extended homogeneous coordinates (RFC 8032 §5.1.4)


@lru_cache(maxsize=4096)
def is_sound_ed25519(raw: bytes) -> bool:
    """Tell whether 32 bytes are the one spelling of a point of prime order on edwards25519."""
    number = int.from_bytes(raw, "little")
    y = number & ~(1 << 255)
    if len(raw) != 32 or y >= _P:
        return False
    x = _x_of(y)
    if x is None or x == 0:
        return False  # x = 0 only for the points of order 1 and 2
    if x & 1 != number >> 255:
        x = _P - x
    return _is_neutral(_times(_L, (x, y, 1, x * y % _P)))


def is_sound_x25519(raw: bytes) -> bool:
    """Tell whether 32 bytes are the one spelling of a u-coordinate that is not of low order."""
    u = int.from_bytes(raw, "little")
    return len(raw) == 32 and u < _P and u not in _LOW_ORDER_U


def _x_of(y: int) -> int | None:
    """Return a square root of (y² - 1) / (d y² + 1), or None where there is none (RFC 8032 §5.1.3)."""
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * _SQRT_OF_MINUS_1 % _P
    return x if x * x % _P == square else None


def _add(a: Point, b: Point) -> Point:
    """Add two points; complete on this curve, so it doubles too (RFC 8032 §5.1.4)."""
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    left = (y1 - x1) * (y2 - x2) % _P
    right = (y1 + x1) * (y2 + x2) % _P
    middle = 2 * t1 * t2 * _D % _P
    twice = 2 * z1 * z2 % _P
    e, f, g, h = right - left, twice - middle, twice + middle, right + left
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, point: Point) -> Point:
    result = (0, 1, 1, 0)
    for bit in f"{scalar:b}":
        result = _add(result, result)
        if bit == "1":
            result = _add(result, point)
    return result


def _is_neutral(point: Point) -> bool:
    x, y, z, _ = point
    return x == 0 and (y - z) % _P == 0
