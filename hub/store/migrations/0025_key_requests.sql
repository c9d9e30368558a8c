-- What participants ask about their keys in the console, on its way to the ceremony of the trust list. Nothing here
-- changes whom the hub trusts: that is for the signed list alone.

-- A request to list a key, or to take a listed one out of force or back. A new key comes with the proof that its
-- participant holds it (`statement`, `vouched`: keys.enrolment); of another request, `reason` and `since` are told.
CREATE TABLE key_request (
  id          uuid PRIMARY KEY,
  participant text NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('enrol', 'suspend', 'restore', 'revoke')),
  kid         text NOT NULL,
  statement   text,
  vouched     text,
  reason      text,
  since       timestamptz,
  status      text NOT NULL CHECK (status IN ('proposed', 'confirmed', 'checked', 'approved', 'listed', 'returned',
                                              'refused', 'withdrawn')),
  created_at  timestamptz NOT NULL,
  changed_at  timestamptz NOT NULL,
  CHECK ((kind = 'enrol') = (statement IS NOT NULL))
);
-- A participant has one request about a key at a time.
CREATE UNIQUE INDEX key_request_open ON key_request (participant, kid)
  WHERE status IN ('proposed', 'confirmed', 'checked', 'approved');
CREATE INDEX key_request_changed ON key_request (changed_at DESC, id);
CREATE INDEX key_request_kid ON key_request (kid);
COMMENT ON TABLE key_request IS 'Requests of participants about their keys, prepared for the ceremony of the trust list.';

-- Who took which step of a request, and what he wrote; `account` is null where the hub saw it in the trust list.
CREATE TABLE key_request_step (
  request uuid REFERENCES key_request,
  number  integer,
  step    text NOT NULL CHECK (step IN ('propose', 'confirm', 'check', 'approve', 'list', 'return', 'refuse',
                                        'withdraw')),
  account uuid REFERENCES account,
  note    text NOT NULL,
  at      timestamptz NOT NULL,
  PRIMARY KEY (request, number)
);
COMMENT ON TABLE key_request_step IS 'The steps that requests about keys have taken, in order.';
