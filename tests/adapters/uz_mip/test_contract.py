from hub.sdk.testing import contract_suite
from tests.adapters.simulated import simulated
from tests.adapters.uz_mip.running import SECRETS, settings

TestContract = contract_suite(simulated("adapters.uz_mip", settings, secrets=SECRETS))
