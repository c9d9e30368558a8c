"""Which passwords are taken: long ones; nobody has to put signs into them, or to change them."""

LEAST = 12
MOST = 256
DIFFERENT = 5


def is_weak(password: str, login: str) -> bool:
    """Say whether it is too short or too long, made of too few different characters, or holds the login."""
    small = password.casefold()
    return not LEAST <= len(password) <= MOST or len(set(small)) < DIFFERENT or login.casefold() in small
