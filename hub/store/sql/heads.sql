-- name: read_head
-- The parties of a head and the last message that moved it: $1 kind, $2 owner, $3 subject. Its sender is a party.
SELECT parties, index, sender, id, sha256, type, key, wrapped, body
FROM head JOIN message ON message.id = head.last AND message.sender = ANY (head.parties)
WHERE kind = $1 AND owner = $2 AND subject = $3;
