"""What was typed into the small forms of sign-in and accounts: texts of bounded length, "" where nothing was."""

from aiohttp import web

from hub.core.errors import TooLargeError

LONGEST = 20_000  # characters of one field: the answer of a passkey is the longest


async def read_typed(request: web.Request, *names: str) -> dict[str, str]:
    """Return the texts of these fields.

    Raises:
        TooLargeError: one is longer than any of ours.
    """
    form = await request.post()
    typed = {name: value if isinstance(value := form.get(name, ""), str) else "" for name in names}
    if any(len(each) > LONGEST for each in typed.values()):
        raise TooLargeError(limit=LONGEST)
    return typed
