-- Who asked a sender to send again what was not delivered. The hub signs nothing for a sender, so it cannot do it itself.
CREATE TABLE resend_request (
  index     bigint,
  recipient text,
  account   uuid NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (index, recipient)
);
COMMENT ON TABLE resend_request IS 'Requests to send again what was not delivered.';
