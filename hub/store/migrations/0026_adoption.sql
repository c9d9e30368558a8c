-- What participants have adopted: results of conformance runs, versions that they send, versions of agreements to consent to.

-- Signed results of conformance runs, as participants handed them in: once kept, a row does not change. `listed` says
-- whether the trust list named the key as the participant's.
CREATE TABLE conformance_result (
  number         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  participant    text NOT NULL,
  sha256         bytea NOT NULL UNIQUE,
  at             timestamptz NOT NULL,
  account        uuid NOT NULL,
  ended_at       timestamptz NOT NULL,
  version        text NOT NULL,
  record_type    text NOT NULL,
  record_version text NOT NULL,
  standing       text NOT NULL CHECK (standing IN ('passed', 'partial', 'failed')),
  held           integer NOT NULL,
  failed         integer NOT NULL,
  scenarios      integer NOT NULL,
  kid            text NOT NULL,
  listed         boolean NOT NULL,
  body           bytea NOT NULL,
  signature      bytea NOT NULL
);
CREATE INDEX conformance_result_newest ON conformance_result (participant, ended_at DESC, number DESC);
COMMENT ON TABLE conformance_result IS 'Results of hub conform by participant, with the signed bytes.';

-- Versions of agreements that the secretariat has put before their parties. They change nothing: the parties' consents
-- in the log do.
CREATE TABLE agreement_proposal (
  number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agreement    text NOT NULL,
  version      bigint NOT NULL,
  sha256       bytea NOT NULL,
  body         bytea NOT NULL,
  at           timestamptz NOT NULL,
  account      uuid NOT NULL,
  withdrawn_at timestamptz
);
CREATE UNIQUE INDEX agreement_proposal_open ON agreement_proposal (sha256) WHERE withdrawn_at IS NULL;
CREATE INDEX agreement_proposal_agreement ON agreement_proposal (agreement, version);
COMMENT ON TABLE agreement_proposal IS 'Proposed versions of agreements, for their parties to read and consent to.';

-- In which version of its type a message was sent; '' where it was followed before: `hub rebuild --only traffic` tells.
ALTER TABLE traffic ADD COLUMN version text NOT NULL DEFAULT '';
CREATE INDEX traffic_version ON traffic (sender, type, version, index);
