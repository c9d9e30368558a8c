-- name: read_agreements
-- Every version of every agreement, oldest first.
SELECT id, version, sha256, body FROM agreement ORDER BY id, version;

-- name: read_agreement_versions
-- The versions of an agreement with their leaves, oldest first. $1 id.
SELECT agreement.version, agreement.index, agreement.body, leaf.body AS leaf
FROM agreement JOIN leaf USING (index) WHERE agreement.id = $1 ORDER BY agreement.version;

-- name: write_agreement
-- A new version of an agreement: $1 id, $2 version, $3 index of its leaf, $4 digest, $5 document.
INSERT INTO agreement (id, version, index, sha256, body) VALUES ($1, $2, $3, $4, $5);

-- name: read_trust_documents
-- The document of each kind that was published last: versions may start again under a new root.
SELECT DISTINCT ON (kind) kind, body FROM trust_document ORDER BY kind, root DESC, version DESC;

-- name: read_roots
-- Every root, oldest first.
SELECT body FROM trust_document WHERE kind = 'root' ORDER BY version;

-- name: write_trust_document
-- A document of the trust list that no leaf states, a hub's first ones or a renewed status: $1 kind, $2 version of the
-- root that it is published under, $3 its own version, $4 signed note. One that is kept already stays.
INSERT INTO trust_document (kind, root, version, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- name: publish_trust_document
-- A newer document of the trust list: $1 kind, $2 version of the root that it is published under, $3 its own version,
-- $4 index of its leaf, $5 signed note.
INSERT INTO trust_document (kind, root, version, index, body) VALUES ($1, $2, $3, $4, $5);

-- name: tell_judgement
-- A document of the trust list was renewed: every process reads anew.
SELECT pg_notify('judgement', '');

-- name: raise_trust_epoch
-- What messages are judged by has changed: groups checked before are stale, and every process reads anew.
WITH raised AS (
  UPDATE log_head SET trust_epoch = trust_epoch + 1 RETURNING trust_epoch
)
SELECT pg_notify('judgement', trust_epoch::text) FROM raised;
