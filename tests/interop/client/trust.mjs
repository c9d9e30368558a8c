// The trust list: who takes part, whose keys count, and which log is the hub's.
import { calculateJwkThumbprint } from "jose";
import { digest, exactly, need, parse, Refused } from "./bytes.mjs";
import { digestedText, openDocument, verifierKey } from "./note.mjs";
import { ENROLMENT, read, verify } from "./token.mjs";

const OTHER_HANDS = new Set(["lost", "stolen", "suspected"]);
const CLAIM = ["hub", "participant", "jwk", "use", "witness", "valid_from", "valid_until", "at"];

export class TrustList {
  static async load(documents, { anchor, origin, now, before }) {
    const list = new TrustList();
    await list.#open(documents, anchor, origin, now);
    if (before) list.#continues(before);
    return list;
  }

  async #open({ root: rootNote, participants: participantsNote, status: statusNote }, anchor, origin, now) {
    const said = parse(digestedText(rootNote));
    const keys = (role) => role.keys.map(verifierKey);
    const root = openDocument(rootNote, keys(said), said.threshold, "root");
    const [rootDigest, participantsDigest] = [rootNote, participantsNote].map((raw) => digest(digestedText(raw)));
    need(rootDigest === anchor, "the root is not the one that is trusted");
    const status = openDocument(statusNote, keys(root.status), root.status.threshold, "status");
    const role = root.participants;
    const participants = openDocument(participantsNote, keys(role), role.threshold, "participants");
    for (const document of [root, participants, status]) {
      need(document.hub === origin, "another hub's document");
      need(now < new Date(document.expires_at), "a document has expired");
    }
    need(status.root.version === root.version && status.root.sha256 === rootDigest, "another root is in force");
    const named = status.participants;
    need(named.version === participants.version && named.sha256 === participantsDigest, "another list is in force");
    this.log = verifierKey(root.log);
    need(this.log.name === origin, "the log is another hub's");
    this.expiresAt = new Date(status.expires_at);
    this.version = { root: root.version, participants: participants.version, status: status.version };
    this.epoch = status.trust_epoch;
    this.digests = { root: rootDigest, participants: participantsDigest, status: digest(digestedText(statusNote)) };
    this.#list(participants);
    await this.#enrol(root, origin);
  }

  #list(participants) {
    this.keys = new Map();
    for (const participant of participants.participants)
      for (const key of participant.keys) {
        need(!this.keys.has(key.jwk.kid), "a key is listed twice");
        this.keys.set(key.jwk.kid, { ...key, participant: participant.id });
      }
  }

  // A signing key counts if the Council named it, or an older key of its participant that counts vouched for it.
  async #enrol(root, origin) {
    const online = new Set([...root.status.keys, root.log].map((line) => verifierKey(line).x));
    const left = new Set([...this.keys.values()].filter((key) => key.use === "sig"));
    for (const key of left) {
      need(!online.has(key.jwk.x), "an online key is a participant's");
      await this.#claimed(key, origin);
    }
    for (let before = -1; before !== left.size; ) {
      before = left.size;
      for (const key of left) if (await this.#isLetIn(key, root, left)) left.delete(key);
    }
    need(left.size === 0, "nobody vouches for a key");
  }

  async #claimed(key, origin) {
    need((await calculateJwkThumbprint(key.jwk)) === key.jwk.kid, "a kid is not its key's thumbprint");
    const claim = parse(await verify(key.enrolment.statement, key.jwk, ENROLMENT));
    exactly(claim, ...CLAIM);
    const same = claim.hub === origin && claim.participant === key.participant && claim.use === key.use;
    need(same && claim.jwk.x === key.jwk.x && claim.jwk.y === key.jwk.y, "an enrolment is of another key");
    need(claim.valid_from <= key.valid_from && key.valid_until <= claim.valid_until, "a key is listed for longer");
    key.claim = claim;
  }

  async #isLetIn(key, root, left) {
    const { kid } = key.jwk;
    if (key.status === "revoked" && key.status_at <= key.valid_from) return true; // it could sign at no time
    if (root.enrolled.some((each) => each.kid === kid && each.participant === key.participant)) return true;
    if (key.enrolment.vouched === null) return false;
    const { header, payload } = read(key.enrolment.vouched, ENROLMENT);
    const elder = this.keys.get(header.kid);
    if (elder === undefined || elder === key || left.has(elder) || elder.participant !== key.participant) return false;
    need(elder.use === "sig" && elder.compromised_since === null && !OTHER_HANDS.has(elder.reason), "in other hands");
    need(JSON.stringify(parse(payload)) === JSON.stringify(key.claim), "another request was vouched for");
    await verify(key.enrolment.vouched, elder.jwk, ENROLMENT);
    this.#inForce(elder, key.claim.at);
    return true;
  }

  #continues(before) {
    for (const kind of ["root", "participants", "status"]) {
      need(this.version[kind] >= before.version[kind], "the trust list went back");
      const same = this.version[kind] === before.version[kind];
      need(!same || this.digests[kind] === before.digests[kind], "one version with two texts");
    }
    need(this.epoch >= before.epoch, "the trust list went back");
  }

  #inForce(key, at) {
    const moment = new Date(at);
    need(key.use === "sig", "no signing key");
    need(key.status_at === null || moment < new Date(key.status_at), `the key is ${key.status}`);
    need(new Date(key.valid_from) <= moment && moment < new Date(key.valid_until), "the key is not valid then");
    return key;
  }

  signingKey(kid, at) {
    const key = this.keys.get(kid);
    if (key === undefined) throw new Refused("the key is unknown");
    return this.#inForce(key, at);
  }

  remembered() {
    return { version: this.version, digests: this.digests, epoch: this.epoch };
  }
}
