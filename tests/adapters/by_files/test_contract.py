"""The contract over SFTP; over a folder it is held by `tj_files`, whose reading and writing are the same."""

from hub.sdk.testing import contract_suite
from tests.adapters.by_files.running import settings
from tests.adapters.simulated import simulated

TestContract = contract_suite(simulated("adapters.by_files", settings))
