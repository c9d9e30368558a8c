from hub.sdk.testing import contract_suite
from tests.adapters.manual.desk import open_desk

TestContract = contract_suite(open_desk)
