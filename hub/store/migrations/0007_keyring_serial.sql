-- The highest serial of the keyring that a process of this hub has used: an older copy of the file is known by it.
ALTER TABLE erasure_journal ADD COLUMN serial bigint NOT NULL DEFAULT 0;
