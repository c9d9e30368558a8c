"""`hub trust`: the ceremony of the trust list, with files only, on machines without a network."""

from hub.cli.command import Command, Text
from hub.cli.trust.init import INIT
from hub.cli.trust.keys import KEYGEN, REQUEST, VKEY
from hub.cli.trust.propose import PROPOSE
from hub.cli.trust.publish import PUBLISH, SHOW, VERIFY
from hub.cli.trust.sign import SIGN

COMMAND = Command(
    name="trust",
    title=Text("церемония списка доверия", "the ceremony of the trust list"),
    about=Text(
        "Ключи, заявки, предложения, подписи, публикация. Всё в файлах, без сети и без базы; порядок действий описан в "
        "docs/how-to/trust-ceremony.ru.md.",
        "Keys, requests, proposals, signatures, publication. All in files, without network and database; the order of "
        "steps is in docs/how-to/trust-ceremony.en.md.",
    ),
    actions=(KEYGEN, VKEY, REQUEST, INIT, PROPOSE, SIGN, SHOW, PUBLISH, VERIFY),
)
