// node judge.mjs FOLDER: what this client makes of each envelope that `hub conform samples FOLDER` wrote, as JSON.
import { readFileSync } from "node:fs";
import { exactly, need, parse, Refused } from "./bytes.mjs";
import { MEMBERS } from "./client.mjs";
import { ENVELOPE, read, verify } from "./token.mjs";
import { TrustList } from "./trust.mjs";

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const [, , folder] = process.argv;
const json = (name) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));

async function open(token, list, { origin, participant, at }) {
  const key = list.signingKey(read(token, ENVELOPE).header.kid, at);
  const envelope = parse(await verify(token, key.jwk, ENVELOPE));
  exactly(envelope, ...MEMBERS);
  need(envelope.expires_at === null || INSTANT.test(envelope.expires_at), "no instant");
  need(envelope.hub === origin, "another hub's envelope");
  need(envelope.from === key.participant, "another participant's key");
  need(envelope.to.includes(participant), "an envelope for somebody else");
}

const expected = json("expected.json");
const { anchor, origin, at } = expected;
const list = await TrustList.load(json("trust-list.json"), { anchor, origin, now: new Date(at) });
const found = {};
for (const { file } of expected.samples) {
  try {
    await open(readFileSync(`${folder}/${file}`, "latin1"), list, expected);
    found[file] = "accepted";
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    found[file] = "refused";
  }
}
console.log(JSON.stringify(found));
