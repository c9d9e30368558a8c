from dataclasses import replace

from hub.sdk.testing import contract_suite
from tests.adapters.records import ban
from tests.adapters.ru_smev.running import TOKEN, settings
from tests.adapters.simulated import delivery, simulated

REVISIONS = [
    replace(delivery(ban(ban_id="KZ-2026-1", issuer="kz-mvd", revision=revision), index=revision), sender="kz-mvd")
    for revision in (1, 2, 3)
]

TestContract = contract_suite(
    simulated(
        "adapters.ru_smev",
        settings,
        secrets=(TOKEN,),
        arguments=("--token", TOKEN),
        extra={"batch": 3},
        deliver=lambda: REVISIONS,
    )
)
