"""What the exchange does: one verb a file, one room a folder; doors (`api`, `console`, `worker`) call them.

Rooms build on rooms below them, never in circles (`lint-imports`):

    accounts, council, reports, drafts, screening, notices     what people and the hub itself do
    cases, desk, bans, missing, health, syncs, projections     what is read from the log and told
    submission, delivery, agreements, trust                    what may be said, by whom, and what is fetched
    retention, at_rest, data_protection, audit                 what is kept, erased, asked for, proved whole
    log, deadline                                              places in the log; terms
    process                                                    what a process opens at its start
    exchange, vault                                            what every workflow works with
"""
