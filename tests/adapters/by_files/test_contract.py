"""The contract over SFTP; over a folder it is held by `tj_files`, whose reading and writing are the same."""

from hub.sdk.testing import contract_suite
from tests.adapters.by_files.site import over_sftp
from tests.adapters.simulated import simulated

TestContract = contract_suite(simulated("adapters.by_files", over_sftp))
