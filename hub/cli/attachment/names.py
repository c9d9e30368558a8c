"""How a message is named on the command line."""

import re

from hub.setting_values import WrongValueError

_REFERENCE = re.compile(r"([a-z0-9-]{1,64})/([0-9a-f-]{36})/([0-9a-f]{64})")


def parse_reference(text: str) -> dict[str, str]:
    """Return the message that `SENDER/ID/SHA256` names, as a record refers to it."""
    found = _REFERENCE.fullmatch(text)
    if found is None:
        raise WrongValueError("нужно ОТПРАВИТЕЛЬ/КОД/SHA256", "SENDER/ID/SHA256 is needed")
    return {"sender": found[1], "id": found[2], "sha256": found[3]}
