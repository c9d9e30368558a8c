from hub.sdk.testing import contract_suite
from tests.adapters.kz_shep.running import ARGUMENTS, PASSWORD, settings
from tests.adapters.simulated import simulated

TestContract = contract_suite(
    simulated("adapters.kz_shep", settings, secrets=(PASSWORD,), arguments=ARGUMENTS),
)
