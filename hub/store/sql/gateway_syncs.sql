-- name: note_sync
-- A gateway has read a lane of its inbox: $1 participant, $2 lane, $3 when, $4 after which number.
INSERT INTO gateway_sync AS known (participant, lane, at, number) VALUES ($1, $2, $3, $4)
ON CONFLICT (participant, lane) DO UPDATE SET at = greatest(known.at, excluded.at), number = excluded.number;

-- name: read_syncs
-- When gateways read each lane, and how many numbers each lane has: $1 participant, or null for all.
SELECT participant, gateway_sync.lane, at, gateway_sync.number, coalesce(inbox_head.number, 0) AS last
FROM gateway_sync
LEFT JOIN inbox_head ON inbox_head.recipient = participant AND inbox_head.lane = gateway_sync.lane
WHERE $1::text IS NULL OR participant = $1
ORDER BY participant, lane;
