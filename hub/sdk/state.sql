-- What a gateway keeps on disk. One file, one writer; each step of the gateway is one transaction.

CREATE TABLE IF NOT EXISTS kept (          -- single values: owner, source cursor, last checkpoint, trust list
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- ready ──accepted by the hub──> accepted
--   └────refused for good──────> refused      (also: never signed, because the record does not fit its schema)
CREATE TABLE IF NOT EXISTS outbox (
    place      INTEGER PRIMARY KEY AUTOINCREMENT,   -- order of sending
    message_id TEXT    NOT NULL UNIQUE,
    envelope   BLOB,                                -- the signed bytes: these and no others are sent, and sent again
    sha256     TEXT,
    recipients TEXT    NOT NULL,                    -- JSON list
    origin     TEXT,                                -- JSON, the source's own words; NULL for our own receipts
    state      TEXT    NOT NULL CHECK (state IN ('ready', 'accepted', 'refused')),
    receipt    BLOB,                                -- the verified accepted receipt
    problems   TEXT    NOT NULL DEFAULT '[]',       -- JSON list, for the source
    told       INTEGER NOT NULL DEFAULT 0,          -- the source knows the outcome
    made_at    TEXT    NOT NULL,
    final_at   TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS outbox_ready ON outbox (place) WHERE state = 'ready';
CREATE INDEX IF NOT EXISTS outbox_untold ON outbox (place) WHERE state <> 'ready' AND told = 0;

CREATE TABLE IF NOT EXISTS pulled (            -- record types of what the source gave, to count them by sync
    message_id TEXT PRIMARY KEY,
    type       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- pulling ──source has no more──> sending ──hub has answered all──> done
CREATE TABLE IF NOT EXISTS sync_run (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    sync        TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    opens_at    TEXT,                               -- which run of the schedule it is
    why         TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('pulling', 'sending', 'done')),
    began_at    TEXT    NOT NULL,
    ended_at    TEXT,
    first_place INTEGER NOT NULL,                   -- of the outbox: what stands after it is of this run
    last_place  INTEGER,
    cursor      TEXT,                               -- of the source, when it had no more
    counts      TEXT,                               -- JSON: sent, refused, held, problems
    report      BLOB,                               -- the signed statement: these bytes and no others are sent
    told        TEXT                                -- its place in the log, or the code by which the hub refused it
) STRICT;

CREATE TABLE IF NOT EXISTS waiting_room (      -- payloads that wait for a contact person before they are signed
    place      INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL UNIQUE,
    payload    BLOB NOT NULL,                      -- these bytes are approved, and then signed
    recipients TEXT NOT NULL,                      -- JSON list
    origin     TEXT NOT NULL,                      -- JSON, the source's own words
    made_at    TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS acknowledgement (   -- what recipients said about our messages, in signed receipts
    message_id TEXT NOT NULL,
    recipient  TEXT NOT NULL,
    status     TEXT NOT NULL,
    code       TEXT,
    at         TEXT NOT NULL,
    PRIMARY KEY (message_id, recipient, status)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS inbox (             -- how far each lane was read
    lane   TEXT PRIMARY KEY,
    number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS applied (           -- messages that had their effect: delivered again, they have none
    message_id TEXT NOT NULL,
    sender     TEXT NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (message_id, sender)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS quarantine (        -- messages that were not applied, for a person to look at
    message_id TEXT NOT NULL,
    sender     TEXT NOT NULL,
    lane       TEXT NOT NULL,
    number     INTEGER NOT NULL,
    code       TEXT NOT NULL,
    envelope   BLOB NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (message_id, sender)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS search (            -- searches that others asked us to make, and how often we have answered
    owner     TEXT NOT NULL,
    case_id   TEXT NOT NULL,
    asked_on  TEXT NOT NULL,                       -- the day of its leaf: the rhythm of our updates begins here
    agreement TEXT NOT NULL,
    purpose   TEXT NOT NULL,
    sent      INTEGER NOT NULL DEFAULT 0,          -- the number of our last update
    closed_on TEXT,                                -- the day on which its owner ended it
    PRIMARY KEY (owner, case_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS ban (               -- revisions of bans by reference, own ones for each recipient; never who
    issuer     TEXT    NOT NULL,
    recipient  TEXT    NOT NULL,
    ban_id     TEXT    NOT NULL,
    revision   INTEGER NOT NULL,
    status     TEXT    NOT NULL,
    ends_on    TEXT,
    message_id TEXT    NOT NULL,
    place      INTEGER,                            -- in the log; NULL for what the source gave
    agreement  TEXT,
    purpose    TEXT    NOT NULL,
    at         TEXT    NOT NULL,
    PRIMARY KEY (issuer, recipient, ban_id, revision)
) STRICT;

CREATE TABLE IF NOT EXISTS ban_list (          -- states of ban lists that came, and what they came to
    place     INTEGER PRIMARY KEY,                 -- in the log
    sender    TEXT NOT NULL,
    issuer    TEXT NOT NULL,
    on_day    TEXT NOT NULL,
    agreement TEXT,
    purpose   TEXT NOT NULL,
    record    BLOB,                                -- NULL once it is judged
    result    TEXT,
    at        TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS notice (            -- what the hub said of keys, terms and messages in doubt, for people
    message_id TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    record     BLOB NOT NULL,
    at         TEXT NOT NULL
) STRICT, WITHOUT ROWID;
