-- name: ask_resend
-- A sender is asked to send a message again: $1 place, $2 recipient, $3 account, $4 when.
INSERT INTO resend_request (index, recipient, account, at) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING index;

-- name: read_resends
-- When senders were asked to send the messages at these places again: $1 places.
SELECT index, recipient, at FROM resend_request WHERE index = ANY ($1::bigint[]);
