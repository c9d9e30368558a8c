from hub.sdk.testing import contract_suite
from tests.adapters.kg_tunduk.running import settings
from tests.adapters.simulated import simulated

TestContract = contract_suite(simulated("adapters.kg_tunduk", settings, secrets=("KG-secret-user",)))
