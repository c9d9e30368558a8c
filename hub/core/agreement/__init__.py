"""Agreements: which participants may send which records to whom, on which legal basis, from when to when.

The register holds every version of every agreement. A message names one agreement and is judged by the version in force
when it is accepted; the digests of the versions applied stand in its leaf. Agreements are data (`schemas/agreements`).

    version      one version, as the register holds it, with its executive protocol
    register     all versions; which of them judges on a day
    permission   what a version allows, and whom
    life_cycle   how one version may follow another
    consent      whose approval a version needs
"""

from hub.core.agreement.permission import check_exit_ban, check_roles, check_subject_class, named_by, permit
from hub.core.agreement.register import Register, newest
from hub.core.agreement.version import Agreement, Allowance, Obligation, Protocol, from_json

__all__ = [
    "Agreement",
    "Allowance",
    "Obligation",
    "Protocol",
    "Register",
    "check_exit_ban",
    "check_roles",
    "check_subject_class",
    "from_json",
    "named_by",
    "newest",
    "permit",
]
