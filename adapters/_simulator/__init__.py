"""The frame of simulated national systems: each is a process of its own, speaks real wire forms, and obeys orders.

    python -m adapters.xx.simulator --port 0 --state DIR       one line of JSON on stdout once it listens:
    {"port": 40123, "control": "http://127.0.0.1:40123/control", "soap": "http://127.0.0.1:40123/smev", ...}

SIGTERM and SIGINT end it cleanly; its state survives a kill. Beside the national doors (each by its own name in that
line; a system of files names its "folder" or "sftp" there) every one has the same control door, JSON both ways, for
tests, the demonstration and the conformance kit:

    POST /control/put        {"type", "count"?: 1, "seed"?: 1, ...}      -> {"subjects": [...]}
                             makes records of a type in the national form and offers them to the adapter.
                             "citizenship" (alpha-3), "to" (participant asked), "text" (free text where the form takes
                             it), "unknown" (true: a field no adapter knows); replies: "subject", "sender", "accepted"
    POST /control/change     {"how": "amend"|"lift"|"correct", "count", "seed"?}  -> {"subjects": [...]}  own bans
    POST /control/raw        any national document as the body           -> {"id"}; query members as its source needs
    POST /control/misbehave  {"mode", "times"?: 1, "operation"?, "seconds"?: 1, "name"?}; {"mode": "none"} ends all
    POST /control/reset      empties everything, and ends misbehaviour
    GET  /control/own?type=  {"count", "sha256", "records": [facts]}     what it tells others: of bans the active list
    GET  /control/held?type= likewise                                    what it holds of others now
    GET  /control/received   {"records": [...]}                          every arrival once, in order
    GET  /control/told       {"told": [{"id", "subject", "accepted", "problems": [codes]}]}  what became of its records
    GET  /control/figures    {"offered", "waiting", "told", "held", "received", ...}

Facts are a record in the fixed words of the exchange (`facts` lists the members for each type), so that lists of two
systems in two languages are compared with ==. A simulator writes and reads its national form itself and shares no
mapping code with the adapter: a mistake of the mapping is seen, and not cancelled out. All persons are fictitious.

What a state writes (adapters.ru_smev.simulator is the example):

    __main__.py   serving.run(serving.make_parser("adapters.xx.simulator", ...), make)
    make(arguments, orders) -> Simulation(national, routes, where)
    national      control.National: put, change, raw, own, held, ... over a `state.State`
    routes        aiohttp routes of the national side; `door.behaving` lets each misbehave as ordered

Here: `misbehaviour` (the modes, one enum for all), `door` (an HTTP handler that misbehaves), `control` (the control
door), `serving` (the process), `state` (SQLite: queue or feed, what was told, what is held), `facts` (members, digest),
`persons` (fictitious persons in a state's own letters),
`register` (a whole `National` over a state, but for its forms).
"""
