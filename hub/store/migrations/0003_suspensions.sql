-- Keys that go out of force while the exchange runs: which key signed each message, what suspends a key from which leaf
-- on, and what is not served because of it.

-- The signing key by its thumbprint. Messages that were there before say it in their header.
ALTER TABLE message ADD COLUMN kid text;
UPDATE message SET kid = convert_from(
  decode(rpad(head.text, (length(head.text) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::json ->> 'kid'
FROM (
  SELECT index, translate(split_part(convert_from(body, 'LATIN1'), '.', 1), '-_', '+/') AS text FROM message
) AS head
WHERE head.index = message.index;
ALTER TABLE message ALTER COLUMN kid SET NOT NULL;

-- Where the first receipt stands, beside the last: who had a message at a certain leaf.
ALTER TABLE delivery ADD COLUMN first bigint;
UPDATE delivery SET first = receipt;
ALTER TABLE delivery ALTER COLUMN first SET NOT NULL;

-- A suspension is in force from its own leaf on. Messages of the key with a place from `first` on, before `index`, are
-- held from recipients who had not said anything about them at that leaf; null: nothing is held.
CREATE TABLE suspension (
  index       bigint PRIMARY KEY REFERENCES leaf,
  participant text NOT NULL,
  kid         text NOT NULL,
  first       bigint,
  at          timestamptz NOT NULL,
  sha256      bytea NOT NULL UNIQUE,
  body        bytea NOT NULL
);
CREATE INDEX suspension_kid ON suspension (kid);

-- Whether a message is held from a recipient: nothing is written for it, so a suspension costs the log's lock no more
-- with a million messages than with one.
CREATE FUNCTION is_held(signed_by text, place bigint, reader text) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM suspension
    WHERE suspension.kid = signed_by AND suspension.first <= place AND place < suspension.index
      AND NOT EXISTS (
        SELECT FROM delivery
        WHERE delivery.index = place AND delivery.recipient = reader AND delivery.first < suspension.index))
$$;

-- A held message that was released after a review has a second, new number in the same inbox; the first stays a tombstone.
ALTER TABLE inbox_entry ADD COLUMN released boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX inbox_entry_released ON inbox_entry (recipient, index) WHERE released;

-- What was said once and is not said again: warnings, notices.
CREATE TABLE told (
  what text PRIMARY KEY,
  at   timestamptz NOT NULL
);
