// node check.mjs protocol.json: makes and verifies the worked example of docs/reference/protocol.md; prints what differs.
import { readFileSync } from "node:fs";
import { base64, digest, Refused } from "./bytes.mjs";
import { leafHash, verifyConsistency } from "./merkle.mjs";
import { openCheckpoint, verifierKey } from "./note.mjs";
import { verifyReceipt } from "./receipt.mjs";
import { ACCESS, ENVELOPE, sign, verify } from "./token.mjs";

const example = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { sender, recipient } = example.keys;
const log = verifierKey(example.log);
const found = [];

function same(what, got, want) {
  if (got !== want) found.push(`${what}: ${got} instead of ${want}`);
}

function holds(what, act, expected = true) {
  try {
    act();
    if (!expected) found.push(`${what} was taken`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (expected) found.push(`${what}: ${error.message}`);
  }
}

for (const [what, key] of [["message", sender], ["acknowledgement", recipient]]) {
  const { payload, token, sha256 } = example[what];
  same(`${what}, signed`, await sign(payload, key, ENVELOPE), token);
  same(`${what}, digest`, digest(token), sha256);
  const { d, ...publicKey } = key;
  same(`${what}, verified`, (await verify(token, publicKey, ENVELOPE)).toString(), payload);
}
const claims = { iss: "tj-mvd", aud: example.hub, iat: 1795251600, exp: 1795251900, jti: "example-0001" };
same("access token", await sign(claims, recipient, ACCESS), example.access);

const message = JSON.parse(example.message.payload);
const sent = { id: message.id, from: message.from, sha256: example.message.sha256 };
const { receipt, consistency } = example;
same("leaf hash", leafHash(Buffer.from(receipt.leaf)).toString("base64"), example.leaf_hash);
same("root", openCheckpoint(receipt.checkpoint, log).root.toString("base64"), example.root);
holds("the receipt", () => verifyReceipt(receipt, sent, log));
for (const { what, receipt: wrong } of example.refused) holds(what, () => verifyReceipt(wrong, sent, log), false);

const grown = (changed = {}) => {
  const { first, second, first_root: old, second_root: young, proof } = { ...consistency, ...changed };
  const [firstRoot, secondRoot] = [base64(old), base64(young)];
  verifyConsistency({ first, second, firstRoot, secondRoot, proof: proof.map(base64) });
};
const { first_root: old, second_root: young, proof } = consistency;
holds("the consistency proof", () => grown());
holds("a consistency proof with roots turned round", () => grown({ first_root: young, second_root: old }), false);
holds("a consistency proof without its end", () => grown({ proof: proof.slice(0, -1) }), false);
holds("a consistency proof for another size", () => grown({ first: consistency.first - 1 }), false);

found.forEach((each) => console.log(each));
if (found.length === 0) console.log(`agreed, and refused ${example.refused.length} receipts`);
process.exitCode = found.length ? 1 : 0;
