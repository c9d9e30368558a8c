"""The gateway, at the member's site: everything between a national system's adapter and the hub.

`ports` and `testing` are for adapters. The rest is the gateway, put together in `assembly` and run by `gateway`; rooms
build on rooms below them, never in circles:

    sync, witnessing          runs by the schedule; watching the log
    exchange                  from the national system to the hub and back
    sealing, trust_list       before a signature; whom to believe
    books                     what is remembered of messages
    settings, adapter_process
"""
