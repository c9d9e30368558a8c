"""The kit as hubs know it: to tell, of a protocol that somebody hands in, whether it is this kit's, word for word."""

from importlib import metadata

from hub.conform.scenario import Scenario, read_packs
from hub.core.conformance import Kit, Outcome

PACKAGE = "cis-migration-hub"


def read_kit() -> Kit:
    """Return version, packs and scenarios of the kit that comes with this hub."""
    packs = read_packs()
    return Kit(
        version=metadata.version(PACKAGE),
        titles={pack.name: pack.title.format() for pack in packs},
        scenarios={f"{pack.name}/{each.name}": _outcome(each) for pack in packs for each in pack.scenarios},
    )


def _outcome(scenario: Scenario) -> Outcome:
    return Outcome(
        pack=scenario.pack,
        name=scenario.name,
        title=scenario.title.format(),
        sent=scenario.sent.format(),
        expected=scenario.expected.format(),
        asks=scenario.asks,
        found=None,
    )
