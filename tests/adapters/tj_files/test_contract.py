from hub.sdk.testing import contract_suite
from tests.adapters.tj_files.harness import open_harness

TestContract = contract_suite(open_harness)
