"""What the exchange does: one verb a file, one room a folder; doors (`api`, `console`, `worker`) call them.

Rooms build on rooms below them, never in circles (`lint-imports`):

    accounts, council, reports, drafts, composing,             what people and the hub itself do
      screening, notices
    cases, desk, bans, missing, health, adoption, syncs,       what is read from the log and told
      projections
    submission, delivery, agreements, trust                    what may be said, by whom, and what is fetched
    retention, at_rest, data_protection, audit                 what is kept, erased, asked for, proved whole
    log, deadline                                              places in the log; terms
    process                                                    what a process opens at its start
    exchange, vault, seal_note, audit_console                  what every workflow works with
    training                                                   the demonstration, seen from its pages
"""
