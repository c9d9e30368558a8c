"""What is asked of every adapter, rule by rule: the members of its `quality.json`."""

RULES = (
    "contract-suite",
    "golden-files",
    "round-trip",
    "schema-validated",
    "routing",
    "idempotent-sink",
    "ordered-revisions",
    "erasure",
    "bounded-input",
    "hostile-input",
    "faults-classified",
    "secrets-hidden",
    "reports-in-both-languages",
    "streaming",
    "speed",
    "signatures",
    "attachments",
    "simulator",
    "evidence-of-format",
)
