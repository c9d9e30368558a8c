from hub.sdk.testing import contract_suite
from tests.adapters.az_ehis.running import settings
from tests.adapters.simulated import simulated

TestContract = contract_suite(simulated("adapters.az_ehis", settings))
