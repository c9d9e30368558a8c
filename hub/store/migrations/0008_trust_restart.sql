-- Where a new root takes a key of a document's signers away, that document's versions start again, so a version alone does
-- not say which document came later. `root` is the version of the root that a document was published under (0: before
-- this migration): within a root versions only rise, and roots only follow one another.

ALTER TABLE trust_document ADD COLUMN root bigint NOT NULL DEFAULT 0;
UPDATE trust_document SET root = version WHERE kind = 'root';
ALTER TABLE trust_document
  ALTER COLUMN root DROP DEFAULT,
  DROP CONSTRAINT trust_document_pkey,
  ADD PRIMARY KEY (kind, root, version);
