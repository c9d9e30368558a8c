// One participant: signs and submits, reads and verifies, acknowledges.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { base64, digest, exactly, need, parse, Refused } from "./bytes.mjs";
import { verifyConsistency } from "./merkle.mjs";
import { openCheckpoint } from "./note.mjs";
import { placed, verifyReceipt } from "./receipt.mjs";
import { ACCESS, ENVELOPE, read, sign, verify } from "./token.mjs";
import { TrustList } from "./trust.mjs";

export const MEMBERS = "hub id from to sent_at type version subject reply_to agreement purpose expires_at record".split(" ");
const LINES = 1000;
const BYTES = 8 * 1024 * 1024;
const PAUSES = { first: 0.5, most: 60 };

const instant = (date = new Date()) => `${date.toISOString().slice(0, 19)}Z`;

export function messageId(now = Date.now()) {
  const bytes = Buffer.concat([Buffer.alloc(6), randomBytes(10)]);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Client {
  constructor(config, state) {
    Object.assign(this, config);
    this.state = state;
    this.kept = state.kept;
  }

  // The trust list

  async trust() {
    const documents = await this.#json(await this.#ask("GET", "/v1/trust-list", { open: true }));
    const before = this.kept.trust;
    const { anchor, origin } = this;
    this.list = await TrustList.load(documents, { anchor, origin, now: new Date(), before });
    this.kept.trust = this.list.remembered();
    this.state.save();
  }

  // Sending

  async sign({ type, version, to, record, ...rest }) {
    const routing = { subject: null, reply_to: null, agreement: null, purpose: null, expires_at: null, ...rest };
    const { subject, reply_to, agreement, purpose, expires_at } = routing;
    const known = { hub: this.origin, id: messageId(), from: this.participant, to, sent_at: instant() };
    const said = { type, version, subject, reply_to, agreement, purpose, expires_at, record };
    const token = await sign({ ...known, ...said }, this.key, ENVELOPE);
    this.kept.outbox[known.id] = { token, sha256: digest(token), type, state: "ready", acknowledged: {} };
    return known.id;
  }

  // Sends everything that is ready, again and again until it is settled.
  async push() {
    let [after, failures] = [0, 0];
    for (let batch; (batch = this.#batch()).length > 0; ) {
      if (failures > 0) await sleep(1000 * Math.max(after, this.#pause(failures)));
      after = await this.#submit(batch);
      failures = after === null ? 0 : failures + 1;
      this.state.save();
    }
  }

  #batch() {
    const ready = Object.entries(this.kept.outbox).filter(([, sent]) => sent.state === "ready");
    let size = 0;
    const fits = ready.slice(0, LINES).filter(([, { token }]) => (size += token.length + 1) <= BYTES);
    return fits.map(([id, sent]) => ({ id, sent }));
  }

  #pause(failures) {
    const whole = Math.min(PAUSES.most, PAUSES.first * 2 ** (failures - 1));
    return whole / 2 + (whole / 2) * Math.random();
  }

  // Returns null, or how many seconds to wait at least before what is in doubt is sent again.
  async #submit(batch) {
    const single = batch.length === 1;
    const type = single ? "application/jose" : "application/jose-lines";
    const body = batch.map(({ sent }) => sent.token).join("\n");
    const response = await this.#ask("POST", "/v1/messages", { open: true, body, type }).catch(() => null);
    const after = Number(response?.headers.get("Retry-After") ?? 0) || 0;
    if (response === null || response.status >= 500 || [408, 429].includes(response.status)) return after;
    const answer = await this.#json(response).catch(() => ({}));
    const results = single ? [answer.receipt ? answer : { problem: answer }] : (answer.results ?? []);
    batch.forEach(({ id, sent }, place) => this.#settle(id, sent, results[place] ?? {}));
    for (const { sent } of batch) if (sent.type === "receipt" && sent.state === "refused") await this.#mend(sent);
    return batch.some(({ sent }) => sent.state === "ready") ? after : null;
  }

  #settle(id, sent, { receipt, problem, warnings = [] }) {
    if (receipt) {
      try {
        const { leaf } = verifyReceipt(receipt, { id, from: this.participant, sha256: sent.sha256 }, this.list.log);
        Object.assign(sent, { state: "accepted", receipt, at: leaf.at, warnings: warnings.map(({ code }) => code) });
      } catch (error) {
        if (!(error instanceof Refused)) throw error; // what does not verify is in doubt
      }
    } else if (problem?.status >= 400 && problem.status < 500 && ![408, 429].includes(problem.status)) {
      const places = (problem.errors ?? []).map(({ pointer, code }) => ({ pointer, code }));
      Object.assign(sent, { state: "refused", code: problem.code, errors: places });
    }
  }

  // Signs a refused receipt anew without the messages that the hub names: their fate is in the log already.
  async #mend({ token, errors }) {
    const { type, version, to, purpose, record } = parse(read(token, ENVELOPE).payload);
    const wrong = errors.map(({ pointer }) => Number(/^\/record\/messages\/(\d+)/.exec(pointer)?.[1] ?? NaN));
    const messages = record.messages.filter((_, place) => !wrong.includes(place));
    if (messages.length === 0 || messages.length === record.messages.length) return;
    await this.sign({ type, version, to, purpose, record: { ...record, messages } });
  }

  // Reading

  async receive(apply) {
    for (const lane of ["urgent", "ordinary"]) while (await this.#page(lane, apply));
    await this.push();
  }

  async #page(lane, apply) {
    const after = this.kept.inbox[lane];
    const page = await this.#json(await this.#ask("GET", `/v1/inbox/${lane}?after=${after}&limit=500`));
    need(page.lane === lane && page.after === after, "another page");
    const checkpoint = await this.#checked(page.checkpoint);
    const proven = page.messages.map((message, place) => {
      need(message.number === after + place + 1, "the numbers have a gap");
      return "tombstone" in message ? null : this.#proven(message, checkpoint);
    });
    need(page.next === after + proven.length, "the page ends elsewhere");
    const fates = [];
    for (const each of proven.filter(Boolean)) fates.push(await this.#handle(each, apply));
    await this.#acknowledge(fates.filter(Boolean));
    this.kept.inbox[lane] = page.next;
    this.state.save(); // effects, receipts and the number together
    return proven.length > 0;
  }

  // The checkpoint, if it is the log's and continues the newest that was seen.
  async #checked(raw) {
    const seen = this.kept.checkpoint && openCheckpoint(this.kept.checkpoint, this.list.log);
    const shown = openCheckpoint(raw, this.list.log);
    if (seen && seen.size > 0) {
      need(shown.size >= seen.size, "the log has shrunk");
      if (shown.size === seen.size) need(shown.root.equals(seen.root), "a fork of the log");
      else await this.#continued(seen, shown);
    }
    this.kept.checkpoint = raw;
    return { ...shown, origin: this.origin };
  }

  async #continued(seen, shown) {
    const query = `first=${seen.size}&second=${shown.size}`;
    const { proof } = await this.#json(await this.#ask("GET", `/log/proof/consistency?${query}`));
    const [first, firstRoot, second, secondRoot] = [seen.size, seen.root, shown.size, shown.root];
    verifyConsistency({ first, firstRoot, second, secondRoot, proof: proof.map(base64) });
  }

  #proven(message, checkpoint) {
    exactly(message, "number", "index", "envelope", "leaf", "proof");
    const leaf = placed(message, checkpoint);
    need(leaf.to.includes(this.participant), "a message for somebody else");
    need(leaf.sha256 === digest(message.envelope), "an envelope that the leaf does not name");
    return { token: message.envelope, index: message.index, leaf };
  }

  // Has one message its effect, once; returns what the receipt shall say, null where there is nothing to say.
  async #handle({ token, index, leaf }, apply) {
    const name = `${leaf.from}/${leaf.id}`;
    const entry = { index, id: leaf.id, sha256: leaf.sha256 };
    try {
      const envelope = await this.#opened(token, leaf);
      if (envelope.type === "receipt") return this.#told(envelope);
      if (!this.kept.done[name]) this.kept.done[name] = apply(envelope) ?? "processed";
      return { sender: leaf.from, entry };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { sender: leaf.from, entry, wrong: error.message };
    }
  }

  async #opened(token, leaf) {
    const { header } = read(token, ENVELOPE);
    const key = this.list.signingKey(header.kid, leaf.at);
    const envelope = parse(await verify(token, key.jwk, ENVELOPE));
    exactly(envelope, ...MEMBERS);
    need(envelope.hub === this.origin && envelope.id === leaf.id, "an envelope of another message");
    need(envelope.from === leaf.from && key.participant === leaf.from, "another participant's key");
    return envelope;
  }

  #told({ from, record }) {
    for (const { id, sha256 } of record.sender === this.participant ? record.messages : []) {
      const sent = this.kept.outbox[id];
      if (sent && sent.sha256 === sha256) sent.acknowledged[from] = record.status;
    }
    return null;
  }

  async #acknowledge(fates) {
    const groups = grouped(fates, fate);
    for (const [, all] of groups)
      for (let start = 0; start < all.length; start += LINES) await this.#receipt(all.slice(start, start + LINES));
  }

  async #receipt(fates) {
    const [{ sender, wrong }] = fates;
    const record = { status: wrong ? "rejected" : "processed", messages: fates.map(({ entry }) => entry), sender };
    if (wrong) record.reason = { code: "not-verified", ru: "Сообщение не прошло проверку.", en: `Refused: ${wrong}.` };
    record.at = instant();
    await this.sign({ type: "receipt", version: "1.0", to: [sender], purpose: "receipt", record });
  }

  // HTTP

  async #ask(method, path, { open = false, body, type } = {}) {
    const headers = { "Accept-Language": "en" };
    if (!open) headers.Authorization = `Bearer ${await this.#access()}`;
    if (type) headers["Content-Type"] = type;
    return fetch(this.url + path, { method, headers, body, signal: AbortSignal.timeout(30_000) });
  }

  async #access() {
    const iat = Math.floor(Date.now() / 1000);
    const jti = randomBytes(15).toString("base64url");
    return sign({ iss: this.participant, aud: this.origin, iat, exp: iat + 60, jti }, this.key, ACCESS);
  }

  async #json(response) {
    const answer = parse(Buffer.from(await response.arrayBuffer()));
    if (response.url.endsWith("/v1/messages")) return answer;
    if (!response.ok) throw new Refused(`the hub answered ${response.status} ${answer.code}`);
    return answer;
  }
}

const fate = ({ sender, wrong }) => `${sender} ${wrong ?? ""}`;

function grouped(items, name) {
  const groups = new Map();
  for (const item of items) groups.set(name(item), [...(groups.get(name(item)) ?? []), item]);
  return groups;
}
