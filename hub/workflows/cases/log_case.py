"""That a case's person is shown is in the log first, and in the console's audit, which says who looked, and at what.

    log_case(...)  ->  a leaf `access`, committed  ->  a deed "kz-mvd/KZ-1 #4711": the case, and the place of the leaf

Whoever cannot log it shows nothing. What was erased is not shown, so a case without records is noted and not logged.
"""

from collections.abc import Sequence

from hub.core.console.account import Account
from hub.workflows.audit_console import deed_of, note_alone
from hub.workflows.cases.open_case import OpenCase
from hub.workflows.data_protection.log_access import Access, log_access, name_leaf
from hub.workflows.exchange import Exchange
from hub.workflows.log.commit_group import GroupCommitter

QUESTION = "case"


async def log_case(
    exchange: Exchange,
    committer: GroupCommitter,
    account: Account,
    case: OpenCase,
    *,
    action: str,
    part: str = "",
    shown: Sequence[int] | None = None,
    outcome: str = "done",
) -> None:
    """Log that an account is shown records of a case, and note it. Until this has returned, nothing may be shown.

    Args:
        exchange: the exchange.
        committer: who writes the log.
        account: who looks.
        case: what he looks at, by one request.
        action: the action of the policy that he does.
        part: what of the case, in the deed; "" is the whole.
        shown: the places of the records shown; None: all that there are.
        outcome: what the deed says of it.

    Raises:
        UnavailableError, OverloadedError, IntegrityError: the log cannot be written.
    """
    places = [index for index, _ in case.said] if shown is None else [*shown]
    where = "/".join(filter(None, (case.key.owner, case.key.subject, part)))
    if not places:
        await note_alone(exchange, deed_of(account, action, where, outcome))
        return
    said = Access(
        participant=case.party,
        question=QUESTION,
        purpose=case.said[0][1].purpose,
        case=case.key.subject,
        facts={"owner": case.key.owner, "shown": places, "account": account.id},
    )
    leaf = await log_access(exchange, committer, said)
    await note_alone(exchange, deed_of(account, action, name_leaf(where, leaf), outcome))
