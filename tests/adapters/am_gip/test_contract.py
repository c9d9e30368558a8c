from hub.sdk.testing import contract_suite
from tests.adapters.am_gip.running import settings
from tests.adapters.simulated import simulated

TestContract = contract_suite(simulated("adapters.am_gip", settings))
