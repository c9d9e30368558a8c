"""The contract suite for adapters: what the gateway relies on, as tests that an adapter's author runs.

    # tests/adapters/xx/test_contract.py
    from hub.sdk.testing import contract_suite

    TestContract = contract_suite(open_harness)

`open_harness(folder)` opens a `Harness`: a national system in a fresh state (a simulated one is fine), with what the
suite needs to move it. The suite needs pytest to run it and nothing else beside the SDK.
"""

from hub.sdk.testing.contract import ContractBrokenError, contract_suite, drain
from hub.sdk.testing.harness import Harness

__all__ = ["ContractBrokenError", "Harness", "contract_suite", "drain"]
